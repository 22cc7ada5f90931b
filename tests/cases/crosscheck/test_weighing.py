"""A company's own weights: what is not moved is as shipped, and a rule speaks no stronger than it has earned."""

from __future__ import annotations

import pytest

from cases.crosscheck.engine import check
from cases.crosscheck.rules import Grade
from cases.crosscheck.weighing import SHIPPED, bounds_of, shipped_values, weighing_of
from cases.crosscheck.weights import WEIGHTS
from tests.cases.crosscheck.facts_made_up import make_claim, make_order, make_records

TOO_MUCH = make_claim(amount_fen=6800_00)


def test_what_is_not_moved_is_as_shipped() -> None:
    weighing = weighing_of({"bits.phone.same": 19.0, "no such weight": 1.0}, 3)
    assert weighing.bits["phone"] == {**WEIGHTS["phone"], "same": 19.0}
    assert (weighing.bits["name"], weighing.trust, weighing.version) == (WEIGHTS["name"], SHIPPED.trust, 3)


def test_with_nothing_moved_every_verdict_is_as_before() -> None:
    records = make_records(make_order())
    assert check(TOO_MUCH, records, weighing_of({}, 1)) == check(TOO_MUCH, records)


@pytest.mark.parametrize(
    ("trust", "grade"),
    [({}, "finding"), ({"finding": 0.95}, "finding"), ({"finding": 0.7}, "review")],
    ids=["shipped", "a little less", "too little"],
)
def test_a_rule_that_is_often_wrong_speaks_one_step_weaker(trust: dict[str, float], grade: Grade) -> None:
    moved = {f"trust.amount_differs.{strength}": share for strength, share in trust.items()}
    verdict = check(TOO_MUCH, make_records(make_order()), weighing_of(moved, 1))
    assert [(one.kind, one.grade) for one in verdict.findings] == [("amount_differs", grade)]


def test_one_that_is_hardly_ever_right_is_worth_a_look_at_most() -> None:
    weighing = weighing_of({"trust.no_order.finding": 0.2, "trust.no_order.review": 0.1}, 1)
    assert weighing.strength("no_order", "finding") == "hint"


def test_moved_bits_change_the_match() -> None:
    claim = make_claim(order_no=None)
    shipped = check(claim, make_records(make_order())).match
    moved = check(claim, make_records(make_order()), weighing_of({"bits.date.same": 1.0}, 1)).match
    assert moved.weights["date"] == 1.0
    assert moved.probability < shipped.probability


def test_every_value_lies_within_its_own_bounds() -> None:
    assert all(low <= value <= high for name, value in shipped_values().items() for low, high in [bounds_of(name)])
