"""The forms that come with the product: short, neutral, complete in both languages."""

import re
from datetime import date

import pytest

from surveys.answering.replaying import replay, stated
from surveys.definitions.form import SELECTS, Question
from surveys.definitions.reading import READY_MADE, ready_made

LONGEST = {
    "bought": ["yes"],
    "paid_on": ["2026-03-08"],
    "amount": ["6800"],
    "amount_again": ["6800"],
    "payee_kind": ["personal"],
    "payee_name": ["unsure"],
    "salesperson": ["unsure"],
    "received": ["all"],
    "invoice": ["no"],
    "events": ["none"],
}
# Wording that suggests an answer, or tells what the records say before it is given.
LEADING = re.compile(
    r"我们记录|系统显示|据我们|是否还|难道|应该|对吧|是不是"
    r"|we recorded|our records|don't you|isn't it|should have|surely",
    re.I,
)
CALLBACK = ready_made("callback").asked
ALL_QUESTIONS = [pytest.param(q, id=f"{name}-{q.name}") for name in READY_MADE for q in ready_made(name).asked]


def test_the_longest_path_of_the_call_back_is_ten_screens() -> None:
    walk = replay(ready_made("callback"), LONGEST, recorded={"amount": "4200"}, today=date(2026, 6, 1))
    assert walk.problems == {}
    assert len(walk.screens()) == 10


def test_who_bought_nothing_sees_three_screens() -> None:
    walk = replay(ready_made("callback"), {"bought": ["no"]}, recorded={}, today=date(2026, 6, 1))
    assert [screen[0].name for screen in walk.screens()] == ["introduction", "events", "rating"]


@pytest.mark.parametrize("question", ALL_QUESTIONS)
def test_no_wording_leads(question: Question) -> None:
    texts = (question.label, question.hint, *(choice.label for choice in question.choices))
    assert not any(LEADING.search(text.zh) or LEADING.search(text.en) for text in texts)


@pytest.mark.parametrize("question", [q for q in CALLBACK if q.required], ids=lambda q: q.name)
def test_whoever_cannot_recall_or_will_not_say_has_a_card(question: Question) -> None:
    assert {"unsure", "refused"} <= {choice.name for choice in question.choices}


@pytest.mark.parametrize("question", [q for q in CALLBACK if q.type in SELECTS and q.shuffle], ids=lambda q: q.name)
def test_the_cards_of_last_resort_keep_their_place(question: Question) -> None:
    assert all(choice.fixed for choice in question.choices[-2:])


def test_the_introduction_says_who_asks_who_sees_and_how_long() -> None:
    said = ready_made("callback").question("introduction").label
    assert all(word in said.zh for word in ("${company}", "销售人员看不到", "24 个月"))
    assert all(word in said.en for word in ("${company}", "Sales staff never see", "24 months"))


@pytest.mark.parametrize("payee_kind", ["company", "personal", "cash", "unsure"])
@pytest.mark.parametrize("bought", ["yes", "no", "unsure"])
def test_what_is_said_stays_inside_the_vocabulary_of_claims(bought: str, payee_kind: str) -> None:
    changed = LONGEST | {"bought": [bought], "payee_kind": [payee_kind]}
    walk = replay(ready_made("callback"), changed, recorded={}, today=date(2026, 6, 1))
    said = stated(ready_made("callback"), walk.answers)
    assert said["bought"] == bought
    assert said.get("payee_kind", payee_kind) == payee_kind


def test_the_open_form_asks_only_for_a_rating_and_events() -> None:
    assert [question.name for question in ready_made("feedback").asked if question.required] == ["rating", "events"]
