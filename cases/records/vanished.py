"""Records that a complete file no longer holds: marked as deleted with the day, never lost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any  # keys are texts, or an account's token

from cases.records.contract import Kind
from cases.records.crew import Helper
from cases.records.dates import day_of
from cases.records.formers import keep_formers
from cases.records.ledger import Ledger
from cases.records.paging import pages
from cases.records.storing import SHELVES
from surveys.outbox import write_tx

AT_ONCE = 5000
CAN_BE_COMPLETE: tuple[Kind, ...] = ("orders", "payments", "leads", "salespeople")


async def take_as_gone(kind: Kind, reader: Helper, ledger: Ledger) -> int:
    """How many records the file held neither in a good row nor in a refused one. A dry run marks none of them."""
    shelf = SHELVES[kind]
    key = shelf.key_column._meta.name
    columns: Any = shelf.table  # its columns are attributes Piccolo makes
    gone = 0
    async for rows in pages(shelf.table, AT_ONCE, columns.deleted_on.is_null()):
        held = await reader.ask("held", [row[key] for row in rows])
        missing = [row[key] for row, is_held in zip(rows, held, strict=True) if not is_held]
        if missing and ledger.import_id is not None:
            await _mark(kind, missing, ledger)
        gone += len(missing)
    return gone


async def _mark(kind: Kind, keys: list[Any], ledger: Ledger) -> None:
    """The hash goes, so that a record that turns up again is taken as changed."""
    shelf = SHELVES[kind]
    assert ledger.import_id is not None  # a dry run marks nothing
    table: Any = shelf.table
    values = {
        table.deleted_on: day_of(datetime.now(UTC)),
        table.content_hash: b"",
        table.import_id: ledger.import_id,
    }
    if kind == "orders":
        values[table.status] = "deleted"
    async with write_tx():
        await keep_formers(kind, keys, ledger.import_id, ledger.vault)
        await table.update(values).where(shelf.key_column.is_in(keys))
        await ledger.note_deleted(len(keys))
