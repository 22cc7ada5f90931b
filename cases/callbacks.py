"""Picks whom to ask from orders and lost leads, and hands them to surveys. Knows no link and no answer.

A diverted customer has no order, so cancelled orders and lost leads are frames of their own. Which people a number of
places falls on is drawn from a seed: the same seed shows the same people before and after the button.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from cases.actors import Actor
from cases.records import LeadRecord, OrderRecord, leads_numbered, orders_numbered
from cases.records.tables import Lead, Order
from cases.tables import Organisation
from crypto.vault import Vault
from surveys import MOST_AT_ONCE, Invited, Plan, Transaction, askable, invite

Frame = Literal["orders", "cancelled", "lost_leads", "list"]
STATUSES: dict[str, list[str]] = {
    "orders": ["paid", "done"],
    "cancelled": ["cancelled", "returned", "deleted"],
    "lost_leads": ["lost", "dormant"],
}
FRAMES: tuple[Frame, ...] = ("orders", "cancelled", "lost_leads", "list")
LONGEST_DAYS = 730


@dataclass(frozen=True)
class Wanted:
    """Whom to ask. days: how far back; most: places to draw; pasted: for the frame "list", one number a line,
    with a mail address behind it if there is one. Empty store or salesperson means any."""

    frame: Frame
    days: int = 90
    store: str = ""
    salesperson: str = ""
    most: int = 50
    seed: str = ""
    pasted: str = ""


@dataclass(frozen=True)
class Picked:
    """Who was drawn, out of how many; unknown are pasted numbers that neither an order nor a lead has."""

    transactions: tuple[Transaction, ...]
    population: int
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outlook:
    """What pressing the button would do: how many would be asked, and why not the others."""

    picked: Picked
    count: int
    skipped: dict[str, int]


@dataclass(frozen=True)
class Sending:
    """How to ask. goods: a category that helps the customer recall, or ""."""

    channel: Literal["links", "mail"]
    goods: str = ""
    language: str = "zh"


async def pick(wanted: Wanted, vault: Vault, now: datetime) -> Picked:
    """The people of a frame, drawn by seed, or those of a pasted list."""
    if wanted.frame == "list":
        return await _pasted(wanted.pasted, vault)
    numbers = await _numbers(wanted, now)
    places = max(1, min(wanted.most, MOST_AT_ONCE))
    drawn = sorted(numbers, key=lambda number: hashlib.blake2b(f"{wanted.seed}/{number}".encode()).digest())[:places]
    share = len(drawn) / len(numbers) if numbers else 1.0
    transactions = [
        replace(one, inclusion_probability=share) for one in await _transactions(wanted.frame, drawn, vault)
    ]
    return Picked(tuple(transactions), len(numbers))


async def outlook(wanted: Wanted, sending: Sending, actor: Actor, vault: Vault, now: datetime) -> Outlook:
    """Count before asking. Writes nothing."""
    picked = await pick(wanted, vault, now)
    plan = await _plan(wanted, sending, actor)
    count, skipped = await askable(picked.transactions[:MOST_AT_ONCE], plan, vault, now.date())
    return Outlook(picked, count, {reason: number for reason, number in skipped.items()})


async def ask(wanted: Wanted, sending: Sending, actor: Actor, vault: Vault, now: datetime) -> Invited:
    """Invite them. Raises surveys' NobodyToAsk or TooManyAtOnce."""
    picked = await pick(wanted, vault, now)
    return await invite(picked.transactions, await _plan(wanted, sending, actor), vault, now)


async def stores_and_salespeople() -> tuple[list[str], list[str]]:
    """Names to filter by, as they stand on orders and leads."""
    stores: set[str] = set()
    people: set[str] = set()
    for table in (Order, Lead):
        stores |= {row["store"] for row in await table.select(table.store).distinct()}
        people |= {row["salesperson"] for row in await table.select(table.salesperson).distinct()}
    return sorted(stores - {""}), sorted(people - {""})


async def company_name() -> str:
    """The name customers know; "" before the portal is set up."""
    row = await Organisation.select(Organisation.name).first()
    return str(row["name"]) if row else ""


async def _plan(wanted: Wanted, sending: Sending, actor: Actor) -> Plan:
    return Plan(
        company=await company_name(),
        channel=sending.channel,
        frame=wanted.frame,
        started_by=actor.id,
        goods=sending.goods[:40],
        mail_language=sending.language,
    )


async def _numbers(wanted: Wanted, now: datetime) -> list[str]:
    table: type[Order] | type[Lead] = Lead if wanted.frame == "lost_leads" else Order
    number, moment = (Lead.lead_no, Lead.created_at) if table is Lead else (Order.order_no, Order.ordered_at)
    since = now.astimezone(UTC) - timedelta(days=max(1, min(wanted.days, LONGEST_DAYS)))
    query = table.select(number).where(table.status.is_in(STATUSES[wanted.frame]), moment >= since)
    if wanted.store:
        query = query.where(table.store == wanted.store)
    if wanted.salesperson:
        query = query.where(table.salesperson == wanted.salesperson)
    return [row[number._meta.name] for row in await query]


async def _transactions(frame: Frame, numbers: Sequence[str], vault: Vault) -> list[Transaction]:
    if frame == "lost_leads":
        return [_of_lead(lead) for lead in await leads_numbered(vault, list(numbers))]
    return [_of_order(order) for order in await orders_numbered(vault, list(numbers))]


async def _pasted(text: str, vault: Vault) -> Picked:
    addresses = _lines(text)
    orders = {order.order_no: order for order in await orders_numbered(vault, list(addresses))}
    leads = {lead.lead_no: lead for lead in await leads_numbered(vault, list(addresses))}
    found = []
    for number, address in addresses.items():
        if number in orders:
            found.append(replace(_of_order(orders[number]), customer_email=address))
        elif number in leads:
            found.append(replace(_of_lead(leads[number]), customer_email=address))
    unknown = tuple(number for number in addresses if number not in orders and number not in leads)
    return Picked(tuple(found), len(addresses), unknown)


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


def _of_order(order: OrderRecord) -> Transaction:
    return _transaction("order", order.order_no, order.ordered_on, order.amount_fen, order)


def _of_lead(lead: LeadRecord) -> Transaction:
    return _transaction("lead", lead.lead_no, lead.created_on, lead.quoted_amount_fen, lead)


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
