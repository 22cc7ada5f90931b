"""What the books say of those who sell, and of stores: orders and cancellations by month, in clear columns only.

No customer is in it. Lists are by name, never by a figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal  # Any: rows come from the driver untyped
from uuid import UUID

from piccolo.querystring import QueryString

from cases.records.errors import SalespersonUnknown, StoreUnknown
from cases.records.tables import Order, SalespersonRecord

MONTHS = 12
GONE = ("cancelled", "returned", "deleted")
Side = Literal["salesperson", "store"]
# With a plus no index of days is gone by: twelve months are most of the table, and fetching row by row takes ten times as long.
_TALLIES = """
SELECT {}, COUNT(*) AS orders, SUM(CASE WHEN status IN ('cancelled', 'returned', 'deleted') THEN 1 ELSE 0 END) AS gone
FROM cases_order WHERE +ordered_day >= {} AND {} <> '' GROUP BY 1
"""
_COLUMNS: Mapping[Side, QueryString] = {"salesperson": QueryString("salesperson"), "store": QueryString("store")}


@dataclass(frozen=True)
class Seller:
    """One employee of the company's list."""

    id: UUID
    employee_no: str
    name: str
    store: str
    joined_on: date | None
    left_on: date | None


@dataclass(frozen=True)
class Tally:
    """Orders of the last twelve months, and how many of them were cancelled, returned or deleted."""

    orders: int
    gone: int

    @property
    def rate(self) -> float:
        return self.gone / self.orders if self.orders else 0.0


@dataclass(frozen=True)
class Month:
    """One month; `first` is its first day."""

    first: date
    orders: int
    gone: int
    amount_fen: int  # of what was not cancelled


async def sellers() -> tuple[Seller, ...]:
    """Everybody who sells or sold, by name."""
    rows = await SalespersonRecord.select().where(SalespersonRecord.deleted_on.is_null())
    return tuple(sorted(map(_seller, rows), key=lambda one: (_place(one.name), one.employee_no)))


async def seller(seller_id: UUID) -> Seller:
    """Raises SalespersonUnknown."""
    row = await SalespersonRecord.select().where(SalespersonRecord.id == seller_id).first()
    if row is None:
        raise SalespersonUnknown
    return _seller(row)


async def stores(today: date) -> tuple[str, ...]:
    """Names on orders of the last twelve months and in the list of salespeople, by name."""
    listed = {one.store for one in await sellers()}
    return tuple(sorted((listed | set(await tallies("store", today))) - {""}, key=_place))


async def known_store(name: str, today: date) -> str:
    """Raises StoreUnknown."""
    if name not in await stores(today):
        raise StoreUnknown
    return name


async def tallies(side: Side, today: date) -> Mapping[str, Tally]:
    """Of everybody, by the name that stands on orders."""
    column = _COLUMNS[side]
    found = await Order._meta.db.run_querystring(QueryString(_TALLIES, column, since(today), column))
    return {row[side]: Tally(int(row["orders"]), int(row["gone"])) for row in found}


async def months_of(side: Side, name: str, today: date) -> tuple[Month, ...]:
    """The last twelve, the running one included, oldest first."""
    column = Order.salesperson if side == "salesperson" else Order.store
    wanted = (Order.ordered_day, Order.status, Order.amount_fen)
    rows = await Order.select(*wanted).where(column == name, Order.ordered_day >= since(today))
    return _by_month(rows, today)


def spelled(side: Side) -> QueryString:
    """The column, as part of a statement."""
    return _COLUMNS[side]


def since(today: date) -> int:
    """The first day of the last twelve months, by its number."""
    return first_days(today)[0].toordinal()


def first_days(today: date) -> tuple[date, ...]:
    """The first days of the last twelve months, oldest first."""
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return tuple(reversed(found))


def _by_month(rows: Iterable[Mapping[str, Any]], today: date) -> tuple[Month, ...]:
    orders: Counter[date] = Counter()
    gone: Counter[date] = Counter()
    amounts: Counter[date] = Counter()
    for row in rows:
        first = date.fromordinal(row["ordered_day"]).replace(day=1)
        is_gone = row["status"] in GONE
        orders[first] += 1
        gone[first] += is_gone
        amounts[first] += 0 if is_gone else row["amount_fen"]
    return tuple(Month(first, orders[first], gone[first], amounts[first]) for first in first_days(today))


def _place(name: str) -> bytes:
    """Where a name stands among others: common characters of the national standard are in the order of their sound."""
    return name.encode("gb18030")


def _seller(row: Mapping[str, Any]) -> Seller:
    return Seller(row["id"], row["employee_no"], row["name"], row["store"], row["joined_on"], row["left_on"])
