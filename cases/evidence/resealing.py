"""Seals a stored file anew, to other people: its reporter thought again about who may read. The old one is swept away."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID, uuid4

from piccolo.columns import Column

from cases.evidence.files import FileStore
from cases.evidence.reading import opened_pieces
from cases.evidence.rows import evidence_rows
from cases.evidence.uploads import MOST_SEALED_BYTES, TOKEN_BYTES, UploadKey, keep_whole, upload_of, whole_uploads
from cases.keysets import ReadersChanged
from cases.tables import EvidenceFile, Upload
from cases.timeline import note_change
from crypto.envelopes import Recipient, content_key_in
from crypto.keys import KeyPair
from crypto.streams import SealingStream


@dataclass(frozen=True)
class Resealed:
    """Where a file lies now."""

    evidence: UUID
    file: UUID
    size_bytes: int
    digest: bytes
    header: bytes


async def reseal(
    store: FileStore, row: EvidenceFile, pair: KeyPair, recipients: Sequence[Recipient], today: date
) -> Resealed:
    """Open with the reporter's key and seal again, piece by piece; no row is changed yet. Raises EvidenceDamaged."""
    file_id, sha, stream = uuid4(), hashlib.sha256(), SealingStream(recipients)

    async def pieces() -> AsyncIterator[bytes]:
        async for piece in opened_pieces(store, row, partial(content_key_in, pair=pair)):
            yield stream.feed(piece)
        for last in stream.finish():
            yield last

    async def noted() -> AsyncIterator[bytes]:
        async for piece in pieces():
            sha.update(piece)
            yield piece

    await store.begin(file_id, today)
    size = await store.append(file_id, 0, noted(), most_bytes=MOST_SEALED_BYTES, day=today)
    return Resealed(row.id, file_id, size, sha.digest(), stream.header)


async def fitting_uploads(
    store: FileStore, keys: Sequence[UploadKey], pair: KeyPair, recipients: Sequence[Recipient], today: date
) -> list[Upload]:
    """The uploads a form names, sealed to exactly these keys: where the reporter chose other readers since, sealed anew.

    Raises TooManyFiles, UploadUnknown, EvidenceDamaged.
    """
    try:
        return await whole_uploads(keys, recipients)
    except ReadersChanged:
        return [await _fitting(store, key, pair, recipients, today) for key in keys]


async def _fitting(
    store: FileStore, key: UploadKey, pair: KeyPair, recipients: Sequence[Recipient], today: date
) -> Upload:
    (row,) = evidence_rows([await upload_of(key)], key.id, None, today)  # as it would lie there; never written
    one = await reseal(store, row, pair, recipients, today)
    fitting = UploadKey(one.file, secrets.token_bytes(TOKEN_BYTES))
    await keep_whole(fitting, one.size_bytes, one.digest, one.header, today)
    return await upload_of(fitting)


async def move_evidence(resealed: Resealed, today: date) -> None:
    """From now on the row names the new file. Needs write_tx()."""
    values: dict[Column | str, object] = {
        EvidenceFile.file: resealed.file,
        EvidenceFile.size_bytes: resealed.size_bytes,
        EvidenceFile.digest: resealed.digest,
        EvidenceFile.header: resealed.header,
    }
    await EvidenceFile.update(values).where(EvidenceFile.id == resealed.evidence)
    await note_change(EvidenceFile, resealed.evidence, today)
