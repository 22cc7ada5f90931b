"""Files between upload and confirmation, and mappings remembered for the next file with the same header.

A file rests sealed, opens for whoever uploaded it only, and goes when it was imported, discarded, or a day old.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from cases.records.contract import KINDS, Kind
from cases.records.errors import DraftGone, KindUnknown
from cases.records.headers import Header, header_key
from cases.records.tables import Import, ImportDraft, SavedMapping
from crypto.vault import Vault
from surveys.outbox import write_tx

DRAFT_LIVES = timedelta(days=1)
REFUSALS_LIVE = timedelta(days=30)
DRAFT_COLUMN = "import_draft"
HEADER_LABEL = "import_header"


@dataclass(frozen=True)
class Draft:
    """One uploaded file, opened."""

    id: UUID
    kind: Kind
    file_name: str
    data: bytes = field(repr=False)


def kind_named(text: str) -> Kind:
    """Raises KindUnknown."""
    for kind in KINDS:
        if kind == text:
            return kind
    raise KindUnknown


async def keep_draft(kind: Kind, file_name: str, data: bytes, actor_id: UUID, vault: Vault) -> UUID:
    """Seal an uploaded file; also forget what nobody came back for."""
    now = datetime.now(UTC)
    sealed = await asyncio.to_thread(vault.seal_bytes, DRAFT_COLUMN, data)
    draft_id = uuid4()
    async with write_tx():
        await ImportDraft.delete().where(ImportDraft.at < now - DRAFT_LIVES)
        await Import.update({Import.sealed_refusals: None}).where(
            Import.at < now - REFUSALS_LIVE, Import.sealed_refusals.is_not_null()
        )
        await ImportDraft.insert(
            ImportDraft(
                id=draft_id, kind=kind, file_name=file_name[:200], sealed_file=sealed, actor_id=actor_id, at=now
            )
        )
    return draft_id


async def open_draft(draft_id: UUID, actor_id: UUID, vault: Vault) -> Draft:
    """Raises DraftGone for a draft that is gone, and the same for one that is somebody else's."""
    row = await ImportDraft.objects().where(ImportDraft.id == draft_id, ImportDraft.actor_id == actor_id).first()
    if row is None:
        raise DraftGone
    data = await asyncio.to_thread(vault.open_bytes, DRAFT_COLUMN, bytes(row.sealed_file))
    return Draft(draft_id, kind_named(row.kind), row.file_name, data)


async def drop_draft(draft_id: UUID, actor_id: UUID) -> None:
    async with write_tx():
        await ImportDraft.delete().where(ImportDraft.id == draft_id, ImportDraft.actor_id == actor_id)


async def remembered_mapping(kind: Kind, header: Header, vault: Vault) -> dict[str, str] | None:
    """What was chosen when a file with this header was last imported."""
    found = await SavedMapping.select(SavedMapping.mapping).where(
        SavedMapping.kind == kind, SavedMapping.fingerprint == _fingerprint(header, vault)
    )
    return dict(json.loads(found[0]["mapping"])) if found else None


async def remember_mapping(kind: Kind, header: Header, mapping: Mapping[str, str], vault: Vault) -> None:
    """Keep a mapping, columns left out included, for the next file with the same header."""
    saved = SavedMapping(
        id=uuid4(),
        kind=kind,
        fingerprint=_fingerprint(header, vault),
        sealed_header=vault.seal(HEADER_LABEL, _text_of(header)),
        mapping=json.dumps(dict(mapping)),
    )
    async with write_tx():
        await SavedMapping.insert(saved).on_conflict(
            (SavedMapping.kind, SavedMapping.fingerprint), "DO UPDATE", (SavedMapping.mapping,)
        )


def _fingerprint(header: Header, vault: Vault) -> bytes:
    return vault.token(HEADER_LABEL, _text_of(header))


def _text_of(header: Header) -> str:
    return "\x1f".join(map(header_key, header.names))
