"""Each doubt beside the ordinary reason that looks like it, which lowers it or takes it away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.crosscheck.between import Ledgers, record_findings
from cases.crosscheck.engine import check
from cases.crosscheck.facts import Candidates, ClaimFact
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

PRIVATE = make_claim(order_no=None, customer_name="赵敏", customer_phone="18655554444", amount_fen=6789_00)
ANEW = make_order(order_no="XS-2603-004299", ordered_on=DAY + timedelta(days=2))


def grades(claim: ClaimFact, records: Candidates) -> dict[str, str]:
    return {one.kind: one.grade for one in check(claim, records).findings}


@pytest.mark.parametrize("status", ["cancelled", "deleted"])
def test_an_order_that_was_written_anew_is_struck_out_rightly(status: str) -> None:
    assert grades(make_claim(), make_records(make_order(status=status), ANEW)) == {}


@pytest.mark.parametrize(
    ("status", "kind"), [("cancelled", "cancelled_but_delivered"), ("deleted", "deleted_after_confirmation")]
)
def test_where_the_money_went_back_an_order_struck_out_is_a_hint(status: str, kind: str) -> None:
    payments = (make_payment(), make_payment(payment_no="P-2", amount_fen=-4200_00))
    assert grades(make_claim(), make_records(make_order(status=status), payments=payments)) == {kind: "hint"}


@pytest.mark.parametrize("said_fen", [42000_00, 4900_00, 42200_00], ids=["a zero", "another digit", "a digit more"])
def test_an_amount_one_slip_away_is_for_a_person_to_decide(said_fen: int) -> None:
    assert grades(make_claim(amount_fen=said_fen), make_records(ORDER)) == {"amount_differs": "review"}


def test_a_purchase_of_which_the_books_hold_nothing_alike_is_a_finding() -> None:
    assert grades(PRIVATE, make_records(ORDER)) == {"no_order": "finding"}


def test_a_purchase_that_stands_there_in_another_name_is_for_a_person_to_decide() -> None:
    alike = make_order(amount_fen=6789_00, ordered_on=DAY + timedelta(days=3))
    assert grades(PRIVATE, make_records(alike)) == {"no_order": "review"}


def test_an_order_at_another_price_is_not_taken_for_it() -> None:
    assert grades(PRIVATE, make_records(make_order(amount_fen=6800_00))) == {"no_order": "finding"}


@pytest.mark.parametrize(
    ("last", "grade"),
    [(DAY - timedelta(days=1), "hint"), (DAY + timedelta(days=2), "review"), (DAY + timedelta(days=9), "finding")],
    ids=["not yet exported", "perhaps not yet booked", "booked by then"],
)
def test_the_books_say_nothing_of_days_beyond_them(last: date, grade: str) -> None:
    records = make_records(ORDER, period=(DAY - timedelta(days=300), last))
    assert grades(PRIVATE, records) == {"no_order": grade}


def test_a_lost_lead_at_another_price_may_be_of_another_purchase() -> None:
    claim = make_claim(order_no=None, amount_fen=18800_00)
    assert grades(claim, make_records(leads=(make_lead(),))) == {"lead_lost_but_bought": "review"}


@pytest.mark.parametrize(("sellers", "grade"), [(1, "finding"), (3, "review"), (10, "hint")])
def test_an_account_into_which_orders_of_many_people_were_paid_is_perhaps_our_own(sellers: int, grade: str) -> None:
    orders = [make_order(order_no=f"XS-{n}", salesperson=f"销售{n}", customer_name=f"客{n}") for n in range(sellers)]
    paid = [
        make_payment(payment_no=f"P-{n}", order_no=f"XS-{n}", payer_name=f"客{n}", payee_account="6217000099998888")
        for n in range(sellers)
    ]
    books = Ledgers(orders, paid, (), frozenset({COMPANY_ACCOUNT}))
    found = [one for one in record_findings(books) if one.kind == "payment_payee_not_company"]
    assert [one.grade for one in found] == [grade] * sellers
