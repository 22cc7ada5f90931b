"""Pasted lists: numbers of orders and leads, or people by their phone (warranty cards, an app, a fair). Draws nobody.

A person by phone need not stand in the books at all: that is what makes such a list worth asking.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from cases.records.cells import Refused
from cases.records.dates import parse_day
from cases.records.lookup import LeadRecord, OrderRecord, leads_numbered, orders_numbered
from cases.records.tables import Order
from cases.records.tokens import Tokens
from crypto.vault import Vault
from surveys import PhoneOf, Transaction

_PHONE = re.compile(r"(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}", re.ASCII)
_BETWEEN = re.compile(r"[\t,，;；]+")
_OR_SPACE = re.compile(r"[\s,，;；]+")
_HAS_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Pasted:
    """Who stands on a list, and the numbers that neither an order nor a lead has.

    strangers: how many were given by a phone under which the books hold no order.
    """

    people: tuple[Transaction, ...]
    unknown: tuple[str, ...]
    strangers: int = 0


async def pasted(text: str, vault: Vault) -> Pasted:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    by_phone = {line: cells for line in lines if (cells := _cells_with_phone(line)) is not None}
    contacts = [_contact(cells, vault) for cells in by_phone.values()]
    numbered, unknown = await _numbered(_addresses(line for line in lines if line not in by_phone), vault)
    return Pasted((*numbered, *contacts), unknown, await _strangers(contacts, vault))


def transaction_of_order(order: OrderRecord) -> Transaction:
    """With the payer's phone, failing that the consignee's, failing that the CRM's."""
    about = _transaction("order", order.order_no, order.ordered_on, order.amount_fen, order)
    return with_phone_of(about, order, next((whose for whose, phone in phones_of(order).items() if phone), "customer"))


def with_phone_of(about: Transaction, order: OrderRecord, whose: PhoneOf) -> Transaction:
    booked = "" if whose == "customer" else order.customer_phone or ""
    return replace(about, customer_phone=phones_of(order).get(whose) or "", phone_of=whose, booked_phone=booked)


def phones_of(order: OrderRecord) -> dict[PhoneOf, str | None]:
    """In the order they are preferred in."""
    return {"payer": order.payer_phone, "consignee": order.consignee_phone, "customer": order.customer_phone}


def transaction_of_lead(lead: LeadRecord) -> Transaction:
    return _transaction("lead", lead.lead_no, lead.created_on, lead.quoted_amount_fen, lead)


async def _numbered(addresses: dict[str, str], vault: Vault) -> tuple[list[Transaction], tuple[str, ...]]:
    orders = {order.order_no: order for order in await orders_numbered(vault, list(addresses))}
    leads = {lead.lead_no: lead for lead in await leads_numbered(vault, list(addresses))}
    found = []
    for number, address in addresses.items():
        if number in orders:
            found.append(replace(transaction_of_order(orders[number]), customer_email=address))
        elif number in leads:
            found.append(replace(transaction_of_lead(leads[number]), customer_email=address))
    return found, tuple(number for number in addresses if number not in orders and number not in leads)


def _addresses(lines: Iterable[str]) -> dict[str, str]:
    """Number to mail address ("" if there is none), each number once, in the order of the list."""
    addresses: dict[str, str] = {}
    for line in lines:
        cells = [cell for cell in _OR_SPACE.split(line) if cell]
        if cells:
            addresses.setdefault(cells[0][:64], _address(cells[1:]))
    return addresses


def _address(cells: Iterable[str]) -> str:
    return next((cell[:200] for cell in cells if "@" in cell), "")


def _cells_with_phone(line: str) -> list[str] | None:
    """The cells of a line that names a mobile phone; None for one that does not."""
    cells = [cell.strip() for cell in _BETWEEN.split(line)]
    return cells if any(_PHONE.fullmatch(cell) for cell in cells) else None


def _contact(cells: Sequence[str], vault: Vault) -> Transaction:
    """[number,] [name,] phone [, goods] [, day] [, mail address]. Without a number of its own, a blind one."""
    place = next(index for index, cell in enumerate(cells) if _PHONE.fullmatch(cell))
    before, after = [cell for cell in cells[:place] if cell], [cell for cell in cells[place + 1 :] if cell]
    phone = "".join(sign for sign in cells[place] if sign.isdigit())[-11:]
    number = next((cell for cell in before if _HAS_DIGIT.search(cell)), "")
    days = [(cell, day) for cell in after if (day := _day(cell)) is not None]
    goods = next((cell for cell in after if "@" not in cell and cell not in dict(days)), "")
    return Transaction(
        kind="contact",
        ref=(number or f"T-{vault.token('callback_contact', phone).hex()[:10]}")[:64],
        day=days[0][1] if days else None,
        product=goods[:100],
        customer_name=next((cell for cell in before if cell != number), "")[:100],
        customer_phone=phone,
        customer_email=_address(after),
    )


def _day(cell: str) -> date | None:
    try:
        return parse_day(cell)
    except Refused:
        return None


async def _strangers(contacts: Sequence[Transaction], vault: Vault) -> int:
    tokens = [token for token in Tokens(vault).phones(one.customer_phone for one in contacts) if token is not None]
    if not tokens:
        return 0
    rows = await Order.select(Order.phone_token).where(Order.phone_token.is_in(tokens)).distinct()
    known = {row["phone_token"] for row in rows}
    return sum(token not in known for token in tokens)


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
