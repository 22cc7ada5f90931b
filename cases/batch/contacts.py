"""What is known around each phone that was replaced on an order, for the doubts about it. Opened into memory only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from cases.claims import open_fact
from cases.crosscheck.contacts import Changed, contact_findings
from cases.crosscheck.engine import Finding
from cases.crosscheck.facts import ClaimFact
from cases.crosscheck.fields import name_in_order, plain_phone
from cases.gathering import Books, order_fact
from cases.matches import open_match
from cases.records.contacts import ChangedContact, contact_changes
from cases.records.in_bulk import orders_of_phones
from cases.sight import person_token
from cases.tables import Claim
from crypto.vault import Vault

LOOKED_BACK = timedelta(days=365)


async def doubts_about_contacts(vault: Vault, books: Books, today: date) -> list[Finding]:
    changes = await contact_changes(today - LOOKED_BACK, vault)
    if not changes:
        return []
    sharing = await _sharing(changes, vault)
    said = await _said(changes, vault)
    sellers: dict[str, set[str]] = defaultdict(set)
    for one in books.salespeople:
        if one.phone:
            sellers[plain_phone(one.phone)].add(one.name)
    return list(contact_findings(_known(one, sharing, sellers, said) for one in changes))


def _known(
    change: ChangedContact,
    sharing: dict[str, set[tuple[str, str, str]]],
    sellers: dict[str, set[str]],
    said: dict[str, list[ClaimFact]],
) -> Changed:
    order = change.order
    phone = plain_phone(order.customer_phone or "")
    others = {
        name
        for number, salesperson, name in sharing.get(phone, ())
        if number != order.order_no and salesperson == name_in_order(order.salesperson or "")
    }
    return Changed(
        order_fact(order),
        change.former_phone,
        change.changed_on,
        change.at_once,
        change.rows,
        frozenset(others),
        frozenset(sellers.get(phone, ())),
        tuple(said.get(order.order_no, ())),
    )


async def _sharing(changes: Iterable[ChangedContact], vault: Vault) -> dict[str, set[tuple[str, str, str]]]:
    """By phone: order, salesperson and customer of every order that has it."""
    phones = {change.order.customer_phone for change in changes if change.order.customer_phone}
    found: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for order in await orders_of_phones(vault, phones):
        if order.customer_phone and order.customer_name:
            key = plain_phone(order.customer_phone)
            found[key].add((order.order_no, name_in_order(order.salesperson or ""), order.customer_name))
    return found


async def _said(changes: Sequence[ChangedContact], vault: Vault) -> dict[str, list[ClaimFact]]:
    """By order, the claims that are about it, be the match sure or not; looked for among those about its salesperson."""
    wanted = {change.order.order_no for change in changes}
    tokens = sorted({person_token(vault, change.order.salesperson) or b"" for change in changes} - {b""})
    found: dict[str, list[ClaimFact]] = defaultdict(list)
    for token in tokens:
        for row in await Claim.objects().where(Claim.salesperson_token == token):
            meant, fact = open_match(row, vault), open_fact(row, vault)
            about = fact.about_order_no or (meant.order_no if meant else None)
            if about in wanted:
                found[about].append(fact)
    return found
