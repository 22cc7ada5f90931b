"""Files uploaded for an import, as the page keeps them: sealed on the disk, a row beside them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

from cases.evidence.files import FileStore
from cases.records.contract import Kind
from cases.records.drafts import draft_store, keep_draft, seal_upload
from crypto.vault import Vault
from portal.settings import Settings


async def kept_draft(data: bytes, actor_id: UUID, vault: Vault, settings: Settings, kind: Kind = "orders") -> UUID:
    upload = await seal_upload(pieces_of(data), store_of(settings))
    return await keep_draft(kind, f"{kind}.csv", upload, actor_id, vault)


def store_of(settings: Settings) -> FileStore:
    return draft_store(FileStore(settings.files_folder))


async def pieces_of(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 65_536):
        yield data[start : start + 65_536]
