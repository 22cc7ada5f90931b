"""Chooses whom to ask: who is there, who rests, who is drawn. Writes nothing; opens only those it drew."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction

from cases.callbacks.flags import Contacts, Flag, contacts_of
from cases.callbacks.lists import pasted, transaction_of_lead, transaction_of_order, with_phone_of
from cases.callbacks.people import LARGEST_FRAME, Person, people_of
from cases.callbacks.risk import Reason, Signs, large_from, reasons, weight
from cases.callbacks.wanted import Wanted, seeded
from cases.records.lookup import OrderRecord, leads_numbered, orders_numbered
from cases.records.tables import SalespersonRecord
from cases.records.tokens import Tokens
from crypto.vault import Vault
from surveys import (
    MOST_AT_ONCE,
    Design,
    Drawn,
    PhoneOf,
    Resting,
    Transaction,
    Unit,
    chances,
    draw,
    promised,
    resting,
    sellers_drawn,
)

_QUARTER_MONTHS = 3


@dataclass(frozen=True)
class Flagged:
    """A contact something speaks against. Its number is not told."""

    ref: str
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Picked:
    """Who was drawn, out of how many; unknown are pasted numbers that neither an order nor a lead has.

    left_out: why others of the population were not in the draw. owed: sellers of whom nobody was drawn at random this
    quarter, and who are not promised one now. by_draw: how many fell to which draw. why: reasons of the risk picks.
    strangers: pasted phones under which the books hold no order. by_phone: whose phones they are reached by.
    """

    transactions: tuple[Transaction, ...]
    population: int
    unknown: tuple[str, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)
    flagged: tuple[Flagged, ...] = ()
    by_draw: dict[str, int] = field(default_factory=dict)
    owed: tuple[str, ...] = ()
    why: dict[Reason, int] = field(default_factory=dict)
    seed: str = ""
    is_cut: bool = False
    strangers: int = 0
    by_phone: dict[PhoneOf, int] = field(default_factory=dict)


async def pick(wanted: Wanted, vault: Vault, now: datetime) -> Picked:
    """The people of a frame, drawn by seed, or those of a pasted list."""
    if wanted.frame == "list":
        found = await pasted(wanted.pasted, vault)
        return Picked(
            transactions=found.people,
            population=len(found.people) + len(found.unknown),
            unknown=found.unknown,
            by_draw={"list": len(found.people)} if found.people else {},
            strangers=found.strangers,
            by_phone=_by_phone(found.people),
        )
    return await pick_among(await people_of(wanted, now), seeded(wanted, vault, now.date()), vault, now)


async def pick_among(people: Sequence[Person], wanted: Wanted, vault: Vault, now: datetime) -> Picked:
    """Drawn from these people by the seed of `wanted`."""
    contacts = await contacts_of(people, vault, now)
    eligible, left_out = _eligible(people, contacts, await resting(vault, now.date()), vault)
    found_reasons = await _reasons(wanted, eligible, contacts)
    units = [Unit(one.key, one.seller, one.store, weight(found_reasons[one.key])) for one in eligible]
    design = await _design(wanted, units, now.date())
    # half a second for the largest frame, in which reporters must not wait
    drawn, owed = await asyncio.to_thread(_drawn_and_owed, units, design)
    ways = {one.key: contacts.way_to(one) for one in eligible}
    transactions = tuple(await _transactions(drawn, ways, contacts, vault))
    return Picked(
        transactions=transactions,
        population=len(people),
        left_out=dict(left_out),
        flagged=_flagged(drawn, eligible, contacts),
        by_draw=dict(Counter(one.by for one in drawn)),
        owed=owed,
        why=dict(Counter(reason for one in drawn if one.by != "random" for reason in found_reasons[one.key])),
        seed=design.seed,
        is_cut=len(people) == LARGEST_FRAME,
        by_phone=_by_phone(transactions),
    )


def _by_phone(transactions: Sequence[Transaction]) -> dict[PhoneOf, int]:
    return dict(Counter(one.phone_of for one in transactions if one.customer_phone))


def _drawn_and_owed(units: Sequence[Unit], design: Design) -> tuple[list[Drawn], tuple[str, ...]]:
    if not units:
        return [], ()
    return draw(units, design), tuple(sorted(design.owed - promised(units, chances(units, design)[0])))


def _eligible(
    people: Sequence[Person], contacts: Contacts, rest: Resting, vault: Vault
) -> tuple[list[Person], Counter[str]]:
    """Each customer once, by their latest order; without those who rest, by any of their numbers, or have only an employee's."""
    tokens = Tokens(vault)
    peaceful, asked = set(tokens.phones(rest.opted_out)), set(tokens.phones(rest.asked_lately))
    left_out: Counter[str] = Counter()
    seen: set[int | None] = set()
    found = []
    for person in people:
        phones = {phone for _, phone in person.phones}
        theirs = {person.phone, contacts.phone_to(person)} - {None}
        if phones & peaceful:
            left_out["opted_out"] += 1
        elif phones & asked or (person.kind, person.ref) in rest.subjects:
            left_out["asked_lately"] += 1
        elif phones and phones <= contacts.employees:
            left_out["employee_phone"] += 1
        elif theirs & seen:
            left_out["twice"] += 1
        else:
            found.append(person)
            seen |= theirs - contacts.employees
    return found, left_out


async def _reasons(wanted: Wanted, people: Sequence[Person], contacts: Contacts) -> dict[str, tuple[Reason, ...]]:
    large = large_from([person.amount_fen for person in people])
    left = await _sellers_who_left()
    return {
        person.key: reasons(
            Signs(
                status=person.status,
                amount_fen=person.amount_fen,
                is_lead=person.kind == "lead",
                bought_since=person.ref in contacts.bought_since,
                has_employees_phone=contacts.is_employees(person),
                has_shared_phone=contacts.is_shared(person),
                has_changed_phone=contacts.is_changed(person),
                seller_left=person.seller in left,
                stopped_buying=wanted.frame == "dormant",
            ),
            large,
        )
        for person in people
    }


async def _sellers_who_left() -> frozenset[str]:
    rows = await SalespersonRecord.select(SalespersonRecord.name).where(SalespersonRecord.left_on.is_not_null())
    return frozenset(row["name"] for row in rows)


async def _design(wanted: Wanted, units: Sequence[Unit], today: date) -> Design:
    share = Fraction(str(min(max(wanted.share_percent, 0), 100))) / 100
    sellers = frozenset(unit.seller for unit in units if unit.seller)
    drawn_before = await sellers_drawn(_quarter_begins(today)) if share else sellers
    return Design(
        seed=wanted.seed,
        share=share,
        risk_picks=max(wanted.risk_picks, 0),
        most=max(1, min(wanted.most, MOST_AT_ONCE)),
        most_per_seller=max(wanted.most_per_seller, 0),
        most_per_store=max(wanted.most_per_store, 0),
        owed=sellers - drawn_before,
    )


def _quarter_begins(today: date) -> date:
    return date(today.year, (today.month - 1) // _QUARTER_MONTHS * _QUARTER_MONTHS + 1, 1)


async def _transactions(
    drawn: Sequence[Drawn], ways: Mapping[str, PhoneOf | None], contacts: Contacts, vault: Vault
) -> list[Transaction]:
    """Opened, each with its chances and the phone to reach it by."""
    numbers: dict[str, list[str]] = {"order": [], "lead": []}
    for one in drawn:
        kind, _, ref = one.key.partition(":")
        numbers[kind].append(ref)
    orders = {f"order:{one.order_no}": one for one in await orders_numbered(vault, numbers["order"])}
    leads = {f"lead:{one.lead_no}": one for one in await leads_numbered(vault, numbers["lead"])}
    opened = {key: _reached(order, ways[key] or "customer", contacts) for key, order in orders.items()}
    opened |= {key: transaction_of_lead(lead) for key, lead in leads.items()}
    return [_drawn(opened[one.key], one) for one in drawn if one.key in opened]


def _reached(order: OrderRecord, whose: PhoneOf, contacts: Contacts) -> Transaction:
    about = with_phone_of(transaction_of_order(order), order, whose)
    return replace(about, customer_phone=contacts.former[order.order_no]) if whose == "former" else about


def _drawn(transaction: Transaction, one: Drawn) -> Transaction:
    return replace(
        transaction,
        drawn_by=one.by,
        random_probability=one.random_probability,
        inclusion_probability=one.inclusion_probability,
    )


def _flagged(drawn: Sequence[Drawn], people: Sequence[Person], contacts: Contacts) -> tuple[Flagged, ...]:
    keys = {one.key for one in drawn}
    found = [Flagged(person.ref, contacts.flags(person)) for person in people if person.key in keys]
    return tuple(sorted((one for one in found if one.flags), key=lambda one: one.ref))
