"""The demo company's books as the files a CRM and a bank would export, by the file contract. Knows no table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import fields
from datetime import date

from cases.crosscheck.facts import LeadFact, OrderFact, PaymentFact
from cases.records.contract import Kind
from portal.demo.books import Books
from portal.demo.contacts import phones_beside
from portal.demo.people import ACCOUNTS, SALESPEOPLE

# Columns of the contract that a fact of the engine calls by another name.
_NAMES = {
    "amount_fen": "amount",
    "quoted_amount_fen": "quoted_amount",
    "ordered_on": "ordered_at",
    "paid_on": "paid_at",
    "created_on": "created_at",
    "closed_on": "closed_at",
}
Row = dict[str, str]


def export(books: Books) -> dict[Kind, bytes]:
    """One CSV file of each kind, in the order in which they are imported."""
    return {
        "salespeople": _csv(_salesperson_rows(books.today)),
        "accounts": _csv([{"account": one.account, "holder": one.holder, "bank": one.bank} for one in ACCOUNTS]),
        "orders": _csv([_row(order) | phones_beside(order) for order in books.orders.values()]),
        "payments": _csv(map(_row, books.payments.values())),
        "leads": _csv(map(_row, books.leads.values())),
    }


def _salesperson_rows(today: date) -> list[Row]:
    return [
        {
            "employee_no": person.employee_no,
            "name": person.name,
            "phone": person.phone,
            "store": person.store,
            "joined_on": _text(person.joined_on(today)),
            "left_on": _text(person.left_on(today)),
        }
        for person in SALESPEOPLE
    ]


def _row(fact: OrderFact | PaymentFact | LeadFact) -> Row:
    values = ((field.name, getattr(fact, field.name)) for field in fields(fact))
    return {_NAMES.get(name, name): _yuan(value) if name.endswith("_fen") else _text(value) for name, value in values}


def _csv(rows: Iterable[Row]) -> bytes:
    listed = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(listed[0]))
    writer.writeheader()
    writer.writerows(listed)
    return text.getvalue().encode()


def _yuan(amount_fen: int | None) -> str:
    if amount_fen is None:
        return ""
    sign = "-" if amount_fen < 0 else ""
    return f"{sign}{abs(amount_fen) // 100}.{abs(amount_fen) % 100:02d}"


def _text(value: object) -> str:
    return "" if value is None else str(value)
