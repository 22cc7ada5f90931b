"""Records that share a phone or an account, as rows still sealed: orders, payments and leads of one shape. By tokens only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any  # rows come from the driver untyped

from cases.records.tables import Account, Lead, Order, Payment, SalespersonRecord

MOST = 200  # of each kind and step; a page draws fewer
Row = dict[str, Any]
_NOTHING: Mapping[str, None] = {
    "phone_token": None,
    "payee_account_token": None,
    "salesperson": None,
    "sealed_customer": None,
    "sealed_payee_account": None,
}


async def company_account_tokens() -> frozenset[int]:
    rows = await Account.select(Account.payee_account_token)
    return frozenset(row["payee_account_token"] for row in rows)


async def rows_of_orders(order_keys: Sequence[str]) -> list[Row]:
    """The orders, and their payments as rows of those orders."""
    if not order_keys:
        return []
    orders = await Order.select().where(Order.order_key.is_in(list(order_keys))).order_by(Order.order_no).limit(MOST)
    return [*map(_order, orders), *await _paid_for(orders)]


async def rows_of_leads(lead_nos: Sequence[str]) -> list[Row]:
    if not lead_nos:
        return []
    return [*map(_lead, await Lead.select().where(Lead.lead_no.is_in(list(lead_nos))).order_by(Lead.lead_no))]


async def rows_under(phones: Sequence[int], payees: Sequence[int]) -> list[Row]:
    """Whatever stands under one of these phones or accounts."""
    found: list[Row] = []
    if phones:
        orders = await Order.select().where(Order.phone_token.is_in(list(phones))).order_by(Order.order_no).limit(MOST)
        leads = await Lead.select().where(Lead.phone_token.is_in(list(phones))).order_by(Lead.lead_no).limit(MOST)
        found += [*map(_order, orders), *await _paid_for(orders), *map(_lead, leads)]
    if payees:
        orders = await Order.select().where(Order.payee_account_token.is_in(list(payees))).limit(MOST)
        payments = await Payment.select().where(Payment.payee_account_token.is_in(list(payees))).limit(MOST)
        found += [*map(_order, orders), *map(_payment, payments)]
        found += await rows_of_orders(sorted({row["order_key"] for row in payments} - {""}))
    return found


async def people_by_phone(phones: Sequence[int]) -> Mapping[int, str]:
    """Employees whose phone one of these is."""
    if not phones:
        return {}
    rows = await SalespersonRecord.select(SalespersonRecord.phone_token, SalespersonRecord.name).where(
        SalespersonRecord.phone_token.is_in(list(phones))
    )
    return {row["phone_token"]: row["name"] for row in rows}


async def _paid_for(orders: Sequence[Row]) -> list[Row]:
    """An order's payments show under the order: what matters is whose account they went to."""
    numbers = {row["order_key"]: row["order_no"] for row in orders}
    if not numbers:
        return []
    payments = await Payment.select().where(Payment.order_key.is_in(sorted(numbers))).limit(MOST)
    return [
        {
            **_NOTHING,
            "kind": "order",
            "number": numbers[row["order_key"]],
            "payee_account_token": row["payee_account_token"],
            "sealed_payee_account": row["sealed_payee_account"],
        }
        for row in payments
    ]


def _order(row: Row) -> Row:
    return {**row, "kind": "order", "number": row["order_no"]}


def _lead(row: Row) -> Row:
    return {**_NOTHING, **row, "kind": "lead", "number": row["lead_no"]}


def _payment(row: Row) -> Row:
    """One that is tied to an order stands for it; `rows_of_orders` brings the order itself."""
    return {**_NOTHING, **row, "kind": "payment", "number": row["payment_no"]}
