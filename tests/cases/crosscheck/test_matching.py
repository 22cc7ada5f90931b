"""Which order is meant, and how sure that is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.crosscheck.facts import ClaimFact
from cases.crosscheck.matching import choose, rank, score
from cases.crosscheck.weights import CUSTOMER_CAP_BITS, CUSTOMER_FIELDS
from tests.cases.crosscheck.facts_made_up import DAY, ORDER, make_claim, make_order, make_payment


def test_the_bits_shown_add_up_to_the_odds() -> None:
    match = score(make_claim(order_no=None, amount_fen=None), ORDER)
    odds = 2 ** sum(match.weights.values())
    assert match.probability == pytest.approx(odds / (1 + odds))


def test_evidence_for_the_customer_is_capped() -> None:
    match = score(make_claim(), ORDER)
    assert sum(match.weights.get(field, 0) for field in CUSTOMER_FIELDS) == CUSTOMER_CAP_BITS


def test_what_exceeds_the_cap_is_taken_from_the_weakest_evidence() -> None:
    weights = score(make_claim(), ORDER).weights
    assert (weights["phone"], weights["name"], weights["salesperson"]) == (20.0, 4.0, 0.0)


def test_an_old_customers_private_deal_is_not_linked_to_the_old_order() -> None:
    old = make_order(ordered_on=DAY - timedelta(days=300))
    private = make_claim(order_no=None, amount_fen=6800_00, product="全屋净水")
    assert choose(rank(private, [old])).order_no is None


def test_a_customer_alone_never_makes_a_sure_match() -> None:
    bare = make_claim(order_no=None, amount_fen=None, occurred_on=None, product=None)
    assert choose(rank(bare, [ORDER])).grade == "possible"


def test_amount_and_day_make_the_customers_order_a_match() -> None:
    claim = make_claim(order_no=None, customer_phone="0733", amount_fen=4200_00, occurred_on=date(2026, 3, 14))
    assert choose(rank(claim, [ORDER])).grade == "match"


def test_two_like_orders_of_one_customer_share_the_probability() -> None:
    twin = make_order(order_no="XS-2603-004300", ordered_on=DAY + timedelta(days=1))
    assert choose(rank(make_claim(order_no=None), [ORDER, twin])).grade == "possible"


@pytest.mark.parametrize("order_no", ["XS-2603-004211", "XS-2603-004212"])
def test_an_order_number_survives_a_wrong_phone_and_one_slip(order_no: str) -> None:
    claim = make_claim(order_no=order_no, customer_phone=None, occurred_on=None)
    assert choose(rank(claim, [ORDER])).grade == "match"


def test_an_order_number_of_somebody_else_is_not_believed() -> None:
    stranger = make_claim(
        customer_name="赵敏", customer_phone="18655554444", salesperson=None, amount_fen=None, occurred_on=None
    )
    assert choose(rank(stranger, [make_order(product=None)])).grade == "none"


def test_an_order_number_alone_outweighs_another_amount() -> None:
    claim = ClaimFact("C1", source="report", order_no=ORDER.order_no, amount_fen=6800_00)
    assert choose(rank(claim, [ORDER])).grade == "possible"


def test_a_payments_day_and_amount_count_as_the_orders() -> None:
    claim = make_claim(order_no=None, amount_fen=1000_00, occurred_on=date(2026, 6, 20))
    balance = make_payment(amount_fen=1000_00, paid_on=date(2026, 6, 20))
    assert choose(rank(claim, [ORDER])).grade == "none"
    assert choose(rank(claim, [ORDER], [balance])).grade == "match"


def test_an_invitation_points_to_its_order() -> None:
    claim = make_claim(order_no=None, amount_fen=None, occurred_on=None, about_order_no=ORDER.order_no)
    twin = make_order(order_no="XS-2501-000001")
    assert rank(claim, [twin, ORDER])[0].order_no == ORDER.order_no


def test_no_candidates_are_no_match() -> None:
    assert choose(rank(make_claim(), [])).order_no is None
