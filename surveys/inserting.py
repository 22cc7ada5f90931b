"""Rows written together: one transaction, one visit to the database's thread, all of them or none. Knows no table's meaning.

For the few paths where a reporter or customer waits: there, each statement's way to the thread and back costs more than
the statement. Everything else uses write_tx().
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any, Protocol, TypeVar, cast, runtime_checkable  # Any: a row's values are whatever its columns hold

from piccolo.columns import Column
from piccolo.querystring import QueryString
from piccolo.table import Table

from surveys.outbox import Outbox, write_tx

Statement = tuple[str, list[Any]]
T = TypeVar("T", bound=Table)


@dataclass(frozen=True)
class Rows:
    """Rows of one table. `unique`: the column in which a single row may find its value taken."""

    rows: Sequence[Table]
    unique: Column | None = None


@dataclass(frozen=True)
class Change:
    """One statement between the rows. If it says RETURNING and finds nothing, nothing at all is written."""

    query: QueryString


@runtime_checkable
class InsertsTogether(Protocol):
    """An engine that takes all statements at once (SQLite's)."""

    async def insert_all(self, statements: Sequence[Statement]) -> int | None: ...


@cache  # to ask a protocol takes longer than to seal a key
def _inserts_together(engine: type) -> bool:
    return issubclass(engine, InsertsTogether)


class _Taken(Exception):
    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


def fresh(table: type[T], **values: Any) -> T:
    """A row not yet written, at a fifth of what Piccolo's own constructor takes.

    Columns whose default is a plain value may be left out; keys, days and times may not. Raises TypeError.
    """
    row = table.__new__(table)
    row.__dict__.update(_plain_defaults(table), **values)
    if row.__dict__.keys() != _names(table):
        raise TypeError(f"{table.__name__} wants {sorted(_names(table) ^ row.__dict__.keys())}")
    row.__dict__.update(_exists_in_db=False, _was_created=None)
    return row


async def insert_all(*batches: Rows | Change) -> int | None:
    """Write these in their order, in a transaction of their own. None: all is written.

    A number: nothing is, because at that place (0 is the first batch) a row found its unique value taken, or a change
    nothing to change.
    """
    engine = Outbox._meta.db
    if _inserts_together(type(engine)):
        return await cast(InsertsTogether, engine).insert_all([_statement(batch, "?") for batch in batches])
    # to its end whoever stops waiting, as on SQLite
    return await asyncio.shield(asyncio.ensure_future(_one_after_another(batches)))


async def _one_after_another(batches: Sequence[Rows | Change]) -> int | None:
    engine = Outbox._meta.db
    try:
        async with write_tx():
            transaction = engine.current_transaction.get()
            assert transaction is not None  # write_tx() has just opened it
            for place, batch in enumerate(batches):
                sql, values = _statement(batch, "$")
                returned = await transaction.connection.fetch(sql, *values)
                if "RETURNING" in sql and not returned:
                    raise _Taken(place)
    except _Taken as taken:
        return taken.place
    return None


def _statement(batch: Rows | Change, placeholder: str) -> Statement:
    if isinstance(batch, Change):
        return batch.query.compile_string("sqlite" if placeholder == "?" else "postgres")
    table = type(batch.rows[0])
    unique = batch.unique._meta.db_column_name if batch.unique is not None else ""
    values_of = _reader(table)
    return _sql(table, len(batch.rows), unique, placeholder), [
        value for row in batch.rows for value in values_of(vars(row))
    ]


@cache
def _names(table: type[Table]) -> frozenset[str]:
    return frozenset(column._meta.name for column in table._meta.columns)


@cache
def _plain_defaults(table: type[Table]) -> dict[str, Any]:
    found = {column._meta.name: column.get_default_value() for column in table._meta.columns}
    return {name: value for name, value in found.items() if value is None or isinstance(value, str | int | bytes)}


@cache
def _reader(table: type[Table]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """Reads the values of a row's own dictionary, in the order of its columns."""
    return itemgetter(*(column._meta.name for column in table._meta.columns))


@cache
def _sql(table: type[Table], count: int, unique: str, placeholder: str) -> str:
    names = [f'"{column._meta.db_column_name}"' for column in table._meta.columns]
    marks = [placeholder if placeholder == "?" else f"${number}" for number in range(1, count * len(names) + 1)]
    rows = [f"({', '.join(marks[start : start + len(names)])})" for start in range(0, len(marks), len(names))]
    ending = f' ON CONFLICT ("{unique}") DO NOTHING RETURNING "id"' if unique else ""
    into = f"INSERT INTO {table._meta.get_formatted_tablename()} ({', '.join(names)})"
    return f"{into} VALUES {', '.join(rows)}{ending}"
