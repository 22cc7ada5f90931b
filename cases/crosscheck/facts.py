"""The frozen facts that the cross-check compares: what was said and what is recorded.

A fact is a plain value. This module knows no table, no key, no clock and no language; absent is `None`, never "".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .term_list import SHIPPED, TermList

Answer = Literal["yes", "no", "unsure"]
Source = Literal["survey", "report", "phone", "import"]
PayeeKind = Literal["company", "personal", "other_company", "cash", "unsure"]
Received = Literal["all", "part", "none", "unsure"]
OrderStatus = Literal["open", "paid", "done", "cancelled", "returned", "deleted"]
LeadStatus = Literal["open", "won", "lost", "dormant"]


@dataclass(frozen=True, slots=True)
class OrderFact:
    """One order of the books. `ordered_on` is the day in the company's own time zone."""

    order_no: str
    customer_name: str | None = None
    customer_phone: str | None = None
    salesperson: str | None = None
    store: str | None = None
    product: str | None = None
    amount_fen: int | None = None
    ordered_on: date | None = None
    status: OrderStatus = "open"
    payee_account: str | None = None
    deleted_on: date | None = None  # the day we learned of it


@dataclass(frozen=True, slots=True)
class PaymentFact:
    """One receipt of the bank or till. `order_no` is None when nobody has tied it to an order."""

    payment_no: str
    order_no: str | None = None
    payer_name: str | None = None
    payee_account: str | None = None
    amount_fen: int | None = None
    paid_on: date | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True)
class LeadFact:
    """One lead or quote: somebody who asked and, says the record, did or did not buy."""

    lead_no: str
    customer_name: str | None = None
    customer_phone: str | None = None
    salesperson: str | None = None
    store: str | None = None
    product: str | None = None
    quoted_amount_fen: int | None = None
    created_on: date | None = None
    status: LeadStatus = "open"
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class SalespersonFact:
    """One salesperson, so that a name somebody gives can be told from a slip of the pen."""

    name: str
    employee_no: str | None = None
    phone: str | None = None
    store: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """What one person says about one transaction.

    `customer_phone` may be the last four digits only. `about_order_no` and `about_lead_no` name the record an
    invitation was about (the person never saw it); `answered_on` is the day the answer came. An imported claim has
    none of the three.
    """

    claim_no: str
    source: Source = "import"
    bought: Answer | None = None
    order_no: str | None = None
    customer_name: str | None = None
    customer_phone: str | None = None
    salesperson: str | None = None
    store: str | None = None
    product: str | None = None
    amount_fen: int | None = None
    occurred_on: date | None = None
    payee_kind: PayeeKind | None = None
    payee_name: str | None = None
    payee_account: str | None = None
    received: Received | None = None
    invoice: Answer | None = None
    private_contact: Answer | None = None
    private_discount: Answer | None = None
    coached: Answer | None = None
    text: str | None = None
    about_order_no: str | None = None
    about_lead_no: str | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """The records that could bear on one claim, gathered by whoever keeps them.

    `company_accounts` are normalised (`fields.plain_account`); `company_holders` are the names on those accounts. `words`:
    the list a text is searched for. `period`: the first and last day the books tell of; None where they are too few.
    """

    orders: tuple[OrderFact, ...] = ()
    payments: tuple[PaymentFact, ...] = ()
    leads: tuple[LeadFact, ...] = ()
    company_accounts: frozenset[str] = frozenset()
    company_holders: frozenset[str] = frozenset()
    salespeople: tuple[SalespersonFact, ...] = ()
    words: TermList = SHIPPED
    period: tuple[date, date] | None = None
