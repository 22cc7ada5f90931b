"""Takes the order of arrival out of the database: what came without a name is written anew, day by day, in random order.

Called by the clock, at the start and at the end of a server, never by an arrival. Changes no value of any row. Decision 0015.
"""

from __future__ import annotations

# ruff: noqa: S608  # statements are made of names of tables and columns of ours, and a day
import asyncio
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any  # raw rows come untyped from the driver; a foreign key may be of any type
from uuid import uuid4

import structlog
from asyncpg import PostgresError  # type: ignore[import-untyped]  # it carries no types
from piccolo.columns import ForeignKey
from piccolo.columns.combination import WhereRaw
from piccolo.custom_types import Combinable
from piccolo.table import Table

from cases.arrivals import ARRIVALS, BY_NAME, ONLY
from cases.records.dates import day_of
from portal import database
from portal.every_table import every_table
from portal.tables import Mixed
from surveys.outbox import write_tx

log = structlog.get_logger("mixing")

MARGIN = timedelta(days=1)  # what is begun before midnight may be committed after it
ALL_DAYS = date(1970, 1, 1)
TRIES = 5
RANDOM = {"sqlite": "randomblob(16)", "postgres": "gen_random_uuid()"}
# A writer that would wait for us while we wait for it gets the better of us, before PostgreSQL ends one of the two.
LOCK_SECONDS = "300ms"


async def mix(today: date) -> int:
    """Mix every day that may have grown since the last time. Returns how many days had rows.

    One transaction a day: a kill in the middle leaves a day as it was.
    """
    days = sorted({day for table in ARRIVALS for day in await _days(table, await _since())})
    for day in days:
        await _mix_day(day)
    if days:
        await _remember(today - MARGIN)
        await database.forget_past(tuple(_name(table) for table in mixed_tables()))
    return len(days)


async def mix_if_possible() -> None:
    """`mix`, for callers who have other things to do: a database that is too busy, or gone, is mixed the next time."""
    for pause in range(TRIES):
        try:
            await mix(day_of(datetime.now(UTC)))
        except (sqlite3.Error, PostgresError, OSError) as error:
            log.warning("mixing put off", error=type(error).__name__)
            await asyncio.sleep(pause / 10)
        else:
            return


@cache
def mixed_tables() -> tuple[type[Table], ...]:
    """Those of ARRIVALS and all that refer to them, whoever comes first standing first."""
    found = list(ARRIVALS)
    tables = every_table()
    while more := [table for table in tables if table not in found and _into(table, found)]:
        found += more
    ordered: list[type[Table]] = []
    while waiting := [table for table in found if table not in ordered]:
        free = [table for table in waiting if not _into(table, [other for other in waiting if other is not table])]
        assert free, "tables refer to one another in a circle"
        ordered += free
    return tuple(ordered)


async def _since() -> date:
    row = await Mixed.select(Mixed.since).first()
    return row["since"] if row else ALL_DAYS


async def _remember(since: date) -> None:
    async with write_tx():
        if not await Mixed.update({Mixed.since: since}, force=True).returning(Mixed.id):
            await Mixed.insert(Mixed(id=uuid4(), since=since))


async def _days(table: type[Table], since: date) -> set[date]:
    column = ARRIVALS[table]
    wanted: list[Combinable] = [column >= since, *([WhereRaw(ONLY[table])] if table in ONLY else [])]
    rows = await table.select(column).where(*wanted).group_by(column)
    return {row[column._meta.name] for row in rows}


async def _mix_day(day: date) -> None:
    """Copy, delete, put back. Whoever refers is copied last and deleted first, so that no reference is ever broken."""
    async with write_tx():
        for statement in _locking(mixed_tables()):
            await _run(statement)
        held = [table for table in mixed_tables() if await _copied(table, day)]
        for table in reversed(held):
            await _run(f"DELETE FROM {_name(table)} WHERE id IN (SELECT id FROM {_copy(table)})")
        for table in held:
            await _run(f"INSERT INTO {_name(table)} SELECT * FROM {_copy(table)} ORDER BY {RANDOM[_engine()]}")
        for table in mixed_tables():
            await _run(f"DROP TABLE {_copy(table)}")


async def _copied(table: type[Table], day: date) -> bool:
    """Copy what is to be mixed, in SQL alone, so that every value stays as it is. Whether there was anything."""
    await _run(f"CREATE TEMPORARY TABLE {_copy(table)} AS SELECT * FROM {_name(table)} WHERE {_which(table, day)}")
    return bool(await _run(f"SELECT id FROM {_copy(table)} LIMIT 1"))


def _locking(tables: Sequence[type[Table]]) -> Iterator[str]:
    """SQLite has one writer. Elsewhere nobody may change or lock a row that is being moved; reading goes on."""
    if _engine() == "postgres":
        yield f"SET LOCAL lock_timeout = '{LOCK_SECONDS}'"
        yield f"LOCK TABLE {', '.join(map(_name, tables))} IN EXCLUSIVE MODE"


def _which(table: type[Table], day: date) -> str:
    """Rows of that day, and rows that refer to some of them, whose reference must come back with them."""
    conditions = [f'"{column._meta.name}" IN (SELECT id FROM {_copy(to)})' for column, to in _references(table).items()]
    if table in BY_NAME:
        to, named = BY_NAME[table]
        conditions.append(named.format(_copy(to)))
    if table in ARRIVALS:
        conditions.append(f"\"{ARRIVALS[table]._meta.name}\" = '{day.isoformat()}' AND {ONLY.get(table, '1 = 1')}")
    return " OR ".join(conditions)


def _references(table: type[Table]) -> Mapping[ForeignKey[Any], type[Table]]:
    """The foreign keys of a table that lead to another mixed one."""
    return {column: to for column, to in _foreign(table) if to in mixed_tables() and to is not table}


def _foreign(table: type[Table]) -> list[tuple[ForeignKey[Any], type[Table]]]:
    return [(column, column._foreign_key_meta.resolved_references) for column in table._meta.foreign_key_columns]


def _into(table: type[Table], others: Sequence[type[Table]]) -> list[type[Table]]:
    named = [BY_NAME[table][0]] if table in BY_NAME else []
    return [to for to in (*(to for _, to in _foreign(table)), *named) if to in others]


def _name(table: type[Table]) -> str:
    return str(table._meta.tablename)


def _copy(table: type[Table]) -> str:
    return f"mix_{_name(table)}"


def _engine() -> str:
    return str(database.DB.engine_type)


async def _run(statement: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await Mixed.raw(statement)
    return rows
