"""Gathers the records that could bear on a claim and turns them into the engine's facts. Opens them into memory only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast  # statuses come from columns that only ever hold the contract's words

from cases.crosscheck.anothers import is_perhaps_anothers
from cases.crosscheck.facts import (
    Candidates,
    ClaimFact,
    LeadFact,
    LeadStatus,
    OrderFact,
    OrderStatus,
    PaymentFact,
    SalespersonFact,
)
from cases.crosscheck.fields import (
    ROUNDING_FEN,
    ROUNDING_SHARE,
    name_level,
    order_no_level,
    phone_level,
    plain_account,
    plain_name,
)
from cases.crosscheck.term_list import SHIPPED as SHIPPED_WORDS
from cases.crosscheck.term_list import TermList
from cases.crosscheck.traditional import simplified
from cases.crosscheck.weighing import SHIPPED, Weighing
from cases.records import lookup, slips
from cases.terms.versions import words_in_force
from cases.weights.versions import active_weighing
from crypto.vault import Vault


@dataclass(frozen=True)
class Books:
    """What is the same for every claim: accounts, salespeople, the list of words, the weights in use. Read once a job."""

    accounts: frozenset[str]
    holders: frozenset[str]
    salespeople: tuple[SalespersonFact, ...]
    words: TermList = SHIPPED_WORDS
    period: tuple[date, date] | None = None
    weighing: Weighing = SHIPPED
    series: tuple[str, ...] = ()  # what stands in front of order numbers


async def open_books(vault: Vault) -> Books:
    accounts = await lookup.company_accounts(vault)
    people = await lookup.salespeople(vault)
    return Books(
        accounts=frozenset(plain_account(account.key) for account in accounts),
        holders=frozenset(account.holder for account in accounts if account.holder),
        salespeople=tuple(SalespersonFact(one.name, one.employee_no, one.phone, one.store) for one in people),
        words=await words_in_force(),
        period=await lookup.period_of_orders(),
        weighing=await active_weighing(),
        series=await lookup.series_of_orders(),
    )


async def gather(claim: ClaimFact, books: Books, vault: Vault) -> Candidates:
    """Orders, leads and payments that share a clue with the claim, and the record its invitation was about."""
    found = await lookup.candidates(
        vault,
        order_no=claim.order_no,
        phone=claim.customer_phone,
        customer_name=claim.customer_name,
        salesperson=claim.salesperson,
        payer_name=claim.customer_name,
        about_order_no=claim.about_order_no,
        about_lead_no=claim.about_lead_no,
    )
    return _with(Candidates(), found, books)


async def widen(records: Candidates, claim: ClaimFact, books: Books, vault: Vault) -> Candidates:
    """The same, and what lies near what was said: asked only where the exact clues left a doubt. `records` itself where
    nothing does."""
    around = claim.salesperson, prices_near(claim), claim.occurred_on
    said = slips.Said(claim.order_no, claim.customer_phone, *around, books.series)
    known = {order.order_no for order in records.orders}
    orders_near, leads_near = await slips.near(vault, said)
    signs = frozenset(plain_name(claim.customer_name or ""))
    orders = tuple(
        order for order in orders_near if order.order_no not in known and _could_be_meant(claim, signs, order)
    )
    leads = tuple(lead for lead in leads_near if _same_customer(claim, signs, lead))
    if not orders and not leads:
        return records
    payments = await lookup.payments_of_orders(vault, [order.order_no for order in orders])
    return _with(records, lookup.Candidates(orders, payments, leads), books)


def prices_near(claim: ClaimFact) -> tuple[int, int] | None:
    if not claim.amount_fen or not (claim.customer_phone or claim.customer_name):
        return None
    span = max(ROUNDING_FEN, int(claim.amount_fen * ROUNDING_SHARE))
    return claim.amount_fen - span, claim.amount_fen + span


def _could_be_meant(claim: ClaimFact, signs: frozenset[str], order: lookup.OrderRecord) -> bool:
    near_number = order_no_level(claim.order_no, order.order_no) == "near"
    return near_number or _same_customer(claim, signs, order) or is_perhaps_anothers(claim, order)


def _same_customer(claim: ClaimFact, signs: frozenset[str], order: lookup.OrderRecord | lookup.LeadRecord) -> bool:
    """signs: of the name that was said. One slip leaves at least one of them, so most names need no closer look."""
    recorded = simplified((order.customer_name or "").casefold())
    if not signs.isdisjoint(recorded) and name_level(claim.customer_name, order.customer_name) in ("same", "near"):
        return True
    return phone_level(claim.customer_phone, order.customer_phone) not in (None, "differs")


def _with(records: Candidates, found: lookup.Candidates, books: Books) -> Candidates:
    """Both together, each record once, in the order of their numbers."""
    orders = {order.order_no: order for order in (*records.orders, *map(order_fact, found.orders))}
    payments = {payment.payment_no: payment for payment in (*records.payments, *map(payment_fact, found.payments))}
    leads = {lead.lead_no: lead for lead in (*records.leads, *map(lead_fact, found.leads))}
    return Candidates(
        orders=tuple(orders[number] for number in sorted(orders)),
        payments=tuple(payments[number] for number in sorted(payments)),
        leads=tuple(leads[number] for number in sorted(leads)),
        company_accounts=books.accounts,
        company_holders=books.holders,
        salespeople=books.salespeople,
        words=books.words,
        period=books.period,
    )


def order_fact(order: lookup.OrderRecord) -> OrderFact:
    return OrderFact(
        order_no=order.order_no,
        customer_name=order.customer_name,
        customer_phone=order.customer_phone,
        salesperson=order.salesperson,
        store=order.store,
        product=order.product,
        amount_fen=order.amount_fen,
        ordered_on=order.ordered_on,
        status=cast(OrderStatus, order.status),
        payee_account=order.payee_account,
        deleted_on=order.deleted_on,
    )


def payment_fact(payment: lookup.PaymentRecord) -> PaymentFact:
    return PaymentFact(
        payment_no=payment.payment_no,
        order_no=payment.order_no,
        payer_name=payment.payer_name,
        payee_account=payment.payee_account,
        amount_fen=payment.amount_fen,
        paid_on=payment.paid_on,
        method=payment.method,
    )


def lead_fact(lead: lookup.LeadRecord) -> LeadFact:
    return LeadFact(
        lead_no=lead.lead_no,
        customer_name=lead.customer_name,
        customer_phone=lead.customer_phone,
        salesperson=lead.salesperson,
        store=lead.store,
        product=lead.product,
        quoted_amount_fen=lead.quoted_amount_fen,
        created_on=lead.created_on,
        status=cast(LeadStatus, lead.status),
        closed_on=lead.closed_on,
    )
