"""Files of a form that came without scripts: sealed here as they arrive, in memory, and written sealed. Nothing is spooled.

Knows to which keys, not whose report it will be.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from cases.contents import MOST_FILE_NAME, FileNote
from cases.evidence.files import FileStore
from cases.evidence.refusals import TooManyFiles, UploadTooLarge
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


@dataclass(frozen=True)
class PostedFile:
    """A file that is sealed, whole and waiting, and what is said of it inside the report."""

    key: UploadKey
    note: FileNote = field(repr=False)


async def seal_posted(
    store: FileStore,
    recipients: Sequence[Recipient],
    name: str,
    media_type: str,
    pieces: AsyncIterator[bytes],
    today: date,
) -> PostedFile:
    """Seal one file while it comes. Raises UploadTooLarge, NoRoomForFiles; what was written of it is swept away later."""
    await make_room(store, MOST_FILE_BYTES)
    key = UploadKey(uuid4(), secrets.token_bytes(TOKEN_BYTES))
    sealing = _Sealing(SealingStream(recipients))
    await store.begin(key.id, today)
    size = await store.append(key.id, 0, sealing.sealed(pieces), most_bytes=MOST_SEALED_BYTES, day=today)
    await keep_whole(key, size, sealing.of_sealed.digest(), sealing.header, today)
    return PostedFile(key, sealing.note(str(key.id), name, media_type))


def refuse_too_many(count: int) -> None:
    """Raises TooManyFiles."""
    if count > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)


class _Sealing:
    """Digests of both sides while the bytes go by."""

    def __init__(self, stream: SealingStream) -> None:
        self._stream = stream
        self.header = stream.header
        self._of_content = hashlib.sha256()
        self.of_sealed = hashlib.sha256()

    async def sealed(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in pieces:
            if self._stream.length + len(piece) > MOST_FILE_BYTES:
                raise UploadTooLarge(megabytes=MOST_FILE_BYTES >> 20)
            self._of_content.update(piece)
            yield self._noted(self._stream.feed(piece))
        for last in self._stream.finish():
            yield self._noted(last)

    def note(self, file_id: str, name: str, media_type: str) -> FileNote:
        return FileNote(
            file_id, name[:MOST_FILE_NAME], media_type[:LONGEST_TYPE], self._stream.length, self._of_content.hexdigest()
        )

    def _noted(self, sealed: bytes) -> bytes:
        self.of_sealed.update(sealed)
        return sealed
