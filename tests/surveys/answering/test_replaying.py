"""The replay: which questions are on the path, what is kept, what is refused."""

import json
from datetime import date

import pytest

from surveys.answering.replaying import PROBLEMS, Replay, replay, stated
from surveys.definitions.reading import definition_of, ready_made
from surveys.errors import AnswerUnknown

TODAY = date(2026, 6, 1)
BOUGHT = {
    "bought": ["yes"],
    "paid_on": ["2026-03-08"],
    "amount": ["6,800元"],
    "payee_kind": ["personal"],
    "payee_name": ["王某"],
    "payee_account": ["1234"],
    "salesperson": ["小王"],
    "received": ["all"],
    "invoice": ["no"],
    "events": ["private_contact", "pay_person"],
}


def walked(recorded_amount: str = "", **changed: list[str]) -> Replay:
    recorded = {"amount": recorded_amount}
    return replay(ready_made("callback"), BOUGHT | changed, recorded=recorded, today=TODAY)


def test_a_complete_set_of_answers_has_no_problem() -> None:
    assert walked().problems == {}
    assert walked().answers["amount"] == "6800"


def test_an_untouched_form_misses_its_first_question() -> None:
    empty = replay(ready_made("callback"), {}, recorded={}, today=TODAY)
    assert empty.problems["bought"] == "missing"
    assert empty.answers == {}


def test_answers_off_the_path_are_dropped() -> None:
    assert set(walked(bought=["no"]).answers) == {"bought", "events"}


def test_an_answer_to_no_question_is_refused() -> None:
    with pytest.raises(AnswerUnknown):
        walked(hacked=["1"])


@pytest.mark.parametrize("name", ["company", "introduction"])
def test_what_nobody_is_asked_cannot_be_answered(name: str) -> None:
    with pytest.raises(AnswerUnknown):
        walked(**{name: ["Other company"]})


@pytest.mark.parametrize(
    ("name", "raw", "problem"),
    [
        ("bought", ["perhaps"], "unknown_choice"),
        ("bought", ["yes", "no"], "several"),
        ("bought", [" "], "missing"),
        ("amount", ["six"], "number"),
        ("amount", ["-5"], "number"),
        ("amount", ["1e5"], "number"),
        ("amount", ["9" * 13], "number"),
        ("amount", ["999999999999万"], "number"),
        ("amount", ["0"], "constraint"),
        ("amount", ["6800", "unsure"], "several"),
        ("paid_on", ["2026-02-30"], "date"),
        ("paid_on", ["yesterday"], "date"),
        ("paid_on", ["2026-06-02"], "constraint"),
        ("paid_on", ["1999-12-31"], "constraint"),
        ("events", ["none", "coached"], "exclusive"),
        ("events", ["coached", "bribed"], "unknown_choice"),
        ("rating", ["6"], "range"),
        ("rating", ["5.0"], "range"),
        ("payee_name", ["x" * 61], "too_long"),
    ],
)
def test_an_answer_that_cannot_stand_is_named_by_its_fault(name: str, raw: list[str], problem: str) -> None:
    answered = walked(**{name: raw})
    assert answered.problems == {name: problem}
    assert name not in answered.answers
    assert problem in PROBLEMS


@pytest.mark.parametrize(
    ("name", "raw", "kept"),
    [
        ("amount", "6800", "6800"),
        ("amount", "¥6,800.50", "6800.5"),
        ("amount", "6800元", "6800"),
        ("amount", "1.2万", "12000"),
        ("amount", "unsure", "unsure"),
        ("paid_on", "2026/3/8", "2026-03-08"),
        ("paid_on", "2026年3月8日", "2026-03-08"),
        ("paid_on", "unsure", "unsure"),
        ("rating", "5", "5"),
        ("remark", "两行\n文字\x00", "两行\n文字"),
    ],
)
def test_an_answer_is_kept_in_one_spelling(name: str, raw: str, kept: str) -> None:
    assert walked(**{name: [raw]}).answers[name] == kept


@pytest.mark.parametrize(
    ("recorded", "said", "is_asked_again"),
    [
        ("4200.00", "6800", True),
        ("6800.00", "6800", False),
        ("6750", "6800", False),
        ("", "6800", False),
        ("1", "unsure", False),
    ],
)
def test_a_second_look_is_asked_only_beyond_the_tolerance(recorded: str, said: str, is_asked_again: bool) -> None:
    path = [question.name for question in walked(recorded, amount=[said]).path]
    assert ("amount_again" in path) is is_asked_again


def test_an_answer_to_a_second_look_that_was_not_due_is_dropped() -> None:
    assert "amount_again" not in walked("6800", amount_again=["1"]).answers


def test_both_answers_are_kept_and_the_second_look_is_what_was_said() -> None:
    answers = walked("4200", amount_again=["4200"]).answers
    assert (answers["amount"], answers["amount_again"]) == ("6800", "4200")
    assert stated(ready_made("callback"), answers)["amount"] == "4200"


def test_a_second_look_without_the_voucher_leaves_the_first_answer() -> None:
    answers = walked("4200", amount_again=["unsure"]).answers
    assert stated(ready_made("callback"), answers)["amount"] == "6800"


def test_what_was_said_uses_the_fields_of_a_claim() -> None:
    assert stated(ready_made("callback"), walked().answers) == {
        "bought": "yes",
        "occurred_on": "2026-03-08",
        "amount": "6800",
        "payee_kind": "personal",
        "payee_name": "王某",
        "payee_account": "1234",
        "salesperson": "小王",
        "received": "all",
        "invoice": "no",
        "private_contact": "yes",
        "private_discount": "no",
        "coached": "no",
    }


@pytest.mark.parametrize(
    ("events", "said"), [("none", "no"), ("unsure", "unsure"), ("coached", "yes"), ("refused", None)]
)
def test_a_list_of_events_says_yes_no_unsure_or_nothing(events: str, said: str | None) -> None:
    assert stated(ready_made("callback"), walked(events=[events]).answers).get("coached") == said


@pytest.mark.parametrize("name", ["amount", "paid_on", "payee_name", "salesperson"])
def test_who_cannot_recall_has_said_nothing(name: str) -> None:
    field = ready_made("callback").question(name).compare
    assert field not in stated(ready_made("callback"), walked(**{name: ["unsure"]}).answers)


def test_a_payment_to_a_person_is_marked_as_a_risk() -> None:
    assert walked().risks == ("payee_kind",)
    assert walked(payee_kind=["company"]).risks == ()


def test_a_calculation_is_kept_and_can_steer_the_path() -> None:
    both = {"zh": "问", "en": "Ask"}
    questions = [
        {"name": "count", "type": "integer", "label": both},
        {"name": "double", "type": "calculate", "calculation": "${count} * 2"},
        {"name": "many", "type": "acknowledge", "label": both, "relevant": "${double} > 5", "required": True},
    ]
    definition = definition_of(json.dumps({"name": "probe", "title": both, "questions": questions}))
    assert replay(definition, {"count": ["3"], "many": ["yes"]}, recorded={}, today=TODAY).answers == {
        "count": "3",
        "double": "6",
        "many": "yes",
    }
