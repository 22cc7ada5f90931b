"""Orders and leads with what was noted about them, a chunk at a time, opened into memory only. Knows no word of any list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal  # Any: conditions and rows of Piccolo are untyped
from uuid import UUID

from piccolo.columns import Column

from cases.records.lookup import notes_of
from cases.records.tables import Lead, Order
from crypto.vault import Vault

AT_ONCE = 2000
NotedKind = Literal["orders", "leads"]
NOTED_KINDS: tuple[NotedKind, ...] = ("orders", "leads")


@dataclass(frozen=True)
class Noted:
    """One order or lead and its notes, sealed until `opened` is asked."""

    number: str
    salesperson: str | None
    store: str | None
    _row: Mapping[str, Any] = field(repr=False)

    def opened(self, vault: Vault) -> str:
        return notes_of(dict(self._row), vault) or ""


@dataclass(frozen=True)
class Wanted:
    """Which ones. import_id: that this import changed last; since: ordered, or asked for, on this day or later."""

    import_id: UUID | None = None
    since: date | None = None


async def noted(kind: NotedKind, wanted: Wanted, after: str = "") -> Sequence[Noted]:
    """Those numbered beyond `after` that have notes, at most AT_ONCE, in the order of their numbers."""
    shelf = _shelf(kind)
    rows = (
        await shelf.table.select(*shelf.columns)
        .where(shelf.number > after, *_conditions(shelf, wanted))
        .order_by(shelf.number)
        .limit(AT_ONCE)
    )
    return [_noted(row, shelf) for row in rows]


async def noted_numbered(kind: NotedKind, numbers: Iterable[str]) -> Mapping[str, Noted]:
    """Those of these numbers that exist and have notes."""
    wanted = sorted(numbers)
    if not wanted:
        return {}
    shelf = _shelf(kind)
    rows = await shelf.table.select(*shelf.columns).where(
        shelf.number.is_in(wanted), shelf.table.sealed_notes.is_not_null()
    )
    return {row[shelf.number._meta.name]: _noted(row, shelf) for row in rows}


async def count_noted(kind: NotedKind, wanted: Wanted) -> int:
    shelf = _shelf(kind)
    return int(await shelf.table.count().where(*_conditions(shelf, wanted)))


@dataclass(frozen=True)
class _Shelf:
    table: Any
    number: Column
    day: Column

    @property
    def columns(self) -> tuple[Column, ...]:
        table = self.table
        return self.number, table.salesperson, table.store, table.sealed_notes


def _shelf(kind: NotedKind) -> _Shelf:
    if kind == "orders":
        return _Shelf(Order, Order.order_no, Order.ordered_day)
    return _Shelf(Lead, Lead.lead_no, Lead.created_day)


def _conditions(shelf: _Shelf, wanted: Wanted) -> list[Any]:
    found = [shelf.table.sealed_notes.is_not_null()]
    if wanted.import_id is not None:
        found.append(shelf.table.import_id == wanted.import_id)
    if wanted.since is not None:
        found.append(shelf.day >= wanted.since.toordinal())
    return found


def _noted(row: Mapping[str, Any], shelf: _Shelf) -> Noted:
    return Noted(row[shelf.number._meta.name], row["salesperson"] or None, row["store"] or None, row)
