"""Reads a form from JSON and refuses what could not be asked. Knows spelling and references, no answers.

Refused: unknown fields, types, functions and operators; forward and self references; a label missing in either
language; a label that would show anything but company, time window and goods.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any  # JSON from outside; every value is checked before it is kept

from surveys.definitions.expressions import Expression, parse, references
from surveys.definitions.form import (
    COMPARED,
    LANGUAGES,
    MEASURES,
    SELECTS,
    SHOWABLE,
    TYPED,
    TYPES,
    Choice,
    Definition,
    Question,
    Text,
    canonical,
)
from surveys.errors import (
    DefinitionError,
    DefinitionUnknown,
    MissingLabel,
    NameTaken,
    NotShowable,
    UnknownField,
    UnknownReference,
    WrongValue,
)

READY_MADE = ("callback", "feedback")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TOLERANCE = re.compile(r"0(\.\d{1,4})?")


def definition_of(text: str) -> Definition:
    """Read one form. Raises a DefinitionError or ExpressionError that names the place."""
    try:
        source = json.loads(text)
    except ValueError as error:
        raise DefinitionError(where="JSON") from error
    if not isinstance(source, dict) or not isinstance(source.get("questions"), list):
        raise DefinitionError(where="questions")
    _only(source, {"name", "title", "questions"}, "form")
    questions = tuple(_question(row) for row in source["questions"])
    definition = Definition(_name(source, "form"), _label(source, "title", "form"), questions, canonical(source))
    _check_order(definition)
    return definition


@cache
def ready_made(name: str) -> Definition:
    """One of the forms that come with the product."""
    if name not in READY_MADE:
        raise DefinitionUnknown
    return definition_of(
        resources.files("surveys.definitions").joinpath("ready_made", f"{name}.json").read_text("utf-8")
    )


def _question(row: Any) -> Question:
    if not isinstance(row, dict):
        raise DefinitionError(where="questions")
    name = _name(row, "question")
    _only(row, _FIELDS.keys() | {"name"}, name)
    values = {field: _FIELDS[field](row, field, name) for field in row if field != "name"}
    question = Question(name=name, **values)
    _check_alone(question)
    return question


def _name(row: Mapping[str, Any], where: str) -> str:
    name = row.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise WrongValue(where=where, field="name")
    return name


def _only(row: Mapping[str, Any], known: set[str], where: str) -> None:
    for field in row:
        if field not in known:
            raise UnknownField(where=where, found=field)


def _label(row: Mapping[str, Any], field: str, where: str) -> Text:
    value = row.get(field)
    if not isinstance(value, dict):
        raise MissingLabel(where=where, language="zh")
    _only(value, set(LANGUAGES), f"{where}.{field}")
    for language in LANGUAGES:
        if not isinstance(value.get(language), str) or not value[language].strip():
            raise MissingLabel(where=where, language=language)
    return Text(**value)


def _expression(row: Mapping[str, Any], field: str, where: str) -> Expression:
    return parse(_text(row, field, where))


def _text(row: Mapping[str, Any], field: str, where: str) -> str:
    if not isinstance(row[field], str):
        raise WrongValue(where=where, field=field)
    return str(row[field])


def _flag(row: Mapping[str, Any], field: str, where: str) -> bool:
    if not isinstance(row[field], bool):
        raise WrongValue(where=where, field=field)
    return bool(row[field])


def _count(row: Mapping[str, Any], field: str, where: str) -> int:
    if not isinstance(row[field], int) or isinstance(row[field], bool) or not 0 <= row[field] <= 4000:
        raise WrongValue(where=where, field=field)
    return int(row[field])


def _one_of(known: frozenset[str]) -> Callable[[Mapping[str, Any], str, str], str]:
    def read(row: Mapping[str, Any], field: str, where: str) -> str:
        if _text(row, field, where) not in known:
            raise WrongValue(where=where, field=field)
        return str(row[field])

    return read


def _tolerance(row: Mapping[str, Any], field: str, where: str) -> str:
    if not _TOLERANCE.fullmatch(_text(row, field, where)):
        raise WrongValue(where=where, field=field)
    return str(row[field])


def _choices(row: Mapping[str, Any], field: str, where: str) -> tuple[Choice, ...]:
    if not isinstance(row[field], list) or not row[field]:
        raise WrongValue(where=where, field=field)
    return tuple(_choice(item, where) for item in row[field])


def _choice(item: Any, where: str) -> Choice:
    if not isinstance(item, dict):
        raise WrongValue(where=where, field="choices")
    name = _name(item, where)
    place = f"{where}.{name}"
    _only(item, {"name", "label", "exclusive", "fixed", "evasive", "compare"}, place)
    flags = {field: _flag(item, field, place) for field in ("exclusive", "fixed", "evasive") if field in item}
    compare = _one_of(COMPARED)(item, "compare", place) if "compare" in item else ""
    return Choice(name, _label(item, "label", place), **flags, compare=compare)


_FIELDS: Mapping[str, Callable[[Mapping[str, Any], str, str], Any]] = {
    "type": _one_of(TYPES),
    "label": _label,
    "hint": _label,
    "constraint_message": _label,
    "default": _label,
    "choices": _choices,
    "screen": _text,
    "second_look": _text,
    "required": _flag,
    "shuffle": _flag,
    "relevant": _expression,
    "constraint": _expression,
    "calculation": _expression,
    "risk": _expression,
    "least": _count,
    "most": _count,
    "max_length": _count,
    "compare": _one_of(COMPARED),
    "measure": _one_of(MEASURES),
    "tolerance": _tolerance,
}


def _check_alone(question: Question) -> None:
    """What one row must have, seen by itself."""
    names = [choice.name for choice in question.choices]
    for name in names:
        if names.count(name) > 1:
            raise NameTaken(where=f"{question.name}.{name}")
    if question.type in SELECTS and not question.choices:
        raise WrongValue(where=question.name, field="choices")
    if question.choices and question.type not in SELECTS | TYPED:
        raise WrongValue(where=question.name, field="choices")
    if (question.type == "calculate") != (question.calculation is not None):
        raise WrongValue(where=question.name, field="calculation")
    if question.type == "hidden" and question.name not in SHOWABLE:
        raise NotShowable(where=question.name, found=question.name)
    if question.type == "range" and question.least >= question.most:
        raise WrongValue(where=question.name, field="most")
    needed = question.default.zh if question.type == "hidden" else question.label.zh
    if not needed and question.type != "calculate":
        raise MissingLabel(where=question.name, language="zh")


def _check_order(definition: Definition) -> None:
    """References look backwards only, and labels show nothing but what may be shown."""
    earlier: dict[str, Question] = {}
    for question in definition.questions:
        if question.name in earlier:
            raise NameTaken(where=question.name)
        _check_references(question, earlier)
        _check_places(question, earlier)
        _check_second_look(question, earlier)
        earlier[question.name] = question


def _check_references(question: Question, earlier: dict[str, Question]) -> None:
    judged = {"": question}
    for expression, known in (
        (question.relevant, earlier),
        (question.calculation, earlier),
        (question.constraint, earlier | judged),
        (question.risk, earlier | judged),
    ):
        for name in references(expression) if expression else ():
            if name not in known:
                raise UnknownReference(where=question.name, found=name or ".")


def _check_places(question: Question, earlier: Mapping[str, Question]) -> None:
    texts = [question.label, question.hint, question.constraint_message, *(choice.label for choice in question.choices)]
    for place in frozenset().union(*(text.places for text in texts)):
        if place not in SHOWABLE:
            raise NotShowable(where=question.name, found=place)
        if place not in earlier:
            raise UnknownReference(where=question.name, found=place)


def _check_second_look(question: Question, earlier: Mapping[str, Question]) -> None:
    if not question.second_look:
        return
    first = earlier.get(question.second_look)
    if first is None or not first.compare or not first.tolerance:
        raise UnknownReference(where=question.name, found=question.second_look)
