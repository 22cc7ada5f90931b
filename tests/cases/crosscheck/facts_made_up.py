"""Facts that agree with each other by default; a test names only the fields that matter to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from cases.crosscheck.facts import Candidates, ClaimFact, LeadFact, OrderFact, PaymentFact, SalespersonFact

COMPANY_ACCOUNT = "6222000011112222"
DAY = date(2026, 3, 10)

ORDER = OrderFact(
    "XS-2603-004211",
    customer_name="王芳",
    customer_phone="13806920733",
    salesperson="张伟",
    store="城东店",
    product="实木地板",
    amount_fen=4200_00,
    ordered_on=DAY,
    status="done",
)
CLAIM = ClaimFact(
    "C1",
    source="survey",
    bought="yes",
    order_no="XS-2603-004211",
    customer_name="王芳",
    customer_phone="13806920733",
    salesperson="张伟",
    product="实木地板",
    amount_fen=4200_00,
    occurred_on=DAY,
    payee_kind="company",
    received="all",
)
LEAD = LeadFact(
    "L-77",
    customer_name="王芳",
    customer_phone="13806920733",
    salesperson="张伟",
    product="实木地板",
    quoted_amount_fen=6500_00,
    created_on=date(2026, 2, 20),
    status="lost",
)
PAYMENT = PaymentFact(
    "P-1", order_no="XS-2603-004211", payer_name="王芳", payee_account=COMPANY_ACCOUNT, amount_fen=4200_00, paid_on=DAY
)
SALESPEOPLE = (SalespersonFact("张伟"), SalespersonFact("李娜"), SalespersonFact("张伦"))


# The keywords are the fields of the facts; naming their types again would only repeat facts.py.
def make_order(**fields: Any) -> OrderFact:
    return replace(ORDER, **fields)


def make_claim(**fields: Any) -> ClaimFact:
    return replace(CLAIM, **fields)


def make_lead(**fields: Any) -> LeadFact:
    return replace(LEAD, **fields)


def make_payment(**fields: Any) -> PaymentFact:
    return replace(PAYMENT, **fields)


def make_records(*orders: OrderFact, **fields: Any) -> Candidates:
    """The company's books: these orders, one account, three salespeople."""
    books = Candidates(orders=orders, company_accounts=frozenset({COMPANY_ACCOUNT}), salespeople=SALESPEOPLE)
    return replace(books, **fields)
