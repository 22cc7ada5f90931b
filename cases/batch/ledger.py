"""The books in an engine, and which records each of many claims is held against. Opens what it reads into memory only.

Holds no rule: the records found for a claim go to the same engine that answers one claim at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from cases.batch.engines import Engine
from cases.crosscheck.coding import Row, Words, claim_row, coded_order, lead_claim, lead_row
from cases.crosscheck.facts import Candidates, ClaimFact, PaymentFact
from cases.gathering import Books, lead_fact, open_books, order_fact, payment_fact
from cases.records import in_bulk, in_columns, lookup
from cases.records.tokens import folded_key
from cases.records.values import order_key
from crypto.vault import Vault

Labels = dict[int, list[str]]  # by claim, the numbers of records it could mean, best first
FITTING_BITS = 2.0  # four to one: the claim has an order
Tell = Callable[[int], None]


@dataclass
class Shelf:
    """The records of one kind in an engine of their own, with the words they share with the claims."""

    engine: Engine
    words: Words = field(default_factory=Words)
    rows: int = 0

    def find(self, claims: Sequence[ClaimFact], *, anothers: bool = False) -> Labels:
        """anothers: for a claim that nothing fits, orders in somebody else's name too."""
        rows = [claim_row(place, claim, self.words) for place, claim in enumerate(claims)]
        self._put("claims", rows)
        self._put("words", self.words.rows)
        found: Labels = defaultdict(list)
        fitting: set[int] = set()
        for pair in self.engine.pairs():
            found[pair.claim].append(pair.label)
            if pair.bits >= FITTING_BITS:
                fitting.add(pair.claim)
        if anothers:
            self._put("claims", [row for place, row in enumerate(rows) if place not in fitting])
            for claim, label in self.engine.anothers():
                if label not in found[claim]:
                    found[claim].append(label)
        return found

    def _put(self, table: str, rows: Sequence[Row]) -> None:
        self.engine.empty(table)
        self.engine.put(table, rows)


@dataclass
class Ledger:
    """All orders and leads, and how to open the few that matter."""

    orders: Shelf
    leads: Shelf
    books: Books
    vault: Vault

    def find(self, claims: Sequence[ClaimFact]) -> tuple[Labels, Labels]:
        """For each claim by its place: orders, and leads, that it could mean."""
        leads = self.leads.find([lead_claim(claim) for claim in claims]) if self.leads.rows else {}
        return self.orders.find(claims, anothers=True) if self.orders.rows else {}, leads

    async def open(self, claims: Mapping[int, ClaimFact], orders: Labels, leads: Labels) -> dict[int, Candidates]:
        """The records found for these claims, with the payments that belong to them."""
        vault = self.vault
        order_nos = sorted({label for place in claims for label in orders.get(place, ())})
        lead_nos = sorted({label for place in claims for label in leads.get(place, ())})
        order_of = {one.order_no: order_fact(one) for one in await lookup.orders_numbered(vault, order_nos)}
        lead_of = {one.lead_no: lead_fact(one) for one in await lookup.leads_numbered(vault, lead_nos)}
        payers = {claim.customer_name for claim in claims.values() if claim.customer_name}
        paid = await in_bulk.payments_of(vault, order_nos, payers)
        tied, untied = _by_owner([payment_fact(one) for one in paid], order_nos)
        return {
            place: Candidates(
                orders=tuple(order_of[label] for label in sorted(orders.get(place, ())) if label in order_of),
                payments=_payments_for(claim, orders.get(place, ()), tied, untied),
                leads=tuple(lead_of[label] for label in sorted(leads.get(place, ())) if label in lead_of),
                company_accounts=self.books.accounts,
                company_holders=self.books.holders,
                salespeople=self.books.salespeople,
                words=self.books.words,
                period=self.books.period,
            )
            for place, claim in claims.items()
        }


@asynccontextmanager
async def open_ledger(vault: Vault, new_engine: Callable[[], Engine], tell: Tell) -> AsyncIterator[Ledger]:
    """Read all orders and leads into engines. tell: called with the records read so far."""
    ledger = Ledger(Shelf(new_engine()), Shelf(new_engine()), await open_books(vault), vault)
    try:
        await _put_orders(ledger.orders, vault, tell)
        await _put_leads(ledger.leads, vault, tell, ledger.orders.rows)
        yield ledger
    finally:
        ledger.orders.engine.close()
        ledger.leads.engine.close()


async def _put_orders(shelf: Shelf, vault: Vault, tell: Tell) -> None:
    async for orders in in_columns.all_order_values(vault):
        rows = [coded_order(shelf.rows + place, *one, shelf.words) for place, one in enumerate(orders)]
        shelf.engine.put("orders", rows)
        shelf.rows += len(orders)
        tell(shelf.rows)


async def _put_leads(shelf: Shelf, vault: Vault, tell: Tell, before: int) -> None:
    async for leads in in_bulk.all_leads(vault):
        rows = [lead_row(shelf.rows + place, lead_fact(lead), shelf.words) for place, lead in enumerate(leads)]
        shelf.engine.put("orders", rows)
        shelf.rows += len(leads)
        tell(before + shelf.rows)


def _by_owner(
    payments: Sequence[PaymentFact], order_nos: Sequence[str]
) -> tuple[dict[str, list[PaymentFact]], dict[str, list[PaymentFact]]]:
    """Payments by order, under its number as the order spells it; and those tied to none by payer."""
    spelled = {order_key(number): number for number in order_nos}
    tied: dict[str, list[PaymentFact]] = defaultdict(list)
    untied: dict[str, list[PaymentFact]] = defaultdict(list)
    for payment in payments:
        if payment.order_no is None:
            untied[folded_key(payment.payer_name) or ""].append(payment)
        elif number := spelled.get(order_key(payment.order_no)):
            tied[number].append(replace(payment, order_no=number))
    return tied, untied


def _payments_for(
    claim: ClaimFact,
    order_nos: Sequence[str],
    tied: Mapping[str, list[PaymentFact]],
    untied: Mapping[str, list[PaymentFact]],
) -> tuple[PaymentFact, ...]:
    own = [payment for number in order_nos for payment in tied.get(number, ())]
    payer = folded_key(claim.customer_name)
    own += untied.get(payer, ()) if payer else ()
    return tuple(sorted(own, key=lambda payment: payment.payment_no))
