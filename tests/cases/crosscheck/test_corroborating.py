"""Several people who say alike: who counts as several, what chance explains, and who stays unnamed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases.crosscheck.corroborating import Exposure, Sign, chance_of, corroborations, marks_of, people_in, sign_of
from cases.crosscheck.engine import Finding
from tests.cases.crosscheck.facts_made_up import make_claim

FEW_DOUBTS = Exposure({"wei": 6, "na": 300, "lun": 300}, {"wei": 3, "na": 6, "lun": 6})
ACCOUNT = "6217000099998888"


def sign(person: str, kind: str = "amount_differs", source: str = "survey", **fields: str) -> Sign:
    told = Sign(f"C-{person}", kind, source, frozenset({f"phone:{person}"}), salesperson="张伟", seller="wei")
    return replace(told, **fields)


def told(*signs: Sign, exposure: Exposure = FEW_DOUBTS) -> list[Finding]:
    return [finding for _, finding, _ in corroborations(signs, exposure)]


def test_three_people_by_themselves_are_for_a_person_to_decide() -> None:
    (finding,) = told(sign("1"), sign("2"), sign("3"))
    assert (finding.kind, finding.grade, finding.salesperson) == ("corroborated", "review", "张伟")
    assert finding.said == {"people": 3, "claims": 3, "sources": 1}


def test_two_who_came_the_same_way_are_worth_a_look() -> None:
    assert [one.grade for one in told(sign("1"), sign("2"))] == ["hint"]


def test_two_who_came_by_two_ways_are_for_a_person_to_decide() -> None:
    assert [one.grade for one in told(sign("1"), sign("2", source="phone"))] == ["review"]


@pytest.mark.parametrize("number", [1, 3])
def test_one_person_corroborates_nobody_however_often(number: int) -> None:
    assert told(*[sign("1", claim=f"C-{place}") for place in range(number)]) == []


def test_what_chance_explains_is_nothing() -> None:
    usual = Exposure({"wei": 300, "na": 300, "lun": 300}, {"wei": 9, "na": 9, "lun": 9})
    assert told(*[sign(str(number)) for number in range(9)], exposure=usual) == []


def test_two_customers_who_name_one_account_are_for_a_person_to_decide() -> None:
    (finding,) = told(*[sign(one, "payee_not_company", payee=ACCOUNT) for one in ("1", "2")])
    assert (finding.grade, finding.recorded["payee_account"]) == ("review", ACCOUNT)


def test_what_the_payee_tells_already_is_not_told_again_under_another_spelling() -> None:
    (finding,) = told(
        sign("1", salesperson="張偉"), *[sign(one, "payee_not_company", payee=ACCOUNT) for one in ("1", "2")]
    )
    assert finding.recorded["payee_account"] == ACCOUNT


def test_an_account_of_two_salespeople_is_nobodys_in_particular() -> None:
    (finding,) = told(
        sign("1", "payee_not_company", payee=ACCOUNT),
        sign("2", "payee_not_company", payee=ACCOUNT, salesperson="李娜", seller="na"),
    )
    assert finding.salesperson is None


def test_an_account_that_everybody_names_is_perhaps_missing_in_the_list_of_our_own() -> None:
    signs = [
        sign(str(number), "payee_not_company", payee=ACCOUNT, seller="wei" if number % 2 else "na")
        for number in range(12)
    ]
    exposure = Exposure({"wei": 900, "na": 900}, {"wei": 6, "na": 6}, 12)
    assert [one.grade for one in told(*signs, exposure=exposure)] == ["hint"]


def test_the_sentence_says_how_many_and_about_what_and_not_who() -> None:
    (finding,) = told(sign("1"), sign("2"), sign("3", "coached_answer", "phone"))
    assert (
        finding.summary.zh
        == "3 人分别经电话、回访说到销售员张伟：金额与订单不符（2）、有人教怎么回答（1）。仍须逐条核实"
    )
    assert finding.summary.en.startswith(
        "3 people speak of 张伟, each by themselves, through the telephone and surveys:"
    )


@pytest.mark.parametrize(
    ("one", "other", "people"),
    [
        ({}, {"customer_phone": "0733", "customer_name": None, "order_no": None}, 1),
        ({}, {"customer_phone": "18655554444", "order_no": None}, 1),
        ({}, {"customer_phone": None, "customer_name": "王先生"}, 1),
        (
            {"customer_name": "張偉", "order_no": None},
            {"customer_phone": "18655554444", "customer_name": "张伟先生", "order_no": "XS-9"},
            1,
        ),
        ({}, {"customer_phone": "18655554444", "customer_name": "赵敏", "order_no": "XS-9"}, 2),
        ({"customer_name": "王女士", "order_no": None}, {"customer_phone": "18655554444", "order_no": "XS-9"}, 2),
    ],
    ids=["the same ending", "the same name", "the same order", "the other script", "nothing alike", "a surname alone"],
)
def test_whoever_cannot_be_told_apart_counts_once(
    one: dict[str, str | None], other: dict[str, str | None], people: int
) -> None:
    signs = [sign(str(place), marks=marks_of(make_claim(**fields))) for place, fields in enumerate((one, other))]  # type: ignore[arg-type]  # marks are no text
    assert people_in(signs) == people


def test_all_who_say_nothing_of_themselves_count_once_a_way() -> None:
    nameless = make_claim(customer_phone=None, customer_name=None, order_no=None)
    marks = [marks_of(replace(nameless, source=source)) for source in ("survey", "survey", "phone")]
    assert people_in(Sign(str(place), "no_order", "survey", one) for place, one in enumerate(marks)) == 2


def test_what_says_nothing_of_anybodys_conduct_is_no_sign() -> None:
    assert sign_of(make_claim(), "C1", "order_denied", "张伟", "wei") is None


def test_four_digits_of_an_account_name_no_payee() -> None:
    found = sign_of(make_claim(payee_account="8888"), "C1", "payee_not_company", "张伟", "wei")
    assert found is not None
    assert found.payee is None


def test_chance_is_the_binomial_one() -> None:
    assert chance_of(2, 3, 0.5) == pytest.approx(0.5)
