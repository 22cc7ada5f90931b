"""Finds the records a claim may be about, by exact tokens, and opens them into memory only.

Typing slips are the engine's business, not the index's. Values absent from the file are None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from sys import intern
from typing import Any  # rows come from the driver untyped

from cases.crosscheck.fields import series_of
from cases.records.asking import Clue, Question, few_rows_that_fit, one_of, one_of_theirs
from cases.records.customers import COLUMN, open_customer, open_customers
from cases.records.storing import NOTES_COLUMN
from cases.records.tables import Account, Lead, Order, Payment, SalespersonRecord
from cases.records.tokens import Tokens, each_name, each_spelling
from cases.records.values import KEY_LENGTH, account_key, order_key
from crypto.vault import Vault

TOO_FEW, STRAYS = 300, 3  # orders to speak of a period; dates mistyped on either end
MOST = 50  # of each kind and clue; a phone shared by more customers than this identifies nobody
MOST_PAID = 4 * MOST
MOST_SERIES = 8  # kinds of order numbers
# What is read of each: a row's other half are tokens and ids, which take as long to fetch and say nothing more.
_CUSTOMER = "sealed_customer, salesperson, store, product, status"
ORDER_COLUMNS = f"order_no, {_CUSTOMER}, sealed_payee_account, amount_fen, list_amount_fen, ordered_day, deleted_on"
LEAD_COLUMNS = f"lead_no, {_CUSTOMER}, quoted_amount_fen, created_day, closed_day"
PAYMENT_COLUMNS = "payment_no, order_no, sealed_payer_name, sealed_payee_account, amount_fen, paid_day, method"


@dataclass(slots=True)  # not frozen: hundreds are made for one claim, which takes a third of the time
class OrderRecord:
    """One order, opened; nobody changes it. `ordered_on`: the day in China. `deleted_on`: when we learnt that it was deleted."""

    order_no: str
    customer_name: str | None
    customer_phone: str | None
    salesperson: str | None
    store: str | None
    product: str | None
    amount_fen: int
    ordered_on: date
    status: str
    payee_account: str | None
    deleted_on: date | None = None
    list_amount_fen: int | None = None
    # opened only where somebody reads them
    notes: str | None = None
    payer_phone: str | None = None
    consignee_phone: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """One receipt, opened. `order_no` is None when nobody has tied it to an order."""

    payment_no: str
    order_no: str | None
    payer_name: str | None
    payee_account: str | None
    amount_fen: int
    paid_on: date
    method: str | None


@dataclass(frozen=True, slots=True)
class LeadRecord:
    """One lead or quote, opened."""

    lead_no: str
    customer_name: str | None
    customer_phone: str | None
    salesperson: str | None
    store: str | None
    product: str | None
    quoted_amount_fen: int | None
    created_on: date
    status: str
    closed_on: date | None
    notes: str | None = None  # opened only where somebody reads them


@dataclass(frozen=True)
class Salesperson:
    """One employee who sells, opened."""

    employee_no: str
    name: str
    phone: str | None
    store: str | None
    joined_on: date | None
    left_on: date | None


@dataclass(frozen=True)
class CompanyAccount:
    """One account of the company, opened. `key` is the normal form (`account_key`) that two spellings share."""

    account: str
    key: str
    holder: str | None
    bank: str | None


@dataclass(frozen=True)
class Candidates:
    """Records that share a clue with a claim, without order or duplicates."""

    orders: tuple[OrderRecord, ...] = ()
    payments: tuple[PaymentRecord, ...] = ()
    leads: tuple[LeadRecord, ...] = ()


async def candidates(
    vault: Vault,
    *,
    order_no: str | None = None,
    phone: str | None = None,
    customer_name: str | None = None,
    salesperson: str | None = None,
    payer_name: str | None = None,
    about_order_no: str | None = None,
    about_lead_no: str | None = None,
) -> Candidates:
    """Orders and leads by order number, phone, last four digits + name, name + salesperson; payments of those orders,
    and of `payer_name` (if given) that are tied to no order. `phone` may be its last four digits. The record an
    invitation was about comes too. Asked together."""
    endings = each_spelling(vault, [customer_name], lambda tokens: tokens.last_four_name(phone, customer_name))
    sellers = each_spelling(
        vault, (customer_name, salesperson), lambda tokens: tokens.name_salesperson(customer_name, salesperson)
    )
    names = each_name(vault, customer_name)
    clues = [
        *_clue("phone_token", Tokens(vault).phone(phone)),
        *_of_a_name(names, "last_four_name_token", endings),
        *_of_a_name(names, "name_salesperson_token", sellers),
    ]
    numbered = [*_clue("order_key", order_key(order_no or "")), *_clue("order_no", about_order_no)]
    of_orders = Question(Order, ORDER_COLUMNS, [*numbered, *clues])
    paid = [one_of_theirs("order_key", of_orders, MOST_PAID), *_paid(order_no, vault, payer_name)]
    orders, leads, payments = await few_rows_that_fit(
        of_orders,
        Question(Lead, LEAD_COLUMNS, [*_clue("lead_no", about_lead_no), *clues]),
        Question(Payment, PAYMENT_COLUMNS, paid),
    )
    return Candidates(
        orders_of(orders, vault),
        tuple(payment_of(row, vault) for row in payments),
        tuple(lead_of(row, vault) for row in leads),
    )


async def period_of_orders() -> tuple[date, date] | None:
    """The first and last day of which the orders tell, but for a few that are far from the others; None if they are few."""
    first, last = [await _day_at(ascending) for ascending in (True, False)]
    return (first, last) if first and last else None


async def series_of_orders() -> tuple[str, ...]:
    """What stands in front of order numbers (SO, XS, nothing at all), as `order_key` spells it; the first MOST_SERIES.

    Leaps through the index from one to the next: no digit of any number lies beyond as many nines.
    """
    found: list[str] = []
    last = ""
    while len(found) < MOST_SERIES:
        after = await Order.select(Order.order_key).where(Order.order_key > last).order_by(Order.order_key).first()
        if after is None or (series := series_of(after["order_key"])) in found:
            break
        found.append(series)
        last = series + "9" * KEY_LENGTH
    return tuple(found)


async def _day_at(ascending: bool) -> date | None:
    """Read off the index of days: as many entries as TOO_FEW."""
    rows = await Order.select(Order.ordered_day).order_by(Order.ordered_day, ascending=ascending).limit(TOO_FEW)
    return date.fromordinal(rows[STRAYS]["ordered_day"]) if len(rows) == TOO_FEW else None


async def payments_of_orders(vault: Vault, order_nos: Sequence[str]) -> tuple[PaymentRecord, ...]:
    """Payments tied to these orders."""
    keys = sorted({order_key(number) for number in order_nos} - {""})
    (rows,) = await few_rows_that_fit(Question(Payment, PAYMENT_COLUMNS, [one_of("order_key", keys, MOST_PAID)]))
    return tuple(payment_of(row, vault) for row in rows)


async def company_accounts(vault: Vault) -> tuple[CompanyAccount, ...]:
    """Every account the company receives money on."""
    found = []
    for row in await Account.select().where(Account.deleted_on.is_null()).order_by(Account.holder):
        account = vault.open("payee_account", bytes(row["sealed_account"]))
        found.append(CompanyAccount(account, account_key(account), row["holder"] or None, row["bank"] or None))
    return tuple(found)


async def salespeople(vault: Vault) -> tuple[Salesperson, ...]:
    """Everybody who sells or sold."""
    return salespeople_of_rows(await SalespersonRecord.select().order_by(SalespersonRecord.employee_no), vault)


def salespeople_of_rows(rows: Sequence[dict[str, Any]], vault: Vault) -> tuple[Salesperson, ...]:
    return tuple(
        Salesperson(
            row["employee_no"],
            row["name"],
            _opened(vault, "salesperson_phone", row["sealed_phone"]),
            row["store"] or None,
            row["joined_on"],
            row["left_on"],
        )
        for row in rows
    )


def orders_of_rows(rows: Sequence[dict[str, Any]], vault: Vault) -> tuple[OrderRecord, ...]:
    return tuple(replace(_with_phones(row, vault), notes=notes_of(row, vault)) for row in rows)


def payments_of_rows(rows: Sequence[dict[str, Any]], vault: Vault) -> tuple[PaymentRecord, ...]:
    return tuple(payment_of(row, vault) for row in rows)


def leads_of_rows(rows: Sequence[dict[str, Any]], vault: Vault) -> tuple[LeadRecord, ...]:
    return tuple(replace(lead_of(row, vault), notes=notes_of(row, vault)) for row in rows)


async def orders_numbered(vault: Vault, order_nos: list[str]) -> tuple[OrderRecord, ...]:
    """Orders by their exact numbers, such as those of a campaign."""
    rows = await Order.select().where(Order.order_no.is_in(order_nos)) if order_nos else []
    return tuple(_with_phones(row, vault) for row in rows)


async def leads_numbered(vault: Vault, lead_nos: list[str]) -> tuple[LeadRecord, ...]:
    """Leads by their exact numbers."""
    rows = await Lead.select().where(Lead.lead_no.is_in(lead_nos)) if lead_nos else []
    return tuple(lead_of(row, vault) for row in rows)


def _clue(column: str, value: int | str | None) -> list[Clue]:
    return [one_of(column, [value], MOST)] if value else []


def _of_a_name(names: list[int], column: str, tokens: list[int]) -> list[Clue]:
    """By both tokens: one index serves whoever asks by name, alone, with a salesperson or with four digits."""
    return [Clue(f"name_token IN ? AND {column} IN ?", [names, tokens], MOST)] if tokens else []


def _paid(order_no: str | None, vault: Vault, payer_name: str | None) -> list[Clue]:
    """Payments under the number that was said, be there such an order or not; and this payer's that are tied to none."""
    clues = _clue("order_key", order_key(order_no or ""))
    for payer in each_name(vault, payer_name):
        clues.append(Clue("name_token = ? AND order_key = ?", [payer, ""], MOST_PAID))
    return clues


def _opened(vault: Vault, column: str, sealed: bytes | None) -> str | None:
    return vault.open(column, bytes(sealed)) if sealed else None


def _with_phones(row: dict[str, Any], vault: Vault) -> OrderRecord:
    return replace(
        order_of(row, vault),
        payer_phone=_opened(vault, "payer_phone", row["sealed_payer_phone"]),
        consignee_phone=_opened(vault, "consignee_phone", row["sealed_consignee_phone"]),
    )


def notes_of(row: dict[str, Any], vault: Vault) -> str | None:
    """What somebody wrote down about the customer of an order or lead."""
    return _opened(vault, NOTES_COLUMN, row["sealed_notes"])


def _customer(row: dict[str, Any], vault: Vault) -> dict[str, str | None]:
    customer = open_customer(vault, row[COLUMN])
    return {
        "customer_name": customer.name,
        "customer_phone": customer.phone,
        "salesperson": row["salesperson"] or None,
        "store": row["store"] or None,
        "product": row["product"] or None,
    }


def order_of(row: dict[str, Any], vault: Vault) -> OrderRecord:
    return orders_of([row], vault)[0]


def orders_of(rows: Sequence[dict[str, Any]], vault: Vault) -> tuple[OrderRecord, ...]:
    """Column by column: hundreds at once are opened in a third of the time."""
    accounts = _column(vault, "payee_account", rows)
    return tuple(
        OrderRecord(
            order_no=row["order_no"],
            customer_name=customer.name,
            customer_phone=customer.phone,
            salesperson=_one_copy(row["salesperson"]),
            store=_one_copy(row["store"]),
            product=_one_copy(row["product"]),
            amount_fen=row["amount_fen"],
            ordered_on=date.fromordinal(row["ordered_day"]),
            status=row["status"],
            payee_account=_one_copy(account),
            deleted_on=row["deleted_on"],
            list_amount_fen=row["list_amount_fen"],
        )
        for row, customer, account in zip(rows, open_customers(vault, rows), accounts, strict=True)
    )


def _one_copy(text: str | None) -> str | None:
    """Of what thousands of rows say alike. None for nothing."""
    return intern(text) if text else None


def _column(vault: Vault, column: str, rows: Sequence[dict[str, Any]]) -> list[str | None]:
    return vault.open_all(column, (bytes(sealed) if (sealed := row[f"sealed_{column}"]) else None for row in rows))


def payment_of(row: dict[str, Any], vault: Vault) -> PaymentRecord:
    return PaymentRecord(
        payment_no=row["payment_no"],
        order_no=row["order_no"] or None,
        payer_name=_opened(vault, "payer_name", row["sealed_payer_name"]),
        payee_account=_one_copy(_opened(vault, "payee_account", row["sealed_payee_account"])),
        amount_fen=row["amount_fen"],
        paid_on=date.fromordinal(row["paid_day"]),
        method=_one_copy(row["method"]),
    )


def lead_of(row: dict[str, Any], vault: Vault) -> LeadRecord:
    return LeadRecord(
        lead_no=row["lead_no"],
        **_customer(row, vault),
        quoted_amount_fen=row["quoted_amount_fen"],
        created_on=date.fromordinal(row["created_day"]),
        status=row["status"],
        closed_on=date.fromordinal(row["closed_day"]) if row["closed_day"] else None,
    )
