"""A demo company in memory, and what the engine alone makes of its customers' answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from cases.claims import fact_of_texts
from cases.crosscheck.engine import Finding, check
from cases.crosscheck.facts import Candidates, ClaimFact, LeadFact, OrderFact, SalespersonFact
from cases.crosscheck.fields import plain_account
from portal.demo.answers import Asked, Round, make_rounds
from portal.demo.books import Books, make_books
from portal.demo.building import SEED
from portal.demo.people import ACCOUNTS, SALESPEOPLE
from portal.demo.plots import DEALS
from portal.demo.stories import Deal, tell
from surveys import Transaction
from surveys.answering.replaying import Replay, replay, stated
from surveys.definitions.reading import ready_made

TODAY = date(2026, 11, 21)
FORM = ready_made("callback")


@dataclass(frozen=True)
class Company:
    books: Books
    deals: tuple[Deal, ...]
    rounds: tuple[Round, ...]

    @property
    def answered(self) -> list[Asked]:
        return [asked for one in self.rounds for asked in one.asked if asked.given is not None]

    def record(self, ref: str) -> OrderFact | LeadFact:
        return (self.books.orders | self.books.leads)[ref]

    def deals_of(self, *plots: str) -> list[Deal]:
        return [deal for deal in self.deals if deal.plot in plots]


@cache
def company(today: date = TODAY) -> Company:
    random = Random(SEED)
    books = make_books(today, random)
    deals = tell(books, DEALS, random)
    return Company(books, deals, make_rounds(books, deals, random))


def replayed(made: Company, asked: Asked) -> Replay:
    record = made.record(asked.ref)
    amount_fen = record.amount_fen if isinstance(record, OrderFact) else None
    shown = Transaction(asked.subject, asked.ref, amount_fen=amount_fen)
    return replay(FORM, asked.given or {}, recorded=shown.recorded, today=made.books.today)


def findings(made: Company, asked: Asked) -> tuple[Finding, ...]:
    claim = _claim(made, asked)
    orders = tuple(order for order in made.books.orders.values() if order.customer_phone == claim.customer_phone)
    numbers = {order.order_no for order in orders}
    records = Candidates(
        orders=orders,
        payments=tuple(one for one in made.books.payments.values() if one.order_no in numbers),
        leads=tuple(lead for lead in made.books.leads.values() if lead.customer_phone == claim.customer_phone),
        company_accounts=frozenset(plain_account(one.account) for one in ACCOUNTS),
        company_holders=frozenset(one.holder for one in ACCOUNTS),
        salespeople=tuple(SalespersonFact(person.name) for person in SALESPEOPLE),
    )
    return check(claim, records).findings


def _claim(made: Company, asked: Asked) -> ClaimFact:
    record = made.record(asked.ref)
    who = {"customer_name": record.customer_name or "", "customer_phone": record.customer_phone or ""}
    return fact_of_texts(
        asked.ref,
        "survey",
        stated(FORM, replayed(made, asked).answers) | who,
        about_order_no=asked.ref if asked.subject == "order" else None,
        about_lead_no=asked.ref if asked.subject == "lead" else None,
        answered_on=asked.answered_at.date() if asked.answered_at else None,
    )
