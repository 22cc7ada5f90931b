"""Pasted lists of numbers, and records as the Transactions that surveys takes. Draws nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Literal

from cases.records import LeadRecord, OrderRecord, leads_numbered, orders_numbered
from crypto.vault import Vault
from surveys import Transaction


async def pasted(text: str, vault: Vault) -> tuple[tuple[Transaction, ...], tuple[str, ...]]:
    """Who stands on a list, and the numbers that neither an order nor a lead has."""
    addresses = _lines(text)
    orders = {order.order_no: order for order in await orders_numbered(vault, list(addresses))}
    leads = {lead.lead_no: lead for lead in await leads_numbered(vault, list(addresses))}
    found = []
    for number, address in addresses.items():
        if number in orders:
            found.append(replace(transaction_of_order(orders[number]), customer_email=address))
        elif number in leads:
            found.append(replace(transaction_of_lead(leads[number]), customer_email=address))
    return tuple(found), tuple(number for number in addresses if number not in orders and number not in leads)


def transaction_of_order(order: OrderRecord) -> Transaction:
    return _transaction("order", order.order_no, order.ordered_on, order.amount_fen, order)


def transaction_of_lead(lead: LeadRecord) -> Transaction:
    return _transaction("lead", lead.lead_no, lead.created_on, lead.quoted_amount_fen, lead)


def _lines(text: str) -> dict[str, str]:
    """Number to mail address ("" if there is none), each number once, in the order of the list."""
    addresses: dict[str, str] = {}
    for line in text.splitlines():
        cells = [cell for cell in re.split(r"[\s,，;；]+", line.strip()) if cell]
        if cells:
            addresses.setdefault(cells[0][:64], _address(cells[1:]))
    return addresses


def _address(cells: Iterable[str]) -> str:
    return next((cell[:200] for cell in cells if "@" in cell), "")


def _transaction(
    kind: Literal["order", "lead"], ref: str, day: date, amount_fen: int | None, record: OrderRecord | LeadRecord
) -> Transaction:
    return Transaction(
        kind=kind,
        ref=ref,
        day=day,
        amount_fen=amount_fen,
        product=record.product or "",
        store=record.store or "",
        salesperson=record.salesperson or "",
        customer_name=record.customer_name or "",
        customer_phone=record.customer_phone or "",
    )
