"""Replays a whole form over what a browser sent: path, problems, clean answers. Knows no request and no row.

Nothing the browser says about the path is believed. Answers off the path are dropped, unknown questions are refused.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NoReturn
from uuid import UUID

from surveys.definitions.evaluation import Scope, evaluate, holds, to_number, to_text
from surveys.definitions.expressions import Value
from surveys.definitions.form import SELECTS, TYPED, Definition, Question
from surveys.errors import AnswerUnknown
from surveys.sentences import N_

Given = Mapping[str, Sequence[str]]

# Kinds of problem, each with the sentence its customer reads (English is the message id).
PROBLEMS: Mapping[str, str] = {
    "missing": N_("Please answer this question."),
    "several": N_("Please give one answer: either write it or choose a card."),
    "exclusive": N_("“None of these” and “can't recall” cannot stand beside another answer."),
    "unknown_choice": N_("Please choose one of the answers shown."),
    "number": N_("Please write a number, such as 6800 or 6,800.50."),
    "date": N_("Please give a day, such as 2026-03-08."),
    "range": N_("Please choose one of the numbers shown."),
    "file": N_("This file did not arrive. Please choose it once more, or go on without it."),
    "too_long": N_("This is too long. Please shorten it."),
    "constraint": N_("This does not seem right. Please look at it once more."),
}
_MONEY = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?(万)?", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,12}", re.ASCII)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_DECORATION = str.maketrans("", "", "¥,，元 ")


class _Unusable(Exception):
    """One value that cannot be kept; its text is a key of PROBLEMS."""


@dataclass(frozen=True)
class Replay:
    """What a set of answers comes to.

    path: every question shown, notes included, in order. answers: canonical text by question name, several choices
    joined by spaces. problems: question name to a key of PROBLEMS. risks: names of questions whose risk rule holds.
    """

    path: tuple[Question, ...]
    answers: Mapping[str, str]
    problems: Mapping[str, str]
    risks: tuple[str, ...] = ()

    def screens(self) -> list[tuple[Question, ...]]:
        """The path cut into what is shown together."""
        screens: list[list[Question]] = []
        for question in self.path:
            if screens and question.screen and screens[-1][0].screen == question.screen:
                screens[-1].append(question)
            else:
                screens.append([question])
        return [tuple(screen) for screen in screens]


@dataclass
class _Walk:
    recorded: Mapping[str, str]
    today: date
    path: list[Question] = field(default_factory=list)
    values: dict[str, Value] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    risks: list[str] = field(default_factory=list)

    def scope(self, current: Value = "") -> Scope:
        return Scope(self.values, current, self.today)


def replay(definition: Definition, given: Given, *, recorded: Mapping[str, str], today: date) -> Replay:
    """Walk the form from its first question.

    given: raw values by question name. recorded: what the records say, by compared field, used for second looks only.
    Raises AnswerUnknown for a name that is no question a person is asked.
    """
    if given.keys() - {question.name for question in definition.asked}:
        raise AnswerUnknown
    walk = _Walk(recorded, today)
    for question in definition.questions:
        if question.type == "hidden" or not _is_on_path(definition, question, walk):
            continue
        if question.calculation is not None:
            walk.values[question.name] = evaluate(question.calculation, walk.scope())
            continue
        walk.path.append(question)
        if question.is_asked:
            _judge(question, given.get(question.name, ()), walk)
    answers = {name: to_text(value) for name, value in walk.values.items()}
    return Replay(tuple(walk.path), answers, walk.problems, tuple(walk.risks))


def stated(definition: Definition, answers: Mapping[str, str]) -> dict[str, str]:
    """The part of clean answers that says something about a transaction, by field of the claims contract.

    Evasive choices say nothing. A second look outranks the first answer; both stay in `answers`.
    """
    said: dict[str, str] = {}
    for question in definition.asked:
        answer = answers.get(question.name, "")
        chosen = [choice for choice in question.choices if choice.name in answer.split()]
        if not answer or any(choice.evasive for choice in chosen):
            continue
        if question.compare:
            said[question.compare] = answer
        for choice in question.choices:
            if choice.compare:
                said[choice.compare] = _affirmed(choice in chosen, answer)
    return said


def differs(answer: Value, recorded: str, tolerance: str) -> bool:
    """Whether a number differs from the recorded one by more than a share of it. What is no number never differs."""
    said, known = to_number(answer), to_number(recorded)
    return not said.is_nan() and not known.is_nan() and abs(said - known) > abs(known) * Decimal(tolerance)


def _affirmed(chosen: bool, answer: str) -> str:
    if answer == "unsure":
        return "unsure"
    return "yes" if chosen else "no"


def _is_on_path(definition: Definition, question: Question, walk: _Walk) -> bool:
    if question.relevant is not None and not holds(question.relevant, walk.scope()):
        return False
    if not question.second_look:
        return True
    first = definition.question(question.second_look)
    recorded = walk.recorded.get(first.compare, "")
    return differs(walk.values.get(first.name, ""), recorded, first.tolerance)


def _judge(question: Question, raw: Sequence[str], walk: _Walk) -> None:
    given = [value.strip() for value in raw if value.strip()]
    if not given:
        if question.required:
            walk.problems[question.name] = "missing"
        return
    try:
        value = _value(question, given)
    except _Unusable as problem:
        walk.problems[question.name] = str(problem)
        return
    instead_of_typing = question.type in TYPED and question.choice(to_text(value)) is not None
    if question.constraint is not None and not instead_of_typing and not holds(question.constraint, walk.scope(value)):
        walk.problems[question.name] = "constraint"
        return
    walk.values[question.name] = value
    if question.risk is not None and holds(question.risk, walk.scope(value)):
        walk.risks.append(question.name)


def _value(question: Question, given: Sequence[str]) -> Value:
    if question.type == "select_multiple":
        return _several(question, given)
    if len(given) > 1:
        raise _Unusable("several")
    if question.choice(given[0]) is not None:
        return given[0]
    if question.type in SELECTS:
        raise _Unusable("unknown_choice")
    return _READERS[question.type](question, given[0])


def _several(question: Question, given: Sequence[str]) -> str:
    chosen = [choice for choice in question.choices if choice.name in given]
    if len(chosen) != len(set(given)):
        raise _Unusable("unknown_choice")
    if len(chosen) > 1 and any(choice.exclusive for choice in chosen):
        raise _Unusable("exclusive")
    return " ".join(choice.name for choice in chosen)


def _text(question: Question, raw: str) -> str:
    text = unicodedata.normalize("NFC", raw)
    if len(text) > question.max_length:
        raise _Unusable("too_long")
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))


def _decimal(_: Question, raw: str) -> Decimal:
    found = _MONEY.fullmatch(unicodedata.normalize("NFKC", raw).translate(_DECORATION))
    if found is None:
        raise _Unusable("number")
    amount = Decimal(f"{found[1]}.{found[2] or 0}") * (10_000 if found[3] else 1)
    return amount if amount < Decimal(10) ** 13 else _refuse("number")


def _integer(_: Question, raw: str) -> Decimal:
    text = unicodedata.normalize("NFKC", raw)
    return Decimal(text) if _WHOLE.fullmatch(text) else _refuse("number")


def _range(question: Question, raw: str) -> Decimal:
    if not _WHOLE.fullmatch(raw) or not question.least <= int(raw) <= question.most:
        raise _Unusable("range")
    return Decimal(raw)


def _date(_: Question, raw: str) -> date:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", raw))
    if found is None:
        raise _Unusable("date")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise _Unusable("date") from None


def _acknowledge(_: Question, raw: str) -> str:
    return raw if raw == "yes" else _refuse("unknown_choice")


def _file(_: Question, raw: str) -> str:
    """The id under which a file is kept; whether it is this customer's, whoever stores the answers looks."""
    try:
        return UUID(raw).hex
    except ValueError:
        raise _Unusable("file") from None


def _refuse(kind: str) -> NoReturn:
    raise _Unusable(kind)


_READERS: Mapping[str, Callable[[Question, str], Value]] = {
    "text": _text,
    "decimal": _decimal,
    "integer": _integer,
    "range": _range,
    "date": _date,
    "acknowledge": _acknowledge,
    "image": _file,
    "file": _file,
}
