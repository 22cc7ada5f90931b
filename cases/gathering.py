"""Gathers the records that could bear on a claim and turns them into the engine's facts. Opens them into memory only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast  # statuses come from columns that only ever hold the contract's words

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
from cases.crosscheck.fields import plain_account
from cases.records import lookup
from crypto.vault import Vault


@dataclass(frozen=True)
class Books:
    """What is the same for every claim: the company's accounts and its salespeople. Read once a job."""

    accounts: frozenset[str]
    holders: frozenset[str]
    salespeople: tuple[SalespersonFact, ...]


async def open_books(vault: Vault) -> Books:
    accounts = await lookup.company_accounts(vault)
    people = await lookup.salespeople(vault)
    return Books(
        accounts=frozenset(plain_account(account.key) for account in accounts),
        holders=frozenset(account.holder for account in accounts if account.holder),
        salespeople=tuple(SalespersonFact(one.name, one.employee_no, one.phone, one.store) for one in people),
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
    )
    orders = {order.order_no: order for order in found.orders}
    leads = {lead.lead_no: lead for lead in found.leads}
    payments = {payment.payment_no: payment for payment in found.payments}
    if claim.about_order_no and claim.about_order_no not in orders:
        asked = await lookup.candidates(vault, order_no=claim.about_order_no)
        orders.update((order.order_no, order) for order in asked.orders)
        payments.update((payment.payment_no, payment) for payment in asked.payments)
    if claim.about_lead_no and claim.about_lead_no not in leads:
        leads.update((lead.lead_no, lead) for lead in await lookup.leads_numbered(vault, [claim.about_lead_no]))
    return Candidates(
        orders=tuple(_order(orders[number]) for number in sorted(orders)),
        payments=tuple(_payment(payments[number]) for number in sorted(payments)),
        leads=tuple(_lead(leads[number]) for number in sorted(leads)),
        company_accounts=books.accounts,
        company_holders=books.holders,
        salespeople=books.salespeople,
    )


def _order(order: lookup.OrderRecord) -> OrderFact:
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
    )


def _payment(payment: lookup.PaymentRecord) -> PaymentFact:
    return PaymentFact(
        payment_no=payment.payment_no,
        order_no=payment.order_no,
        payer_name=payment.payer_name,
        payee_account=payment.payee_account,
        amount_fen=payment.amount_fen,
        paid_on=payment.paid_on,
        method=payment.method,
    )


def _lead(lead: lookup.LeadRecord) -> LeadFact:
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
