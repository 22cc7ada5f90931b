"""Clues' indexes, put aside while a table fills for the first time. On PostgreSQL nothing is, but the table is looked at anew.

Each row of a table with six indexes touches six pages all over the file: a million orders wrote 20 GB. Built at the end
they take a second each or less: sorted in runs that fit a core's cache, by a thread beside the one that reads the table.
Both take a file for the runs; in memory SQLite sorts an index as one list (nine indexes of a million orders: 10 s and
146 MB, by runs 5 s and 61 MB). Whoever died in between leaves indexes missing; `mend_indexes` says what to do about it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any  # a connection of the driver

from piccolo.table import Table

from cases.records.bulk import Columns, is_said, names_of, rows_ever, rows_in
from cases.records.storing import SHELVES
from cases.records.tables import INDEXES, Import
from surveys.outbox import write_tx

MANY_ROWS = 5_000
SILENT_FOR = timedelta(minutes=2)
ROOM_KIB = 32_768
LOG_PAGES = 8_000
_USUAL = ("cache_size=-2000", "wal_autocheckpoint=1000", "threads=0", "temp_store=MEMORY")
_SORTING = ("cache_size=-4000", f"wal_autocheckpoint={LOG_PAGES}", "threads=1", "temp_store=FILE")


@dataclass(frozen=True)
class Index:
    """One of INDEXES."""

    statement: str

    @property
    def name(self) -> str:
        return self.statement.split()[2]

    @property
    def column(self) -> str:
        """The first, which is the only one where rows without a value are left out."""
        return self.statement.split("(")[1].split(")")[0].split(",")[0]

    @property
    def is_partial(self) -> bool:
        return " WHERE " in self.statement


class Filling:
    """One table while one import writes to it."""

    def __init__(self, table: type[Table], rows_before: int) -> None:
        self._table = table
        self._rows_before = rows_before
        self._written = 0
        self._standing = _indexes_of(table) if table._meta.db.engine_type == "sqlite" else []

    @property
    def is_other_than_before(self) -> bool:
        """Whether PostgreSQL's idea of the table no longer fits: by itself it looks again within a minute, and plans
        until then as for an empty one (166 ms a claim instead of 4)."""
        return self._written >= MANY_ROWS

    async def holds_others(self) -> bool:
        """Whether rows may be there that this import did not write. None are where it began with an empty table and each
        row so far is one of its own; so it need not ask for the numbers that its file says next."""
        return bool(self._rows_before) or await rows_ever(self._table) != self._written

    async def wrote(self, columns: Columns) -> None:
        """To be told after each chunk: once most of the table is new, its indexes are put aside. One that leaves out
        rows without a value stands as long as no row has any: it costs nothing, and is there at the end."""
        self._written += rows_in(columns)
        if not columns or not self._standing or self._written < max(MANY_ROWS, self._rows_before):
            return
        named = dict(zip(names_of(self._table), columns, strict=True))
        for index in [one for one in self._standing if not one.is_partial or is_said(named[one.column])]:
            self._standing.remove(index)
            await _run(self._table, f"DROP INDEX IF EXISTS {index.name}")


@asynccontextmanager
async def filling(table: type[Table]) -> AsyncIterator[Filling]:
    """Room for many pages while the block lasts, and every index in its place after it."""
    if table._meta.db.engine_type != "sqlite":
        filled = Filling(table, 0)
        yield filled
        if filled.is_other_than_before:
            await _run(table, f"ANALYZE {table._meta.tablename}")
        return
    await mend_indexes(table)
    await _set(table, f"cache_size=-{ROOM_KIB}", f"wal_autocheckpoint={LOG_PAGES}")
    try:
        yield Filling(table, await table.count())
    finally:
        await mend_indexes(table)
        await _set(table, *_USUAL, "shrink_memory")


async def mend_indexes(*tables: type[Table]) -> None:
    """Build what is missing, one index a transaction, so that nobody waits longer than for one."""
    for table in tables or tuple(shelf.table for shelf in SHELVES.values()):
        if table._meta.db.engine_type != "sqlite":
            return
        there = {row["name"] for row in await table.raw("SELECT name FROM sqlite_master WHERE type = 'index'")}
        missing = [index.statement for index in _indexes_of(table) if index.name not in there]
        if missing:
            await _build(table, missing)


async def _build(table: type[Table], missing: list[str]) -> None:
    await _set(table, *_SORTING)
    try:
        for statement in missing:
            await _run(table, statement)
    finally:
        await _set(table, *_USUAL)


async def mend_if_idle(now: datetime) -> None:
    """Unless somebody is filling a table just now: for the server's start, and from time to time."""
    if not await Import.exists().where(Import.state == "running", Import.beat_at > now - SILENT_FOR):
        await mend_indexes()


def _indexes_of(table: type[Table]) -> list[Index]:
    """Those that only speed up."""
    on = f" ON {table._meta.tablename} ("
    return [Index(text) for text in INDEXES if on in text and text.startswith("CREATE INDEX ")]


async def _run(table: type[Table], statement: str) -> None:
    async with write_tx():
        await _connection(table).execute(statement)


async def _set(table: type[Table], *settings: str) -> None:
    """Of the one writing connection."""
    async with write_tx():
        for setting in settings:
            await (await _connection(table).execute(f"PRAGMA {setting}")).close()


def _connection(table: type[Table]) -> Any:
    transaction = table._meta.db.current_transaction.get()
    assert transaction is not None  # write_tx() has just opened it
    return transaction.connection
