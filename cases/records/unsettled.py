"""Orders and payments that do not simply fit each other, and telephones that several share: the few of a million to look at.

Found by clear columns and blind tokens in the database, opened into memory only. Leaves out nothing that reconciling could
say something about; whether it does is the engine's business. Knows no grade.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any  # rows come from the driver untyped

from piccolo.query.methods.raw import Raw
from piccolo.table import Table

from cases.crosscheck.reconciling import MOST_ORDERS_AT_ONCE, parts_of_reference
from cases.records.bulk import Statement
from cases.records.lookup import (
    ORDER_COLUMNS,
    PAYMENT_COLUMNS,
    OrderRecord,
    PaymentRecord,
    orders_of,
    payment_of,
)
from cases.records.tables import Order, Payment, SalespersonRecord
from cases.records.values import order_key
from crypto.vault import Vault

PART = 1000  # one name brings many
_ORDER = f"id, {ORDER_COLUMNS}".split(", ")
_PAYMENT = f"id, order_key, deleted_on, {PAYMENT_COLUMNS}".split(", ")
_PAID = (
    "(SELECT order_key, SUM(amount_fen) AS paid FROM cases_payment "
    "WHERE deleted_on IS NULL AND order_key <> '' GROUP BY order_key) p"
)
_UNEVEN = (
    f"SELECT o.order_no, o.name_token FROM cases_order o JOIN {_PAID} ON p.order_key = o.order_key "  # noqa: S608  # ours
    "WHERE ABS(p.paid - o.amount_fen) > {fen} AND ABS(p.paid - o.amount_fen) > o.amount_fen * {share}"
)
_NOTHING_CAME = (
    "NOT EXISTS (SELECT 1 FROM cases_payment p WHERE p.order_key = o.order_key AND p.order_key <> '' "
    "AND p.deleted_on IS NULL)"
)
_DUE = (
    f"SELECT COUNT(*) AS due, SUM(CASE WHEN {_NOTHING_CAME} THEN 1 ELSE 0 END) AS unpaid FROM cases_order o "  # noqa: S608
    "WHERE o.amount_fen > 0 AND o.status IN ({statuses}) AND +o.ordered_day >= {first} AND +o.ordered_day <= {last}"
)
_UNTIED = (
    f"SELECT {', '.join(f'p.{name}' for name in (*_PAYMENT, 'name_token'))} FROM cases_payment p "  # noqa: S608  # ours
    "WHERE p.deleted_on IS NULL AND "
    "(p.order_key = '' OR NOT EXISTS (SELECT 1 FROM cases_order o WHERE o.order_key = p.order_key))"
)
_RECEIVED = "SELECT MIN(paid_day) AS first, MAX(paid_day) AS last FROM cases_payment WHERE deleted_on IS NULL"
_SHARED = (
    "SELECT phone_token FROM cases_order WHERE phone_token IS NOT NULL GROUP BY phone_token "
    "HAVING COUNT(DISTINCT name_token) >= {customers}"
)
_ACCOUNTS = (  # one payment's spelling of each; PostgreSQL takes the least of texts, but not of bytes or ids
    "SELECT sealed_payee_account AS sealed, payee_account_token AS token FROM cases_payment WHERE payment_no IN "
    "(SELECT MIN(payment_no) FROM cases_payment WHERE payee_account_token IS NOT NULL GROUP BY payee_account_token)"
)


@dataclass(frozen=True)
class Asked:
    """What counts as odd. `gap`: up to which a difference says nothing; `customers`: so many share a phone; `statuses`: of
    orders that ought to be paid, `late` after their day; `is_hopeless(due, unpaid)`: so many unpaid that none is told of."""

    is_ours: Callable[[str], bool]  # of an account
    gap_fen: int
    gap_share: float
    customers: int
    statuses: Sequence[str]
    late: timedelta
    is_hopeless: Callable[[int, int], bool]


@dataclass(frozen=True)
class Unsettled:
    """`received`: first and last day of all payments. `orders`, `payments`: those to look at, all payments of each order.
    `due`: how many orders ought to be paid; `all_unpaid`: whether every one that nothing came for is here."""

    orders: list[OrderRecord]
    payments: list[PaymentRecord]
    received: tuple[date, date] | None
    due: int = 0
    all_unpaid: bool = True


@dataclass
class _Found:
    """Records by their ids, each once, opened as they come: rows of a hundred thousand would not fit beside them."""

    vault: Vault
    orders: dict[int, OrderRecord] = field(default_factory=dict)
    payments: dict[int, PaymentRecord] = field(default_factory=dict)
    paid_keys: set[str] = field(default_factory=set)  # of orders, deleted payments included

    async def orders_with(self, column: str, values: Iterable[Any]) -> None:
        async for rows in _rows_with(Order, _ORDER, column, values):
            new = [row for row in rows if row["id"] not in self.orders]
            self.orders.update(zip((row["id"] for row in new), orders_of(new, self.vault), strict=True))

    async def payments_with(self, column: str, values: Iterable[Any]) -> None:
        async for rows in _rows_with(Payment, _PAYMENT, column, values):
            self.take_payments(rows)

    def take_payments(self, rows: Iterable[dict[str, Any]]) -> None:
        for row in rows:
            self.paid_keys.add(row["order_key"])
            if row["deleted_on"] is None and row["id"] not in self.payments:
                self.payments[row["id"]] = payment_of(row, self.vault)


async def unsettled(vault: Vault, asked: Asked) -> Unsettled:
    """Everything that could be odd."""
    found, received = _Found(vault), await _received()
    due, all_unpaid = 0, True
    if received is not None:
        due, all_unpaid = await _unsettled_payments(found, vault, asked, received)
    shared = {row["phone_token"] for row in await _ask(Order, _SHARED.format(customers=asked.customers))}
    sellers = {row["phone_token"] for row in await SalespersonRecord.select(SalespersonRecord.phone_token)}
    await found.orders_with("phone_token", shared | sellers)
    await found.payments_with("order_key", {order_key(one.order_no) for one in found.orders.values()} - {""})
    return Unsettled(list(found.orders.values()), list(found.payments.values()), received, due, all_unpaid)


async def _unsettled_payments(
    found: _Found, vault: Vault, asked: Asked, received: tuple[date, date]
) -> tuple[int, bool]:
    """Answers how many orders are due, and whether all that nothing came for were taken in."""
    uneven = await _ask(Order, _UNEVEN.format(fen=asked.gap_fen, share=asked.gap_share))
    untied = await _ask(Payment, _UNTIED)
    due, unpaid = await _due(asked, received)
    all_unpaid = not asked.is_hopeless(due, max(0, unpaid - MOST_ORDERS_AT_ONCE * len(untied)))
    found.take_payments(untied)
    await found.orders_with("order_no", [row["order_no"] for row in uneven])
    await found.orders_with("name_token", {row["name_token"] for row in (*uneven, *untied)})
    await found.orders_with("order_key", {key for row in untied for key in _keys(row["order_no"])})
    if all_unpaid:
        nothing = await _ask(Order, f"SELECT o.order_no FROM cases_order o WHERE {_NOTHING_CAME}")  # noqa: S608  # ours
        await found.orders_with("order_no", [row["order_no"] for row in nothing])
    else:  # what one of the payments in doubt might be for
        await found.orders_with("amount_fen", {row["amount_fen"] for row in untied})
    await found.payments_with("payee_account_token", await _foreign(vault, asked.is_ours))
    await found.orders_with("order_key", found.paid_keys - {""})
    return due, all_unpaid


async def _due(asked: Asked, received: tuple[date, date]) -> tuple[int, int]:
    """How many orders ought to be paid by the last payment's day, and for how many of them nothing came."""
    first, last = received
    days = [first.toordinal(), (last - asked.late).toordinal()]
    statuses = ", ".join(f"'{status}'" for status in asked.statuses)
    row = (await Raw(Order, Statement(partial(_due_text, statuses), days)))[0]
    return int(row["due"]), int(row["unpaid"] or 0)


def _due_text(statuses: str, *, numbered: bool) -> str:
    first, last = ("$1", "$2") if numbered else ("?", "?")
    return _DUE.format(statuses=statuses, first=first, last=last)


async def _received() -> tuple[date, date] | None:
    (row,) = await _ask(Payment, _RECEIVED)
    return (date.fromordinal(row["first"]), date.fromordinal(row["last"])) if row["first"] else None


async def _foreign(vault: Vault, is_ours: Callable[[str], bool]) -> list[int]:
    """Tokens of accounts that are not the company's. There are few accounts, however many payments."""
    rows = await _ask(Payment, _ACCOUNTS)
    return [
        row["token"] for row in rows if row["sealed"] and not is_ours(vault.open("payee_account", bytes(row["sealed"])))
    ]


def _keys(reference: str) -> list[str]:
    return [key for part in parts_of_reference(reference) if (key := order_key(part))]


async def _rows_with(
    table: type[Table], names: Sequence[str], column: str, values: Iterable[Any]
) -> AsyncIterator[list[dict[str, Any]]]:
    wanted = sorted({value for value in values if value is not None})
    columns = [getattr(table, name) for name in names]
    for start in range(0, len(wanted), PART):
        yield await table.select(*columns).where(getattr(table, column).is_in(wanted[start : start + PART]))


async def _ask(table: type[Table], text: str) -> list[dict[str, Any]]:
    return list(await Raw(table, Statement(partial(_text, text), [])))


def _text(text: str, *, numbered: bool) -> str:
    return text
