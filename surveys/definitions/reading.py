"""Reads a form from JSON and refuses what could not be asked. Knows spelling and references, no answers.

Refused: unknown fields, types, functions and operators; forward and self references; a label missing in either
language; a label that would show anything but company, time window and goods. All of it is found in one reading.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any  # JSON from outside; every value is checked before it is kept

from surveys.definitions.errors import NothingAsked, TextUnfit, TooMany
from surveys.definitions.faults import At, Fault, Place, in_order
from surveys.definitions.fields import FIELDS, MAX_TEXT, label_in, name_in, only
from surveys.definitions.form import Definition, Question, canonical
from surveys.definitions.judging import judge_alone, judge_order
from surveys.errors import DefinitionError, DefinitionUnknown

READY_MADE = ("callback", "lost_lead", "delivery", "nps", "csat", "ces", "feedback", "complaint")
MAX_QUESTIONS = 200
_FORM_FIELDS = frozenset({"name", "title", "questions"})


@dataclass(frozen=True)
class Reading:
    """definition: only where nothing is wrong. questions: as far as they could be read, each in its place."""

    definition: Definition | None
    faults: tuple[Fault, ...]
    questions: tuple[Question, ...] = ()


def definition_of(text: str) -> Definition:
    """Read one form. Raises the first of what is wrong: a DefinitionError or ExpressionError that names the place."""
    try:
        source = json.loads(text)
    except ValueError as error:
        raise DefinitionError(where="JSON") from error
    if not isinstance(source, dict) or not isinstance(source.get("questions"), list):
        raise DefinitionError(where="questions")
    reading = read(source)
    if reading.definition is None:
        raise reading.faults[0].error
    return reading.definition


def read(source: Mapping[str, Any]) -> Reading:
    """Read one form to its end, whatever is wrong with it. source: as JSON, its questions a list."""
    faults: list[Fault] = []
    at = At(Place(), "form", faults)
    only(source, _FORM_FIELDS, at)
    name, title = name_in(source, at), label_in(source.get("title"), at.field("title"))
    rows = source["questions"]
    if len(rows) > MAX_QUESTIONS:
        at.refuse(TooMany(where="form", field="questions", limit=MAX_QUESTIONS))
    questions = tuple(_question(row, number, faults) for number, row in enumerate(rows[:MAX_QUESTIONS]))
    judge_order(questions, faults)
    if not faults and not any(question.is_asked for question in questions):
        at.refuse(NothingAsked(where="form"))
    if faults:
        return Reading(None, in_order(faults), questions)
    return Reading(Definition(name, title, questions, canonical(source)), (), questions)


@cache
def ready_made(name: str) -> Definition:
    """One of the forms that come with the product."""
    if name not in READY_MADE:
        raise DefinitionUnknown
    return definition_of(
        resources.files("surveys.definitions").joinpath("ready_made", f"{name}.json").read_text("utf-8")
    )


def _question(row: Any, number: int, faults: list[Fault]) -> Question:
    at = At(Place(number), f"#{number + 1}", faults)
    if not isinstance(row, dict):
        at.refuse(TextUnfit(where=at.where, field="questions", limit=MAX_TEXT))
        return Question("", "note")
    name = name_in(row, at)
    at = At(Place(number), name or at.where, faults)
    only(row, _QUESTION_FIELDS, at)
    values = {field: FIELDS[field](row[field], at.field(field)) for field in row if field in FIELDS}
    if "type" not in row:
        FIELDS["type"](None, at.field("type"))
    question = Question(name=name, **({"type": ""} | values))
    judge_alone(question, row, at)
    return question


_QUESTION_FIELDS = frozenset(FIELDS) | {"name"}
