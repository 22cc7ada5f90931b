"""What rows of a file say, by column and as plain data: what goes from whoever reads a file to whoever stores it.

Knows no table, so that a process that only reads is at work a quarter of a second sooner.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any  # plain data

from cases.records.cells import Record, Value
from cases.records.contract import CONTRACT, Kind, field_name
from cases.records.dates import day_of

Said = Mapping[str, Sequence[Any]]  # by the contract's names: texts, numbers and None


def said_in(kind: Kind, columns: Mapping[str, Sequence[Value]]) -> dict[str, Sequence[Value]]:
    """Columns of records with days as texts, and of moments the number of their day."""
    timed = _timed_names(kind)
    return {name: list(map(_plain, column)) if name in timed else column for name, column in columns.items()}


def records_in(kind: Kind, said: Said) -> list[Record]:
    """The way back, for kinds without moments."""
    names = field_names(kind)
    days = {field_name(column) for column in CONTRACT[kind] if column.type == "day"}
    columns = [
        [date.fromisoformat(value) if value else None for value in said[name]] if name in days else said[name]
        for name in names
    ]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


@lru_cache
def field_names(kind: Kind) -> tuple[str, ...]:
    return tuple(field_name(column) for column in CONTRACT[kind] if not column.is_aside)


@lru_cache
def _timed_names(kind: Kind) -> frozenset[str]:
    return frozenset(field_name(column) for column in CONTRACT[kind] if column.type in ("day", "moment"))


@lru_cache(maxsize=4096)
def _plain(value: Value) -> Value:
    """A moment as the number of its day in China, a day as text."""
    if isinstance(value, datetime):
        return day_of(value).toordinal()
    return str(value) if isinstance(value, date) else value
