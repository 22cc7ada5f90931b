"""Records under one key that a person typed: orders, payments, leads and employees that share it. By tokens, never by scan.

Whoever calls this has put the search on record; this module knows neither who searches nor why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal  # Any: a condition of Piccolo is a union it does not export

from cases.records.lookup import (
    MOST,
    LeadRecord,
    OrderRecord,
    PaymentRecord,
    Salesperson,
    leads_of_rows,
    orders_of_rows,
    payments_of_rows,
    salespeople_of_rows,
)
from cases.records.tables import Lead, Order, Payment, SalespersonRecord
from cases.records.tokens import Tokens, each_name, each_spelling, folded_key
from cases.records.values import order_key
from crypto.vault import Vault

_NOBODY = 0  # borne by one in 2⁶⁴: what a name without a letter asks for
KeyKind = Literal["order", "phone", "name", "account"]


@dataclass(frozen=True)
class Key:
    """One key. A phone of four digits comes with a name."""

    kind: KeyKind
    text: str
    name: str | None = None


@dataclass(frozen=True)
class Found:
    """What stands under it, at most MOST of each; `cut` where there was more."""

    orders: tuple[OrderRecord, ...] = ()
    payments: tuple[PaymentRecord, ...] = ()
    leads: tuple[LeadRecord, ...] = ()
    salespeople: tuple[Salesperson, ...] = ()
    cut: bool = False

    @property
    def number(self) -> int:
        return len(self.orders) + len(self.payments) + len(self.leads) + len(self.salespeople)


async def find(key: Key, vault: Vault) -> Found:
    """The newest first."""
    orders = await _rows(Order, _of_order(key, vault), Order.ordered_day)
    keys = sorted({row["order_key"] for row in orders} | ({order_key(key.text)} if key.kind == "order" else set()))
    payments = await _rows(Payment, _of_payment(key, keys, vault), Payment.paid_day)
    leads = await _rows(Lead, _of_lead(key, vault), Lead.created_day)
    people = await _rows(SalespersonRecord, await _of_person(key, vault), SalespersonRecord.employee_no)
    return Found(
        orders_of_rows(orders[:MOST], vault),
        payments_of_rows(payments[:MOST], vault),
        leads_of_rows(leads[:MOST], vault),
        salespeople_of_rows(people[:MOST], vault),
        cut=any(len(rows) > MOST for rows in (orders, payments, leads, people)),
    )


async def _rows(table: Any, condition: Any, newest: Any) -> list[dict[str, Any]]:
    if condition is None:
        return []
    return list(await table.select().where(condition).order_by(newest, ascending=False).limit(MOST + 1))


def _of_order(key: Key, vault: Vault) -> Any:
    tokens = Tokens(vault)
    if key.kind == "order":
        return Order.order_key == order_key(key.text)
    if key.kind == "phone" and key.name:
        return _of_ending(Order, key, vault)
    if key.kind == "phone":
        phone = tokens.phone(key.text)
        return (
            (Order.phone_token == phone) | (Order.payer_phone_token == phone) | (Order.consignee_phone_token == phone)
        )
    if key.kind == "name":
        return Order.name_token.is_in(_names(key, vault))
    return Order.payee_account_token == tokens.payee_account(key.text)


def _of_payment(key: Key, order_keys: list[str], vault: Vault) -> Any:
    """Those of the orders that were found, too, but for an account, under which other people's stand."""
    tokens = Tokens(vault)
    if key.kind == "account":
        return Payment.payee_account_token == tokens.payee_account(key.text)
    of_orders = Payment.order_key.is_in(order_keys) if order_keys else None
    if key.kind == "name":
        by_name = Payment.name_token.is_in(_names(key, vault))
        return by_name if of_orders is None else by_name | of_orders
    return of_orders


def _of_lead(key: Key, vault: Vault) -> Any:
    tokens = Tokens(vault)
    if key.kind == "phone" and key.name:
        return _of_ending(Lead, key, vault)
    if key.kind == "phone":
        return Lead.phone_token == tokens.phone(key.text)
    return Lead.name_token.is_in(_names(key, vault)) if key.kind == "name" else None


def _names(key: Key, vault: Vault) -> list[int]:
    return each_name(vault, key.text) or [_NOBODY]


def _of_ending(table: Any, key: Key, vault: Vault) -> Any:
    """By the index of names."""
    endings = each_spelling(vault, [key.name], lambda tokens: tokens.last_four_name(key.text, key.name)) or [_NOBODY]
    return table.name_token.is_in(each_name(vault, key.name) or [_NOBODY]) & table.last_four_name_token.is_in(endings)


async def _of_person(key: Key, vault: Vault) -> Any:
    """Names of employees stand in clear, and are few."""
    if key.kind == "phone" and not key.name:
        return SalespersonRecord.phone_token == Tokens(vault).phone(key.text)
    if key.kind != "name":
        return None
    names = {row["name"] for row in await SalespersonRecord.select(SalespersonRecord.name)}
    alike = sorted(name for name in names if folded_key(name) == folded_key(key.text))
    return SalespersonRecord.name.is_in(alike) if alike else None
