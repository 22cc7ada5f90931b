"""Imports asked for on a page: who waits, who is run next, and what of one that was cut off. Rows are the queue.

An import waits with its sealed file. Whoever runs it shows signs of life; one without any for a while is run again by
the next, from the start of its file: rows already in are met as unchanged, and counted as what they were.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any  # facts of an error
from uuid import UUID, uuid4

from cases.actors import Actor
from cases.errors import CaseError
from cases.evidence.files import FileStore
from cases.records.crew import reader_of
from cases.records.drafts import Draft, draft_of, drop_draft, remember_mapping
from cases.records.errors import DraftGone, FileUnreadable, ImportUnknown
from cases.records.importing import Order, StoreClaims, resume_import
from cases.records.previewing import Preview, preview_in
from cases.records.tables import Import
from crypto.vault import Vault
from surveys.outbox import write_tx

SIGN_SECONDS = 10.0
LEFT_AFTER = timedelta(seconds=45)


async def look_at(draft: Draft, chosen: Mapping[str, str] | None, encoding: str, language: str) -> Preview:
    """How an uploaded file would be read. Raises a child of FileUnreadable."""
    async with reader_of(draft.kind, draft.content, encoding) as reader:
        return preview_in(await reader.ask("preview", chosen, language))


async def header_of(draft: Draft, encoding: str = "") -> list[str]:
    """Raises a child of FileUnreadable."""
    async with reader_of(draft.kind, draft.content, encoding) as reader:
        return list(await reader.ask("header"))


async def ask_for_import(
    draft: Draft,
    actor: Actor | None,
    mapping: Mapping[str, str] | None,
    *,
    encoding: str = "",
    is_complete: bool = False,
) -> UUID:
    """Put an uploaded file in the queue; once only. Raises DraftGone."""
    import_id = uuid4()
    async with write_tx():
        if await Import.exists().where(Import.draft_id == draft.id):
            raise DraftGone
        await Import.insert(
            Import(
                id=import_id,
                kind=draft.kind,
                file_name=draft.file_name,
                actor_id=actor.id if actor else None,
                actor_name=actor.name[:100] if actor else "",
                at=datetime.now(UTC),
                state="waiting",
                draft_id=draft.id,
                encoding=encoding,
                mapping=json.dumps(dict(mapping)) if mapping is not None else "",
                is_complete=is_complete,
            )
        )
    return import_id


async def claim_next(now: datetime) -> UUID | None:
    """The import that waits longest, or was left by whoever ran it. Two processes never get the same one."""
    open_ones = (Import.state == "waiting") | ((Import.state == "running") & (Import.beat_at < now - LEFT_AFTER))
    row = await Import.objects().where(Import.draft_id.is_not_null(), open_ones).order_by(Import.at).first()
    return row.id if row is not None and await claim(row.id, now) else None


async def claim(import_id: UUID, now: datetime) -> bool:
    """Whether it is ours to run now."""
    open_ones = (Import.state == "waiting") | ((Import.state == "running") & (Import.beat_at < now - LEFT_AFTER))
    async with write_tx():
        mine = (
            await Import.update({Import.state: "running", Import.beat_at: datetime.now(UTC)})
            .where(Import.id == import_id, open_ones)
            .returning(Import.id)
        )
    return bool(mine)


async def run_import(import_id: UUID, vault: Vault, store: FileStore, store_claims: StoreClaims) -> None:
    """Run a claimed import to its end; a file that cannot be read ends it with the reason in the history."""
    row = await Import.objects().where(Import.id == import_id).first()
    if row is None or row.draft_id is None:
        raise ImportUnknown
    mapping = json.loads(row.mapping) if row.mapping else None
    signs = asyncio.create_task(_show_signs_of_life(import_id))
    try:
        draft = await draft_of(row.draft_id, vault, store)
        order = Order(draft.kind, draft.content, mapping, row.encoding, row.is_complete)
        await resume_import(import_id, order, vault, None, store_claims)
        if mapping is not None:
            await remember_mapping(draft.kind, await header_of(draft, row.encoding), mapping, vault)
    except (FileUnreadable, DraftGone) as error:
        await _fail(import_id, type(error).__name__, error.facts)
    finally:
        signs.cancel()
        await asyncio.gather(signs, return_exceptions=True)
    await drop_draft(row.draft_id, store)


async def _show_signs_of_life(import_id: UUID) -> None:
    while True:
        await asyncio.sleep(SIGN_SECONDS)
        async with write_tx():
            await Import.update({Import.beat_at: datetime.now(UTC)}).where(Import.id == import_id)


async def give_up(import_id: UUID) -> None:
    """End an import that failed in a way nobody foresaw. Its rows so far stay, its file goes with the next sweep."""
    await _fail(import_id, CaseError.__name__, {})


async def _fail(import_id: UUID, name: str, facts: Mapping[str, Any]) -> None:
    failure = json.dumps({"error": name, "facts": dict(facts)})
    async with write_tx():
        await Import.update({Import.state: "failed", Import.failure: failure}).where(Import.id == import_id)
