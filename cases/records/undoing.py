"""Takes an import back: rows it changed are as they were, rows it brought are gone. Only while nothing later rests on them.

By chunks, each a transaction; one that was cut off goes on where it stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any  # tables' columns are attributes Piccolo makes
from uuid import UUID

from cases.records.bulk import write_columns
from cases.records.contacts import forget_contact_changes
from cases.records.contract import Kind
from cases.records.dates import COMPANY_ZONE
from cases.records.drafts import UNDO_LIVES, kind_named
from cases.records.errors import ImportUnknown, UndoBlocked, UndoImpossible, UndoTooLate
from cases.records.formers import opened, some_formers
from cases.records.ledger import ask_for_checks
from cases.records.paging import pages
from cases.records.storing import SHELVES
from cases.records.tables import Import, ImportFormer
from crypto.vault import Vault
from surveys.outbox import write_tx

AT_ONCE = 2000
LEFT_AFTER = timedelta(seconds=45)
ENDED = ("done", "stopped", "failed")
NAMED = 5  # imports that stand in the way


@dataclass(frozen=True)
class Undone:
    """How many rows went, and how many are as they were before."""

    removed: int
    restored: int


async def check_undoable(import_id: UUID, now: datetime) -> Kind:
    """Raises ImportUnknown, UndoImpossible, UndoTooLate, or UndoBlocked with the imports that came after."""
    row = await Import.objects().where(Import.id == import_id).first()
    if row is None:
        raise ImportUnknown
    if not _can_be(row):
        raise UndoImpossible
    if row.state != "undoing" and now - row.at > UNDO_LIVES:
        raise UndoTooLate(days=UNDO_LIVES.days)
    later = await _later_than(import_id)
    if later:
        raise UndoBlocked(imports="; ".join(later))
    return kind_named(row.kind)


async def is_undoable(import_id: UUID) -> bool:
    """Whether it is worth a button; what stands in the way is said when it is pressed."""
    row = await Import.objects().where(Import.id == import_id).first()
    return row is not None and _can_be(row) and row.state != "undoing" and datetime.now(UTC) - row.at <= UNDO_LIVES


async def undo_import(import_id: UUID, vault: Vault, actor_name: str = "") -> Undone:
    """Raises what `check_undoable` raises; then nothing was changed."""
    kind = await _mark(import_id, actor_name, datetime.now(UTC))
    return await _undo(import_id, kind, vault)


async def ask_for_undo(import_id: UUID, actor_name: str) -> None:
    """The same, done by whoever looks after imports: a million rows take longer than a page."""
    await _mark(import_id, actor_name, datetime.now(UTC) - 2 * LEFT_AFTER)


async def _mark(import_id: UUID, actor_name: str, beat_at: datetime) -> Kind:
    async with write_tx():
        kind = await check_undoable(import_id, datetime.now(UTC))
        await Import.update(
            {Import.state: "undoing", Import.beat_at: beat_at, Import.undone_by: actor_name[:100]}
        ).where(Import.id == import_id)
    return kind


async def continue_undoing(now: datetime, vault: Vault) -> None:
    """Go on with what was asked for or cut off."""
    rows = await Import.select(Import.id, Import.kind).where(
        Import.state == "undoing", Import.beat_at < now - LEFT_AFTER
    )
    for row in rows:
        await _undo(row["id"], kind_named(row["kind"]), vault)


def _can_be(row: Import) -> bool:
    return row.kind != "claims" and row.state in (*ENDED, "undoing")


async def _undo(import_id: UUID, kind: Kind, vault: Vault) -> Undone:
    restored = await _restore(import_id, kind, vault)
    removed = await _remove(import_id, kind)
    async with write_tx():
        await Import.update({Import.state: "undone"}).where(Import.id == import_id)
        await forget_contact_changes(import_id)
        await ask_for_checks(import_id, kind, "undo")
    return Undone(removed, restored)


async def _later_than(import_id: UUID) -> list[str]:
    """Files and moments of the imports that changed rows of this one."""
    after = ImportFormer.select(ImportFormer.import_id).where(
        ImportFormer.former_import_id == import_id, ImportFormer.import_id != import_id
    )
    rows = await Import.objects().where(Import.id.is_in(after)).order_by(Import.at, ascending=False).limit(NAMED)
    return [f"{row.file_name} ({row.at.astimezone(COMPANY_ZONE):%Y-%m-%d %H:%M})" for row in rows]


async def _restore(import_id: UUID, kind: Kind, vault: Vault) -> int:
    shelf, restored = SHELVES[kind], 0
    while True:
        async with write_tx():
            formers = await some_formers(import_id)
            if not formers:
                return restored
            rows = [opened(bytes(former["sealed_former"]), vault) for former in formers]
            await write_columns(shelf.table, shelf.key_column, list(zip(*rows, strict=True)), changed_only=False)
            await ImportFormer.delete().where(ImportFormer.id.is_in([former["id"] for former in formers]))
            await _show_life(import_id)
        restored += len(formers)


async def _remove(import_id: UUID, kind: Kind) -> int:
    """What still bears the import's name when every former row is back was brought by it."""
    table: Any = SHELVES[kind].table
    removed = 0
    async for rows in pages(table, AT_ONCE, table.import_id == import_id, only=[table.id]):
        async with write_tx():
            await table.delete().where(table.id.is_in([row["id"] for row in rows]))
            await _show_life(import_id)
        removed += len(rows)
    return removed


async def _show_life(import_id: UUID) -> None:
    await Import.update({Import.beat_at: datetime.now(UTC)}).where(Import.id == import_id)
