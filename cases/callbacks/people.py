"""Who could be asked, of each frame, as light facts: numbers, clear columns and blind tokens. Opens no name and no phone.

A diverted customer has no order, so cancelled orders, lost leads and customers who stay away are frames of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any, Literal  # Any: rows come untyped from the driver

from piccolo.columns import Column
from piccolo.custom_types import Combinable
from piccolo.table import Table

from cases.callbacks.wanted import LONGEST_DAYS, Frame, Wanted
from cases.records.dates import day_of
from cases.records.tables import Lead, Order, SalespersonRecord
from surveys import PhoneOf

LARGEST_FRAME = 20_000
SOLD = ["paid", "done"]
GONE = ["cancelled", "returned", "deleted"]
LOST = ["lost", "dormant"]
REGULAR_ORDERS = 3
QUIET_DAYS = 60
LEAVER_DAYS = 365
AT_ONCE = 500
QUIET = """
SELECT phone_token FROM cases_order
WHERE status IN ({}, {}) AND ordered_day >= {} AND phone_token IS NOT NULL
GROUP BY phone_token HAVING COUNT(*) >= {} AND MAX(ordered_day) < {} LIMIT {}"""

SubjectKind = Literal["order", "lead"]


@dataclass(frozen=True)
class Person:
    """One order or lead whose customer could be asked. Phones are blind tokens, None where the books hold none.

    phone: the customer's as the CRM has it, which tells customers apart. payer_phone, consignee_phone: on orders only.
    """

    kind: SubjectKind
    ref: str
    day: date
    status: str
    amount_fen: int
    seller: str
    store: str
    phone: int | None
    payer_phone: int | None = None
    consignee_phone: int | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.ref}"

    @property
    def phones(self) -> tuple[tuple[PhoneOf, int], ...]:
        """Whoever paid or received first: the CRM's phone is the salesperson's to write."""
        found: tuple[tuple[PhoneOf, int | None], ...] = (
            ("payer", self.payer_phone),
            ("consignee", self.consignee_phone),
            ("customer", self.phone),
        )
        return tuple((whose, phone) for whose, phone in found if phone is not None)


async def people_of(wanted: Wanted, now: datetime) -> list[Person]:
    """Everybody of a frame, the latest first, at most LARGEST_FRAME."""
    since = day_of(now) - timedelta(days=max(1, min(wanted.days, LONGEST_DAYS)))
    found = await _FRAMES[wanted.frame](wanted, since, now)
    return sorted(found, key=lambda person: (person.day, person.key), reverse=True)[:LARGEST_FRAME]


async def _orders(wanted: Wanted, since: date, _now: datetime) -> list[Person]:
    return await orders_where(Order.status.is_in(SOLD), Order.ordered_day >= since.toordinal(), *_chosen(Order, wanted))


async def _cancelled(wanted: Wanted, since: date, _now: datetime) -> list[Person]:
    return await orders_where(Order.status.is_in(GONE), Order.ordered_day >= since.toordinal(), *_chosen(Order, wanted))


async def _lost_leads(wanted: Wanted, since: date, _now: datetime) -> list[Person]:
    return await leads_where(Lead.status.is_in(LOST), Lead.created_day >= since.toordinal(), *_chosen(Lead, wanted))


async def _seller(wanted: Wanted, since: date, _now: datetime) -> list[Person]:
    """All that one salesperson touched; none without a name, or it would be everybody."""
    if not wanted.salesperson:
        return []
    orders = await orders_where(Order.ordered_day >= since.toordinal(), *_chosen(Order, wanted))
    return orders + await leads_where(
        Lead.status.is_in(LOST), Lead.created_day >= since.toordinal(), *_chosen(Lead, wanted)
    )


async def _leaver(wanted: Wanted, since: date, _now: datetime) -> list[Person]:
    """The last year's customers of whoever left within the days given."""
    gone = await SalespersonRecord.select(SalespersonRecord.name, SalespersonRecord.left_on).where(
        SalespersonRecord.left_on >= since
    )
    people = await leavers_people([(row["name"], row["left_on"]) for row in gone])
    return [person for person in people if _fits(person, wanted)]


async def leavers_people(gone: Sequence[tuple[str, date]]) -> list[Person]:
    """Orders and lost leads of a year before each left, by whoever sold them."""
    if not gone:
        return []
    names = [name for name, _ in gone]
    first = min(left_on for _, left_on in gone) - timedelta(days=LEAVER_DAYS)
    begins = first.toordinal()
    orders = await orders_where(Order.salesperson.is_in(names), Order.ordered_day >= begins)
    leads = await leads_where(Lead.salesperson.is_in(names), Lead.status.is_in(LOST), Lead.created_day >= begins)
    return orders + leads


async def _dormant(wanted: Wanted, _since: date, now: datetime) -> list[Person]:
    """The last order of customers who bought regularly and then stopped."""
    today = day_of(now).toordinal()
    begins, quiet_since = today - LONGEST_DAYS, today - QUIET_DAYS
    customers = await Order.raw(QUIET, *SOLD, begins, REGULAR_ORDERS, quiet_since, LARGEST_FRAME)
    phones = [row["phone_token"] for row in customers]
    sold: list[Person] = []
    for start in range(0, len(phones), AT_ONCE):
        theirs = Order.phone_token.is_in(phones[start : start + AT_ONCE])
        sold += await orders_where(theirs, Order.status.is_in(SOLD), Order.ordered_day >= begins)
    return [person for person in stopped_buying(sold, day_of(now)) if _fits(person, wanted)]


def _fits(person: Person, wanted: Wanted) -> bool:
    return wanted.store in ("", person.store) and wanted.salesperson in ("", person.seller)


def stopped_buying(orders: Iterable[Person], today: date) -> list[Person]:
    """Of customers with REGULAR_ORDERS days of buying or more, who has been quiet for twice their usual pause."""
    of_customer: dict[int, list[Person]] = defaultdict(list)
    for order in orders:
        if order.phone is not None:
            of_customer[order.phone].append(order)
    return [last for bought in of_customer.values() if (last := _stopped(bought, today)) is not None]


def _stopped(bought: list[Person], today: date) -> Person | None:
    days = sorted({order.day for order in bought})
    if len(days) < REGULAR_ORDERS:
        return None
    pause = median((later - earlier).days for earlier, later in pairwise(days))
    if (today - days[-1]).days <= max(QUIET_DAYS, 2 * pause):
        return None
    return max(bought, key=lambda order: (order.day, order.ref))


async def _nobody(_wanted: Wanted, _since: date, _now: datetime) -> list[Person]:
    return []


_FRAMES: Mapping[Frame, Callable[[Wanted, date, datetime], Awaitable[list[Person]]]] = {
    "orders": _orders,
    "cancelled": _cancelled,
    "lost_leads": _lost_leads,
    "dormant": _dormant,
    "leaver": _leaver,
    "seller": _seller,
    "list": _nobody,
}


def _chosen(table: type[Order] | type[Lead], wanted: Wanted) -> list[Combinable]:
    found: list[Combinable] = []
    if wanted.store:
        found.append(table.store == wanted.store)
    if wanted.salesperson:
        found.append(table.salesperson == wanted.salesperson)
    return found


async def orders_where(*where: Combinable) -> list[Person]:
    columns = (Order.order_no, Order.ordered_day, Order.amount_fen)
    further = (Order.payer_phone_token, Order.consignee_phone_token)
    return [_person("order", row, columns) for row in await _rows(Order, columns, where, further)]


async def leads_where(*where: Combinable) -> list[Person]:
    columns = (Lead.lead_no, Lead.created_day, Lead.quoted_amount_fen)
    return [_person("lead", row, columns) for row in await _rows(Lead, columns, where)]


async def _rows(
    table: type[Order] | type[Lead],
    columns: tuple[Column, Column, Column],
    where: tuple[Combinable, ...],
    further: tuple[Column, ...] = (),
) -> list[dict[str, Any]]:
    shared = (table.status, table.salesperson, table.store, table.phone_token)
    query = table.select(*columns, *shared, *further).where(*where).order_by(columns[1], ascending=False)
    return list(await query.limit(LARGEST_FRAME))


def _person(kind: SubjectKind, row: Mapping[str, Any], columns: tuple[Column, Column, Column]) -> Person:
    number, day, amount = (row[column._meta.name] for column in columns)
    return Person(
        kind=kind,
        ref=number,
        day=date.fromordinal(day),
        status=row["status"],
        amount_fen=amount or 0,
        seller=row["salesperson"],
        store=row["store"],
        phone=row["phone_token"],
        payer_phone=row.get("payer_phone_token"),
        consignee_phone=row.get("consignee_phone_token"),
    )


async def filters() -> tuple[list[str], list[str]]:
    """Stores and salespeople to filter by, as they stand on orders and leads."""
    stores: set[str] = set()
    people: set[str] = set()
    tables: tuple[type[Table], ...] = (Order, Lead)
    for table in tables:
        for found, name in ((stores, "store"), (people, "salesperson")):
            column = table._meta.get_column_by_name(name)
            found |= {row[name] for row in await table.select(column).distinct()}
    return sorted(stores - {""}), sorted(people - {""})
