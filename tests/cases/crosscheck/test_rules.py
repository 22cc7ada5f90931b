"""Each rule with its neighbours: what it must notice, and the innocent case next door that it must leave alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cases.crosscheck.engine import check
from cases.crosscheck.facts import Answer, Candidates, ClaimFact
from tests.cases.crosscheck.facts_made_up import (
    COMPANY_ACCOUNT,
    DAY,
    ORDER,
    make_claim,
    make_lead,
    make_order,
    make_payment,
    make_records,
)


def grade_of(kind: str, claim: ClaimFact, records: Candidates) -> str | None:
    return {finding.kind: finding.grade for finding in check(claim, records).findings}.get(kind)


def test_a_claim_that_agrees_with_the_books_raises_nothing() -> None:
    assert check(make_claim(), make_records(ORDER)).findings == ()


@pytest.mark.parametrize(
    ("fields", "grade"),
    [
        ({"payee_kind": "personal"}, "finding"),
        ({"payee_kind": "other_company", "payee_name": "某某商贸"}, "finding"),
        ({"payee_kind": "unsure"}, None),
        ({"payee_kind": "unsure", "payee_account": "13900001111"}, None),
        ({"payee_kind": None}, None),
        ({"payee_kind": "company"}, None),
        ({"payee_kind": "cash"}, "hint"),
        ({"payee_kind": "personal", "payee_account": "6222 0000 1111 2222"}, None),  # it is the company's after all
        ({"payee_kind": "personal", "payee_account": "2222"}, None),
        ({"payee_kind": "personal", "payee_account": "9999"}, "finding"),
        ({"payee_kind": "company", "payee_account": "6222999988887777"}, "review"),
        ({"payee_kind": "company", "payee_account": "9999"}, "hint"),
        ({"payee_kind": None, "payee_name": "张伟"}, "review"),
        ({"payee_kind": None, "payee_name": "赵六"}, None),
        ({"payee_kind": "other_company", "payee_name": "明线家居有限公司"}, None),
        ({"payee_kind": "other_company", "payee_name": "明線家居有限公司"}, None),
        ({"payee_kind": "personal", "payee_name": "明线家居"}, "finding"),
        ({"payee_kind": None, "payee_name": "張偉"}, "review"),
    ],
)
def test_payee_not_company(fields: dict[str, Any], grade: str | None) -> None:
    records = make_records(ORDER, company_holders=frozenset({"明线家居有限公司"}))
    assert grade_of("payee_not_company", make_claim(**fields), records) == grade


@pytest.mark.parametrize(("payee_kind", "grade"), [("personal", "hint"), ("cash", None)])
def test_money_that_reached_the_company_softens_the_doubt_about_the_payee(payee_kind: str, grade: str | None) -> None:
    records = make_records(ORDER, payments=(make_payment(),))
    assert grade_of("payee_not_company", make_claim(payee_kind=payee_kind), records) == grade


@pytest.mark.parametrize(
    ("amount_fen", "status", "grade"),
    [
        (6800_00, "done", "finding"),
        (4620_00, "done", "finding"),
        (4400_00, "done", "review"),
        (4300_00, "done", None),
        (4200_00, "done", None),
        (4100_00, "paid", None),
        (3500_00, "paid", "review"),
        (2000_00, "paid", "hint"),  # probably the deposit
        (2000_00, "open", None),  # certainly not all of it yet
        (6800_00, "cancelled", None),  # told by cancelled_but_delivered
        (None, "done", None),
    ],
)
def test_amount_differs(amount_fen: int | None, status: str, grade: str | None) -> None:
    records = make_records(make_order(status=status))
    assert grade_of("amount_differs", make_claim(amount_fen=amount_fen), records) == grade


def test_a_part_payment_on_the_books_is_no_difference() -> None:
    records = make_records(ORDER, payments=(make_payment(amount_fen=1500_00),))
    assert grade_of("amount_differs", make_claim(amount_fen=1500_00), records) is None


def test_one_purchase_written_as_two_orders_is_no_difference() -> None:
    second = make_order(order_no="XS-2603-004212", amount_fen=2600_00, ordered_on=DAY + timedelta(days=3))
    assert grade_of("amount_differs", make_claim(amount_fen=6800_00), make_records(ORDER, second)) is None


@pytest.mark.parametrize(
    ("salesperson", "grade"),
    [
        ("李娜", "review"),  # a colleague, who may have served too
        ("赵六", "hint"),  # nobody of that name works here
        ("张伦", "review"),  # one stroke off, but a colleague
        ("张玮", None),
        ("小张", None),
        ("张经理", None),
        ("张伟", None),
        (None, None),
    ],
)
def test_salesperson_differs(salesperson: str | None, grade: str | None) -> None:
    assert grade_of("salesperson_differs", make_claim(salesperson=salesperson), make_records(ORDER)) == grade


@pytest.mark.parametrize(
    ("status", "received", "bought", "grade"),
    [
        ("cancelled", "all", "yes", "finding"),
        ("cancelled", "part", "yes", "finding"),
        ("deleted", "all", "yes", None),
        ("cancelled", None, "yes", "review"),
        ("cancelled", "unsure", "yes", "review"),
        ("cancelled", "none", "yes", None),
        ("cancelled", "all", "no", None),
        ("returned", "all", "yes", "hint"),
        ("returned", "part", "yes", None),
        ("done", "all", "yes", None),
    ],
)
def test_cancelled_but_delivered(status: str, received: str | None, bought: str, grade: str | None) -> None:
    claim = make_claim(received=received, bought=bought)
    assert grade_of("cancelled_but_delivered", claim, make_records(make_order(status=status))) == grade


@pytest.mark.parametrize(
    ("status", "fields", "grade"),
    [
        ("deleted", {}, "finding"),
        ("deleted", {"bought": None, "received": "all"}, "finding"),
        ("deleted", {"bought": "unsure", "received": None}, "review"),
        ("deleted", {"bought": "no"}, None),
        ("deleted", {"received": "none"}, None),
        ("cancelled", {}, None),
        ("done", {}, None),
    ],
)
def test_deleted_after_confirmation(status: str, fields: dict[str, Any], grade: str | None) -> None:
    assert (
        grade_of("deleted_after_confirmation", make_claim(**fields), make_records(make_order(status=status))) == grade
    )


@pytest.mark.parametrize(
    ("fields", "status", "grade"),
    [
        ({}, "done", "finding"),
        ({}, "paid", "finding"),
        ({}, "open", None),
        ({}, "cancelled", None),
        ({"bought": "unsure"}, "done", None),
        ({"bought": "yes"}, "done", None),
        ({"amount_fen": 4200_00}, "done", "hint"),
        ({"received": "all"}, "done", "hint"),
        ({"answered_on": DAY + timedelta(days=60)}, "done", "finding"),
        ({"answered_on": DAY + timedelta(days=120)}, "done", None),  # rightly "no": asked about the last 90 days
    ],
)
def test_order_denied(fields: dict[str, Any], status: str, grade: str | None) -> None:
    denial = ClaimFact("C1", bought="no", order_no=ORDER.order_no, customer_phone=ORDER.customer_phone)
    denial = make_claim(**{name: getattr(denial, name) for name in denial.__dataclass_fields__} | fields)
    assert grade_of("order_denied", denial, make_records(make_order(status=status))) == grade


def test_a_denial_is_about_the_order_the_invitation_was_about() -> None:
    denial = ClaimFact("C1", bought="no", customer_phone=ORDER.customer_phone, about_order_no=ORDER.order_no)
    other = make_order(order_no="XS-2601-000001", ordered_on=date(2026, 1, 5))
    assert grade_of("order_denied", denial, make_records(other, ORDER)) == "finding"


def test_a_payment_in_the_customers_own_name_softens_the_denial() -> None:
    denial = ClaimFact("C1", bought="no", customer_phone=ORDER.customer_phone, about_order_no=ORDER.order_no)
    assert grade_of("order_denied", denial, make_records(ORDER, payments=(make_payment(),))) == "review"


@pytest.mark.parametrize(
    ("fields", "grade"),
    [
        ({"status": "lost"}, "finding"),
        ({"status": "dormant"}, "finding"),
        ({"status": "open"}, None),
        ({"status": "won"}, None),
        ({"customer_phone": "18655554444", "customer_name": "赵敏"}, None),
        ({"customer_name": None, "salesperson": None}, "finding"),
        ({"customer_name": None, "salesperson": None, "product": None, "quoted_amount_fen": None}, "review"),
        ({"created_on": date(2026, 5, 1)}, None),  # nobody buys before asking
    ],
)
def test_lead_lost_but_bought(fields: dict[str, Any], grade: str | None) -> None:
    claim = make_claim(order_no=None, amount_fen=6800_00)
    assert grade_of("lead_lost_but_bought", claim, make_records(leads=(make_lead(**fields),))) == grade


@pytest.mark.parametrize("bought", ["no", "unsure"])
def test_a_lost_lead_is_no_doubt_unless_something_was_bought(bought: Answer) -> None:
    claim = ClaimFact("C1", bought=bought, customer_phone="13806920733", customer_name="王芳", about_lead_no="L-77")
    assert check(claim, make_records(leads=(make_lead(),))).findings == ()


@pytest.mark.parametrize(
    ("fields", "grade"),
    [
        ({}, "finding"),
        ({"customer_phone": "0733"}, "review"),
        ({"customer_phone": None}, "review"),
        ({"customer_phone": None, "customer_name": None}, "hint"),
        ({"amount_fen": None, "occurred_on": None}, "review"),
        ({"bought": None}, "finding"),  # a report tells details, nobody asked it "did you buy"
        ({"bought": "unsure"}, "hint"),
        ({"bought": "unsure", "payee_kind": "personal"}, "review"),
        ({"bought": "no"}, None),
        ({"bought": None, "amount_fen": None, "received": None, "payee_kind": None}, None),
    ],
)
def test_no_order(fields: dict[str, Any], grade: str | None) -> None:
    claim = make_claim(**{"order_no": None} | fields)
    assert grade_of("no_order", claim, make_records()) == grade


def test_a_receipt_at_the_company_without_an_order_makes_no_order_a_question() -> None:
    loose = make_payment(order_no=None)
    finding = check(make_claim(order_no=None), make_records(payments=(loose,))).findings[0]
    assert (finding.kind, finding.grade, finding.payment_no) == ("no_order", "review", "P-1")


@pytest.mark.parametrize(
    ("fields", "kind", "grade"),
    [
        ({"private_contact": "yes"}, "private_contact", "hint"),
        ({"private_contact": "yes", "private_discount": "yes"}, "private_contact", "review"),
        ({"private_contact": "unsure"}, "private_contact", None),
        ({"private_discount": "yes"}, "private_discount", "hint"),
        ({"private_discount": "yes", "payee_kind": "personal"}, "private_discount", "review"),
        ({"coached": "yes"}, "coached_answer", "review"),
        ({"coached": "no"}, "coached_answer", None),
    ],
)
def test_what_the_customer_was_asked_to_do(fields: dict[str, Any], kind: str, grade: str | None) -> None:
    assert grade_of(kind, make_claim(**fields), make_records(ORDER)) == grade


def test_an_account_of_the_company_is_known_however_it_is_written() -> None:
    claim = make_claim(payee_kind="personal", payee_account=f" {COMPANY_ACCOUNT[:4]}-{COMPANY_ACCOUNT[4:]} ")
    assert grade_of("payee_not_company", claim, make_records(ORDER)) is None


@pytest.mark.parametrize(("deleted_on", "grade"), [(DAY, "review"), (DAY + timedelta(9), "finding")])
def test_an_order_deleted_after_the_answer_weighs_more(deleted_on: date, grade: str) -> None:
    order = make_order(status="deleted", deleted_on=deleted_on)
    claim = make_claim(answered_on=DAY + timedelta(5))
    assert grade_of("deleted_after_confirmation", claim, make_records(order)) == grade
