"""A phone that was replaced soon after the sale, and each of its innocent neighbours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cases.crosscheck.contacts import Changed, contact_findings
from tests.cases.crosscheck.facts_made_up import DAY, make_claim, make_order

FORMER, NEW = "13806920733", "18655554444"
SOON = DAY + timedelta(days=9)


def changed(former: str = FORMER, new: str | None = NEW, on: date = SOON, **fields: Any) -> Changed:
    return Changed(make_order(customer_phone=new), former, on, **{"rows": 1000, **fields})


def grades(*changes: Changed) -> list[str]:
    return [one.grade for one in contact_findings(changes)]


def test_a_phone_replaced_soon_after_the_sale_is_worth_a_look() -> None:
    assert grades(changed()) == ["hint"]


def test_one_that_was_taken_away_is_too() -> None:
    assert grades(changed(new=None)) == ["hint"]


@pytest.mark.parametrize(
    "fields",
    [
        {"sellers": frozenset({"张伟"})},
        {"others": frozenset({"赵敏"})},
        {"said": (make_claim(customer_phone=FORMER, answered_on=SOON + timedelta(days=3)),)},
        {"said": (make_claim(customer_phone="0733", answered_on=SOON + timedelta(days=3)),)},
    ],
    ids=["an employee has it", "another customer has it", "the customer gives the former", "… by its ending"],
)
def test_one_with_a_second_sign_is_for_a_person_to_decide(fields: dict[str, Any]) -> None:
    assert grades(changed(**fields)) == ["review"]


def test_another_spelling_of_the_customers_name_is_no_other_customer() -> None:
    order = make_order(customer_phone=NEW, customer_name="張偉")
    assert grades(Changed(order, FORMER, SOON, rows=1000, others=frozenset({"张 伟"}))) == []


@pytest.mark.parametrize(
    "change",
    [
        changed(new="13806920738"),
        changed(new="+86 138 0692 0733"),
        changed(said=(make_claim(customer_phone=NEW, answered_on=SOON),)),
        changed(others=frozenset({"王芳"})),
        changed(at_once=60, rows=1000),
        changed(at_once=201, rows=1_000_000),
        changed(on=DAY + timedelta(days=120)),
        changed(on=DAY - timedelta(days=1)),
    ],
    ids=[
        "a digit put right",
        "the same in another spelling",
        "the customer confirms it",
        "the customer has other orders under it",
        "one in sixteen rows changed",
        "hundreds changed at once",
        "long after the sale",
        "before the sale",
    ],
)
def test_an_innocent_change_is_no_doubt(change: Changed) -> None:
    assert grades(change) == []


def test_corrections_of_a_small_file_are_no_move_of_numbers() -> None:
    assert grades(changed(at_once=3, rows=3)) == ["hint"]


def test_of_several_changes_the_last_is_told() -> None:
    (finding,) = contact_findings([changed(former="13911112222", on=DAY), changed()])
    assert finding.said == {"phone": FORMER}


def test_the_sentence_says_when_and_leaves_open_who() -> None:
    (finding,) = contact_findings([changed(sellers=frozenset({"张伟"}))])
    zh = "订单 XS-2603-004211 的客户电话在下单 9 天后被换了，新号码与员工 张伟 的相同。是谁改的，记录里没有"
    assert finding.summary.zh == zh
    assert finding.summary.en.endswith("The records do not say by whom.")
