"""Files on their way, sealed by whoever sends them: begun, continued after a break, whole. Nobody's until a report names them.

An upload is a capability: whoever has its token may go on, and may say later to which report it belongs.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from piccolo.columns import Column
from piccolo.query.functions import Sum

from cases.evidence.files import FileStore
from cases.evidence.refusals import NoRoomForFiles, TooManyFiles, UploadTooLarge, UploadUnfit, UploadUnknown
from cases.keysets import refuse_other_keys
from cases.tables import EvidenceFile, Upload
from crypto.chunks import sealed_length
from crypto.envelopes import Recipient
from crypto.errors import EnvelopeError
from crypto.headers import Header, header_length, parse_header
from crypto.padding import file_bucket
from crypto.streams import MOST_HEADER_BYTES, refuse_unpadded
from surveys.outbox import write_tx

MOST_FILE_BYTES = 200 << 20  # of content
MOST_FILES = 20  # with one report or message
MOST_WAITING_BYTES = 8 << 30  # of all uploads that no report has named yet
MOST_SEALED_BYTES = MOST_HEADER_BYTES + sealed_length(file_bucket(MOST_FILE_BYTES))
LEAST_SEALED_BYTES = header_length(1) + sealed_length(file_bucket(0))
TOKEN_BYTES = 32
GRACE_SECONDS = 60.0  # far longer than storing a report takes


@dataclass(frozen=True)
class UploadKey:
    """What opens one upload: its id, and the token its sender chose."""

    id: UUID
    token: bytes = field(repr=False)


@dataclass(frozen=True)
class Progress:
    received_bytes: int
    is_whole: bool


async def begin_upload(store: FileStore, size_bytes: int, token: bytes, today: date) -> UUID:
    """Make room for a sealed file of that length. Raises UploadTooLarge, NoRoomForFiles."""
    if not LEAST_SEALED_BYTES <= size_bytes <= MOST_SEALED_BYTES:
        raise UploadTooLarge(megabytes=MOST_FILE_BYTES >> 20)
    await make_room(store, size_bytes)
    row = Upload(id=uuid4(), token_digest=token_digest(token), size_bytes=size_bytes, digest=None, begun_on=today)
    async with write_tx():
        await Upload.insert(row)
    await store.begin(row.id, today)
    return UUID(str(row.id))


async def receive_piece(store: FileStore, key: UploadKey, offset: int, pieces: AsyncIterator[bytes]) -> Progress:
    """Go on with an upload; when the last byte is here it is checked, as far as nobody's key is needed.

    Raises UploadUnknown, PieceElsewhere, UploadUnfit (the upload is gone then).
    """
    row = await upload_of(key)
    if row.digest is not None:
        return Progress(row.size_bytes, True)
    size = await store.append(row.id, offset, pieces, most_bytes=row.size_bytes, day=row.begun_on)
    if size < row.size_bytes:
        return Progress(size, False)
    await _finish(store, row)
    return Progress(size, True)


async def progress(store: FileStore, key: UploadKey) -> Progress:
    """How much of it is here. Raises UploadUnknown."""
    row = await upload_of(key)
    return Progress(await store.size(row.id), row.digest is not None)


async def upload_of(key: UploadKey) -> Upload:
    """Raises UploadUnknown, whatever is wrong."""
    row = await Upload.objects().where(Upload.id == key.id).first()
    if row is None or not hmac.compare_digest(bytes(row.token_digest), token_digest(key.token)):
        raise UploadUnknown
    return row


async def whole_uploads(keys: Sequence[UploadKey], recipients: Sequence[Recipient]) -> list[Upload]:
    """The uploads a report or message names, each whole and sealed to exactly these keys.

    Raises TooManyFiles, UploadUnknown, ReadersChanged.
    """
    if len(keys) > MOST_FILES or len({key.id for key in keys}) < len(keys):
        raise TooManyFiles(most=MOST_FILES)
    rows = [await upload_of(key) for key in keys]
    for row in rows:
        if row.digest is None or await EvidenceFile.exists().where(EvidenceFile.id == row.id):
            raise UploadUnknown
        refuse_other_keys(parse_header(bytes(row.header)), recipients)
    return rows


async def keep_whole(key: UploadKey, size_bytes: int, digest: bytes, header: bytes, today: date) -> None:
    """Enter a file that the server sealed itself; it is on the disk already."""
    row = Upload(id=key.id, token_digest=token_digest(key.token), size_bytes=size_bytes, begun_on=today)
    row.digest, row.header = digest, header
    async with write_tx():
        await Upload.insert(row)


def token_digest(token: bytes) -> bytes:
    return hashlib.blake2b(token, digest_size=32, person=b"bl-upload-token1").digest()


async def _finish(store: FileStore, row: Upload) -> None:
    try:
        header = parse_header(await store.front(row.id, MOST_HEADER_BYTES))
        refuse_unfit_file(header, row.size_bytes)
    except EnvelopeError as error:
        async with write_tx():
            await Upload.delete().where(Upload.id == row.id)
        await store.remove(row.id)
        raise UploadUnfit(fault=error.facts["fault"]) from error
    digest = await store.digest(row.id)
    async with write_tx():
        values: dict[Column | str, object] = {Upload.digest: digest, Upload.header: header.to_bytes()}
        await Upload.update(values).where(Upload.id == row.id)


def refuse_unfit_file(header: Header, size_bytes: int) -> None:
    """Raises EnvelopeError for what is no file envelope of that length."""
    if header.padding != "file":
        raise EnvelopeError("unknown-flags")
    refuse_unpadded(size_bytes - header.size_bytes)


async def make_room(store: FileStore, size_bytes: int) -> None:
    """Let go of waiting uploads where there are too many: of earlier days first, then of any. Raises NoRoomForFiles.

    Refusing instead would let one flood keep everybody's files out for two days; a report names its files within minutes,
    and a browser whose upload is gone sends it again.
    """
    await _see_off(store)
    excess = await _waiting_bytes() + size_bytes - MOST_WAITING_BYTES
    if excess > 0:
        rows = await Upload.select(Upload.id, Upload.size_bytes, Upload.begun_on)
        for row in sorted(rows, key=lambda row: (row["begun_on"], secrets.randbits(32))):
            if excess <= 0:
                break
            await _let_go(store, row["id"])
            excess -= row["size_bytes"]
    if not await store.has_room_for(size_bytes):
        raise NoRoomForFiles


async def _let_go(store: FileStore, upload_id: UUID) -> None:
    """The row at once. The file a minute later, and only if no report that was on its way has taken it meanwhile."""
    async with write_tx():
        await Upload.delete().where(Upload.id == upload_id)
    store.leaving[upload_id] = time.monotonic()


async def _see_off(store: FileStore) -> None:
    """Files whose minute is over. Those of a process that ended meanwhile are the sweeper's."""
    due = [file for file, since in store.leaving.items() if time.monotonic() - since > GRACE_SECONDS]
    for file in due:
        del store.leaving[file]
        if not await EvidenceFile.exists().where(EvidenceFile.file == file):
            await store.remove(file)


async def _waiting_bytes() -> int:
    found = await Upload.select(Sum(Upload.size_bytes)).first()
    return int(found["sum"] or 0) if found else 0
