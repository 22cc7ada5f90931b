"""Files of a form that came without scripts: cleaned and sealed here, in memory, and written sealed. Nothing is spooled.

What cannot be cleaned is sealed as it comes, if its sender would rather send it so than not. Knows to which keys, not whose
report it will be.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import uuid4

from cases.contents import MOST_FILE_NAME, FileNote
from cases.evidence.errors import FileTooLarge, Unscrubbable
from cases.evidence.files import FileStore
from cases.evidence.holding import Room, sliced
from cases.evidence.refusals import TooManyFiles, UploadTooLarge
from cases.evidence.scrubbing import scrub
from cases.evidence.uploads import (
    MOST_FILE_BYTES,
    MOST_FILES,
    MOST_SEALED_BYTES,
    TOKEN_BYTES,
    UploadKey,
    keep_whole,
    make_room,
)
from crypto.envelopes import Recipient
from crypto.streams import SealingStream

LONGEST_TYPE = 100
MOST_CLEANED_BYTES = 10 << 20  # a photograph of 48 megapixels; held twice while it is cleaned
_room = Room(160 << 20)


@dataclass(frozen=True)
class PostedFile:
    """A file that is sealed, whole and waiting, and what is said of it inside the report.

    removed: what was cleaned away, names of removed.WORDS; reason: why nothing was, a name of errors.REASONS, else "".
    """

    key: UploadKey
    note: FileNote = field(repr=False)
    removed: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A file that could not be cleaned and was not sent. reason: a name of errors.REASONS."""

    name: str = field(repr=False)
    reason: str


async def seal_posted(
    store: FileStore,
    recipients: Sequence[Recipient],
    name: str,
    media_type: str,
    pieces: AsyncIterator[bytes],
    today: date,
    *,
    sends_uncleaned: bool = False,
) -> PostedFile:
    """Clean one file and seal it. Raises Unscrubbable where that cannot be done, unless it is to be sent all the same.

    Raises UploadTooLarge, NoRoomForFiles besides; what was written of it is swept away later.
    """
    named = FileNote("", name[:MOST_FILE_NAME], media_type[:LONGEST_TYPE], 0)
    with _room.held() as front:
        is_whole = await front.fill(pieces, MOST_CLEANED_BYTES)
        try:
            if not is_whole:
                raise FileTooLarge
            cleaned = await scrub(front.content, name)
        except Unscrubbable as error:
            if not sends_uncleaned:
                raise
            as_it_came = await _keep(store, recipients, named, front.and_then(pieces), today)
            return replace(as_it_came, reason=error.reason)
    note = replace(named, media_type=cleaned.media_type, is_cleaned=True)
    return replace(await _keep(store, recipients, note, sliced(cleaned.data), today), removed=cleaned.removed)


def refuse_too_many(count: int) -> None:
    """Raises TooManyFiles."""
    if count > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)


async def _keep(
    store: FileStore, recipients: Sequence[Recipient], note: FileNote, pieces: AsyncIterator[bytes], today: date
) -> PostedFile:
    await make_room(store, MOST_FILE_BYTES)
    key = UploadKey(uuid4(), secrets.token_bytes(TOKEN_BYTES))
    sealing = _Sealing(SealingStream(recipients))
    await store.begin(key.id, today)
    size = await store.append(key.id, 0, sealing.sealed(pieces), most_bytes=MOST_SEALED_BYTES, day=today)
    await keep_whole(key, size, sealing.of_sealed.digest(), sealing.header, today)
    return PostedFile(
        key, replace(note, id=str(key.id), size_bytes=sealing.length, sha256=sealing.of_content.hexdigest())
    )


class _Sealing:
    """Digests of both sides while the bytes go by."""

    def __init__(self, stream: SealingStream) -> None:
        self._stream = stream
        self.header = stream.header
        self.of_content = hashlib.sha256()
        self.of_sealed = hashlib.sha256()

    @property
    def length(self) -> int:
        return self._stream.length

    async def sealed(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in pieces:
            if self._stream.length + len(piece) > MOST_FILE_BYTES:
                raise UploadTooLarge(megabytes=MOST_FILE_BYTES >> 20)
            self.of_content.update(piece)
            yield self._noted(self._stream.feed(piece))
        for last in self._stream.finish():
            yield self._noted(last)

    def _noted(self, sealed: bytes) -> bytes:
        self.of_sealed.update(sealed)
        return sealed
