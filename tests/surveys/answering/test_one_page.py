"""A whole form on one page: conditions in words and as a tree, answers read, and answers of strangers told."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from surveys import Definition, answered, asked, definition_of, told_answers
from surveys.definitions.conditions import tree_of
from surveys.definitions.expressions import parse

TODAY = date(2026, 3, 9)


def label(text: str) -> dict[str, str]:
    return {"zh": f"{text}？", "en": f"{text}?"}


def choices(*names: str) -> list[dict[str, Any]]:
    return [{"name": name, "label": {"zh": f"{name}字", "en": f"{name} word"}} for name in names]


def form(relevant: str = "${kind} = 'a' or ${kind} = 'b'") -> Definition:
    questions = [
        {
            "name": "kind",
            "type": "select_one",
            "label": label("kind"),
            "choices": choices("a", "b", "c"),
            "required": True,
        },
        {"name": "several", "type": "select_multiple", "label": label("several"), "choices": choices("x", "y")},
        {"name": "since", "type": "date", "label": label("since"), "relevant": relevant},
        {
            "name": "sum",
            "type": "decimal",
            "label": label("sum"),
            "constraint": ". > 0",
            "constraint_message": label("positive"),
        },
    ]
    return definition_of(json.dumps({"name": "report_x", "title": label("x"), "questions": questions}))


@pytest.mark.parametrize(
    ("expression", "tree"),
    [
        ("${a} = 'x'", ["=", "a", "x"]),
        ("${a} != 'x' and selected(${b}, 'y')", ["and", ["!=", "a", "x"], ["selected", "b", "y"]]),
        ("not(${a} = 'x')", ["not", ["=", "a", "x"]]),
        ("${a} > 3", None),
        ("${a} = 'x' or string-length(${b}) > 3", None),
        ("${a} = ${b}", None),
        ("today() > 3", None),
    ],
)
def test_a_condition_has_a_tree_if_a_page_can_follow_it(expression: str, tree: list[object] | None) -> None:
    assert tree_of(parse(expression)) == tree


def test_a_condition_is_said_by_the_answers_it_stands_on() -> None:
    since = asked(form(), "en")[2]
    assert (since.after, since.is_conditional) == (("a word", "b word"), True)


@pytest.mark.parametrize(
    "relevant", ["${kind} != 'a'", "${kind} = 'a' and selected(${several}, 'x')", "${kind} = 'zz'"]
)
def test_a_condition_that_is_no_list_of_answers_is_not_said_as_one(relevant: str) -> None:
    assert asked(form(relevant), "en")[2].after == ()


def test_answers_off_the_path_are_dropped_and_unknown_names_ignored() -> None:
    said = answered(form(), {"kind": ["c"], "since": ["2026-03-01"], "invented": ["1"]}, TODAY)
    assert (said.answers, said.problems) == ({"kind": "c"}, {})


def test_what_is_wrong_stands_beside_its_question_and_what_was_typed_is_kept() -> None:
    page = asked(form(), "en", answered(form(), {"sum": ["0"], "several": ["x", "y"]}, TODAY))
    assert (page[0].problem, page[0].is_own_problem) == ("Please answer this question.", False)
    assert (page[3].problem, page[3].is_own_problem) == ("positive?", True)
    assert page[3].shown.typed == "0"
    assert [card.chosen for card in page[1].shown.cards] == [True, True]


def test_answers_are_told_with_their_questions_in_the_forms_order() -> None:
    answers = {"several": "x y", "kind": "b"}
    assert told_answers(form(), answers, "zh") == (("kind？", "b字"), ("several？", "x字；y字"))


def test_a_strangers_answers_are_told_as_they_were_written() -> None:
    answers = {"kind": "<b>", "invented": "text"}
    assert told_answers(form(), answers, "en") == (("kind?", "<b>"), ("invented", "text"))
    assert told_answers(None, answers, "en") == (("kind", "<b>"), ("invented", "text"))
