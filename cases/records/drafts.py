"""Files between upload and the end of their import, and mappings remembered for the next file with the same header.

A file rests sealed on the disk under a key of its own, opens for whoever uploaded it only, and goes when it was imported,
discarded, or a day old.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from cases.evidence.files import FileStore
from cases.records.content import SealedOnDisk
from cases.records.contract import KINDS, Kind
from cases.records.dates import day_of
from cases.records.errors import DraftGone, KindUnknown
from cases.records.headers import header_key
from cases.records.tables import Import, ImportDraft, ImportFormer, SavedMapping
from crypto.envelopes import Recipient
from crypto.keys import KEY_BYTES, key_pair_of
from crypto.streams import SealingStream
from crypto.vault import Vault
from surveys.errors import FormTooLarge
from surveys.outbox import write_tx

DRAFT_LIVES = timedelta(days=1)
REFUSALS_LIVE = timedelta(days=30)
UNDO_LIVES = timedelta(days=30)
DRAFT_COLUMN = "import_draft"
HEADER_LABEL = "import_header"
MOST_BYTES = 512 << 20


@dataclass(frozen=True)
class Draft:
    """One uploaded file, ready to be opened."""

    id: UUID
    kind: Kind
    file_name: str
    content: SealedOnDisk


@dataclass(frozen=True)
class SealedUpload:
    """A file on its way in: sealed on the disk, not yet in the database."""

    id: UUID
    key: bytes
    size_bytes: int

    def content(self, store: FileStore) -> SealedOnDisk:
        return SealedOnDisk(store.path_of(self.id), self.key, self.size_bytes)


def draft_store(files: FileStore) -> FileStore:
    """Where drafts lie: beside the sealed files of reports, and apart from them."""
    return FileStore(files.folder / "imports")


def kind_named(text: str) -> Kind:
    """Raises KindUnknown."""
    for kind in KINDS:
        if kind == text:
            return kind
    raise KindUnknown


async def seal_upload(pieces: AsyncIterator[bytes], store: FileStore, most_bytes: int = MOST_BYTES) -> SealedUpload:
    """Seal a file as it comes. Raises FormTooLarge; then nothing of it is left."""
    file_id, key, day = uuid4(), os.urandom(KEY_BYTES), day_of(datetime.now(UTC))
    stream = SealingStream([Recipient(key_pair_of(key).public, "recipient")])

    async def sealed() -> AsyncIterator[bytes]:
        async for piece in pieces:
            if stream.length + len(piece) > most_bytes:
                raise FormTooLarge(megabytes=most_bytes >> 20)
            yield stream.feed(piece)
        for last in stream.finish():
            yield last

    await store.begin(file_id, day)
    try:
        await store.append(file_id, 0, sealed(), most_bytes=2 * most_bytes, day=day)
    except BaseException:
        await store.remove(file_id)
        raise
    return SealedUpload(file_id, key, stream.length)


async def keep_draft(kind: Kind, file_name: str, upload: SealedUpload, actor_id: UUID | None, vault: Vault) -> UUID:
    """Note an uploaded file and its key."""
    draft = ImportDraft(
        id=upload.id,
        kind=kind,
        file_name=file_name[:200],
        sealed_key=vault.seal_bytes(DRAFT_COLUMN, upload.key),
        size_bytes=upload.size_bytes,
        actor_id=actor_id,
        at=datetime.now(UTC),
    )
    async with write_tx():
        await ImportDraft.insert(draft)
    return upload.id


async def open_draft(draft_id: UUID, actor_id: UUID, vault: Vault, store: FileStore) -> Draft:
    """Raises DraftGone for a draft that is gone or being imported, and the same for one that is somebody else's."""
    row = await ImportDraft.objects().where(ImportDraft.id == draft_id, ImportDraft.actor_id == actor_id).first()
    if row is None or await Import.exists().where(Import.draft_id == draft_id):
        raise DraftGone
    return _draft(row, vault, store)


async def draft_of(draft_id: UUID, vault: Vault, store: FileStore) -> Draft:
    """For whoever runs the import. Raises DraftGone."""
    row = await ImportDraft.objects().where(ImportDraft.id == draft_id).first()
    if row is None:
        raise DraftGone
    return _draft(row, vault, store)


def _draft(row: ImportDraft, vault: Vault, store: FileStore) -> Draft:
    path = store.path_of(row.id)
    if not path.exists():
        raise DraftGone
    key = vault.open_bytes(DRAFT_COLUMN, bytes(row.sealed_key))
    return Draft(row.id, kind_named(row.kind), row.file_name, SealedOnDisk(path, key, row.size_bytes))


async def discard_draft(draft_id: UUID, actor_id: UUID, store: FileStore) -> None:
    """Of whoever uploaded it."""
    if await ImportDraft.exists().where(ImportDraft.id == draft_id, ImportDraft.actor_id == actor_id):
        await drop_draft(draft_id, store)


async def drop_draft(draft_id: UUID, store: FileStore) -> None:
    """The row first: a file without a row is swept, a row without a file is DraftGone."""
    async with write_tx():
        await ImportDraft.delete().where(ImportDraft.id == draft_id)
        await Import.update({Import.draft_id: None}).where(Import.draft_id == draft_id)
    await store.remove(draft_id)


async def sweep_imports(now: datetime, store: FileStore) -> None:
    """Forget what has been kept long enough: drafts nobody came back for, refused values, rows from before an import."""
    async with write_tx():
        waiting = await Import.select(Import.draft_id).where(
            Import.draft_id.is_not_null(), Import.state.is_in(["waiting", "running"])
        )
        busy = [row["draft_id"] for row in waiting]
        old = await ImportDraft.select(ImportDraft.id).where(ImportDraft.at < now - DRAFT_LIVES)
        gone = [row["id"] for row in old if row["id"] not in busy]
        if gone:
            await ImportDraft.delete().where(ImportDraft.id.is_in(gone))
        await Import.update({Import.sealed_refusals: None}).where(
            Import.at < now - REFUSALS_LIVE, Import.sealed_refusals.is_not_null()
        )
        past = Import.select(Import.id).where(Import.at < now - UNDO_LIVES)
        await ImportFormer.delete().where(ImportFormer.import_id.is_in(past))
    kept = {row["id"] for row in await ImportDraft.select(ImportDraft.id)}
    for file_id, day in await store.stored():
        if file_id not in kept and (file_id in gone or day < day_of(now - DRAFT_LIVES)):
            await store.remove(file_id)


async def remembered_mapping(kind: Kind, names: Sequence[str], vault: Vault) -> dict[str, str] | None:
    """What was chosen when a file with this header was last imported."""
    found = await SavedMapping.select(SavedMapping.mapping).where(
        SavedMapping.kind == kind, SavedMapping.fingerprint == _fingerprint(names, vault)
    )
    return dict(json.loads(found[0]["mapping"])) if found else None


async def remember_mapping(kind: Kind, names: Sequence[str], mapping: Mapping[str, str], vault: Vault) -> None:
    """Keep a mapping, columns left out included, for the next file with the same header."""
    saved = SavedMapping(
        id=uuid4(),
        kind=kind,
        fingerprint=_fingerprint(names, vault),
        sealed_header=vault.seal(HEADER_LABEL, _text_of(names)),
        mapping=json.dumps(dict(mapping)),
    )
    async with write_tx():
        await SavedMapping.insert(saved).on_conflict(
            (SavedMapping.kind, SavedMapping.fingerprint), "DO UPDATE", (SavedMapping.mapping,)
        )


def _fingerprint(names: Sequence[str], vault: Vault) -> bytes:
    return vault.token(HEADER_LABEL, _text_of(names))


def _text_of(names: Sequence[str]) -> str:
    return "\x1f".join(map(header_key, names))
