"""Orders and payments that do not simply fit each other, and telephones that several share: the few of a million to look at.

Found by clear columns and blind tokens in the database, opened into memory only. Leaves out nothing that reconciling could
say something about; whether it does is the engine's business. Knows no grade.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any  # rows come from the driver untyped
from uuid import UUID

from piccolo.query.methods.raw import Raw
from piccolo.table import Table

from cases.crosscheck.reconciling import parts_of_reference
from cases.records.bulk import Statement
from cases.records.dates import day_of
from cases.records.lookup import OrderRecord, PaymentRecord, order_of, payment_of
from cases.records.tables import Order, Payment, SalespersonRecord
from cases.records.values import order_key
from crypto.vault import Vault

PART = 4000  # within the parameters that both engines take
_PAID = (
    "(SELECT order_key, SUM(amount_fen) AS paid FROM cases_payment "
    "WHERE deleted_on IS NULL AND order_key <> '' GROUP BY order_key) p"
)
_UNEVEN = (
    f"SELECT o.order_no FROM cases_order o LEFT JOIN {_PAID} ON p.order_key = o.order_key "  # noqa: S608  # words of ours
    "WHERE p.paid IS NULL OR (ABS(p.paid - o.amount_fen) > {fen} AND ABS(p.paid - o.amount_fen) > o.amount_fen * {share})"
)
_UNTIED = (
    "SELECT p.* FROM cases_payment p WHERE p.deleted_on IS NULL AND "
    "(p.order_key = '' OR NOT EXISTS (SELECT 1 FROM cases_order o WHERE o.order_key = p.order_key))"
)
_SHARED = (
    "SELECT phone_token FROM cases_order WHERE phone_token IS NOT NULL GROUP BY phone_token "
    "HAVING COUNT(DISTINCT name_token) >= {customers}"
)
_ACCOUNTS = (
    "SELECT MIN(sealed_payee_account) AS sealed, payee_account_token AS token FROM cases_payment "
    "WHERE payee_account_token IS NOT NULL GROUP BY payee_account_token"
)


@dataclass(frozen=True)
class Unsettled:
    """`received`: first and last day of all payments. `orders`, `payments`: those to look at, all payments of each order."""

    orders: Sequence[OrderRecord]
    payments: Sequence[PaymentRecord]
    received: tuple[date, date] | None


@dataclass
class _Found:
    """Rows by their ids, each once."""

    orders: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    payments: dict[UUID, dict[str, Any]] = field(default_factory=dict)

    async def orders_with(self, column: str, values: Iterable[Any]) -> None:
        self.orders |= await _rows_with(Order, column, values)

    async def payments_with(self, column: str, values: Iterable[Any]) -> None:
        self.payments |= await _rows_with(Payment, column, values)


async def unsettled(
    vault: Vault, is_ours: Callable[[str], bool], *, gap_fen: int, gap_share: float, customers: int
) -> Unsettled:
    """is_ours: of an account. gap: up to which a difference says nothing. customers: so many share a phone."""
    found, received = _Found(), await _received()
    if received is not None:
        uneven = _UNEVEN.format(fen=gap_fen, share=gap_share)
        await found.orders_with("order_no", [row["order_no"] for row in await _ask(Order, uneven)])
        untied = await _ask(Payment, _UNTIED)
        found.payments |= {row["id"]: row for row in untied}
        await found.orders_with("name_token", {row["name_token"] for row in untied})
        await found.orders_with("order_key", {key for row in untied for key in _keys(row["order_no"])})
        foreign = await _foreign(vault, is_ours)
        await found.payments_with("payee_account_token", foreign)
        await found.orders_with("order_key", {row["order_key"] for row in found.payments.values()} - {""})
        await found.payments_with("order_key", {row["order_key"] for row in found.orders.values()} - {""})
    shared = {row["phone_token"] for row in await _ask(Order, _SHARED.format(customers=customers))}
    sellers = {row["phone_token"] for row in await SalespersonRecord.select(SalespersonRecord.phone_token)}
    await found.orders_with("phone_token", shared | sellers)
    if received is not None:
        await found.payments_with("order_key", {row["order_key"] for row in found.orders.values()} - {""})
    return Unsettled(
        [order_of(row, vault) for row in found.orders.values()],
        [payment_of(row, vault) for row in found.payments.values() if row["deleted_on"] is None],
        received,
    )


async def due_orders(statuses: Sequence[str], first: datetime, last: datetime) -> int:
    """How many orders with a price and one of these statuses fall between two moments."""
    return int(
        await Order.count().where(
            Order.status.is_in(list(statuses)), Order.amount_fen > 0, Order.ordered_at >= first, Order.ordered_at < last
        )
    )


async def _received() -> tuple[date, date] | None:
    moments = [
        await Payment.select(Payment.paid_at)
        .where(Payment.deleted_on.is_null(), Payment.paid_at.is_not_null())
        .order_by(Payment.paid_at, ascending=ascending)
        .first()
        for ascending in (True, False)
    ]
    first, last = moments
    return (day_of(first["paid_at"]), day_of(last["paid_at"])) if first and last else None


async def _foreign(vault: Vault, is_ours: Callable[[str], bool]) -> list[bytes]:
    """Tokens of accounts that are not the company's. There are few accounts, however many payments."""
    rows = await _ask(Payment, _ACCOUNTS)
    return [
        bytes(row["token"])
        for row in rows
        if row["sealed"] and not is_ours(vault.open("payee_account", bytes(row["sealed"])))
    ]


def _keys(reference: str) -> list[str]:
    return [key for part in parts_of_reference(reference) if (key := order_key(part))]


async def _rows_with(table: type[Table], column: str, values: Iterable[Any]) -> dict[UUID, dict[str, Any]]:
    wanted = sorted({value for value in values if value is not None})
    found: dict[UUID, dict[str, Any]] = {}
    for start in range(0, len(wanted), PART):
        rows = await table.select().where(getattr(table, column).is_in(wanted[start : start + PART]))
        found |= {row["id"]: row for row in rows}
    return found


async def _ask(table: type[Table], text: str) -> list[dict[str, Any]]:
    return list(await Raw(table, Statement(partial(_text, text), [])))


def _text(text: str, *, numbered: bool) -> str:
    return text
