"""The forms that come with the product: short, neutral, complete in both languages."""

import itertools
import re
from collections.abc import Iterator
from datetime import date

import pytest

from surveys.answering.replaying import replay, stated
from surveys.definitions.expressions import references
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


def screens_of_every_path(name: str) -> Iterator[list[tuple[Question, ...]]]:
    """Whatever is answered where a condition looks, records that differ included."""
    form = ready_made(name)
    looked_at = sorted(frozenset().union(*(references(q.relevant) for q in form.questions if q.relevant)))
    cards = [[choice.name for choice in form.question(one).choices] for one in looked_at]
    for chosen in itertools.product(*cards):
        given = {one: [card] for one, card in zip(looked_at, chosen, strict=True)} | {"amount": ["6800"]}
        known = {question.name for question in form.asked}
        given = {one: values for one, values in given.items() if one in known}
        yield replay(form, given, recorded={"amount": "4200"}, today=date(2026, 6, 1)).screens()


@pytest.mark.parametrize("name", READY_MADE)
def test_no_path_is_longer_than_ten_screens(name: str) -> None:
    assert max(len(screens) for screens in screens_of_every_path(name)) <= 10


def test_who_bought_nothing_sees_three_screens() -> None:
    walk = replay(ready_made("callback"), {"bought": ["no"]}, recorded={}, today=date(2026, 6, 1))
    assert [screen[0].name for screen in walk.screens()] == ["introduction", "events", "rating"]


@pytest.mark.parametrize("name", READY_MADE)
def test_the_first_screen_says_who_asks_who_sees_and_how_long(name: str) -> None:
    first = next(screens_of_every_path(name))[0]
    said = first[0].label
    assert all(word in said.zh for word in ("${company}", "不参与销售", "销售人员看不到", "24 个月"))
    assert all(word in said.en for word in ("${company}", "do not sell", "Sales staff never see", "24 months"))


@pytest.mark.parametrize("name", READY_MADE)
def test_nothing_is_empty_when_somebody_sends_it(name: str) -> None:
    assert any(question.required for question in ready_made(name).asked)


@pytest.mark.parametrize("question", [q for q in ALL_QUESTIONS if q.values[0].type == "select_multiple"])
def test_a_list_to_tick_shuffles_and_ends_in_an_exclusive_none(question: Question) -> None:
    last = question.choices[-3:]
    assert question.shuffle
    assert [choice.name for choice in last] == ["none", "unsure", "refused"]
    assert all(choice.exclusive and choice.fixed for choice in last)


def test_the_call_back_asks_all_ten_points() -> None:
    asked = {question.name for question in CALLBACK}
    assert asked >= {"bought", "times", "paid_on", "amount", "payee_kind", "payee_name", "payee_account", "salesperson"}
    assert asked >= {"received", "contract", "invoice", "issuer", "events", "rating", "recommend", "remark", "may_call"}
    assert {question.measure for question in CALLBACK} == {"csat", "nps", ""}


@pytest.mark.parametrize("question", ALL_QUESTIONS)
def test_no_wording_leads(question: Question) -> None:
    texts = (question.label, question.hint, *(choice.label for choice in question.choices))
    assert not any(LEADING.search(text.zh) or LEADING.search(text.en) for text in texts)


@pytest.mark.parametrize("question", [q for q in ALL_QUESTIONS if q.values[0].required and q.values[0].choices])
def test_whoever_cannot_recall_or_will_not_say_has_a_card(question: Question) -> None:
    names = {choice.name for choice in question.choices}
    assert "refused" in names
    assert "unsure" in names or question.name == "about"


@pytest.mark.parametrize("question", [q for q in CALLBACK if q.type in SELECTS and q.shuffle], ids=lambda q: q.name)
def test_the_cards_of_last_resort_keep_their_place(question: Question) -> None:
    assert all(choice.fixed for choice in question.choices[-2:])


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
