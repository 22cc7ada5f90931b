"""Reads the fields of one question or choice from JSON, each by its kind. Refuses into a list instead of stopping.

A reader gets the raw value and where it stands; what it cannot use it refuses there and answers with something harmless.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any  # JSON from outside; every value is checked before it is kept

from surveys.definitions.errors import (
    ChineseMissing,
    ChoicesMissing,
    ColumnUnknown,
    EnglishMissing,
    NameUnfit,
    NotYesNo,
    NumberUnfit,
    TextUnfit,
    ToleranceUnfit,
    TooMany,
    WordUnknown,
)
from surveys.definitions.expressions import Expression, parse
from surveys.definitions.faults import At
from surveys.definitions.form import COMPARED, LANGUAGES, MEASURES, TYPES, VISIBILITIES, Choice, Text
from surveys.errors import MissingLabel, SurveyError

MAX_NAME = 40
MAX_TEXT = 2000
MAX_COUNT = 4000
MAX_CHOICES = 200
MISSING: Mapping[str, type[MissingLabel]] = {"zh": ChineseMissing, "en": EnglishMissing}

_NAME = re.compile(r"(?!__)[A-Za-z_][A-Za-z0-9_-]{0,39}")
_CHOICE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}")
_TOLERANCE = re.compile(r"0(\.\d{1,4})?")
_CHOICE_FIELDS = frozenset({"name", "label", "exclusive", "fixed", "evasive", "compare"})


def name_in(row: Mapping[str, Any], at: At, *, of_choice: bool = False) -> str:
    """The name of a row; "" if it cannot be one."""
    name = row.get("name")
    if isinstance(name, str) and (_CHOICE_NAME if of_choice else _NAME).fullmatch(name):
        return name
    at.field("name").refuse(NameUnfit(where=at.where, field="name", found=_quoted(name), limit=MAX_NAME))
    return ""


def only(row: Mapping[str, Any], known: frozenset[str], at: At) -> None:
    for field in row:
        if field not in known:
            at.field(str(field)).refuse(ColumnUnknown(where=at.where, found=_quoted(field)))


def label_in(value: Any, at: At) -> Text:
    """Words in both languages; those that are missing are refused one by one."""
    given = value if isinstance(value, dict) else {}
    only(given, frozenset(LANGUAGES), at)
    words = {language: _words(given.get(language), language, at) for language in LANGUAGES}
    return Text(**words)


def text_in(value: Any, at: At) -> str:
    if isinstance(value, str) and len(value) <= MAX_TEXT:
        return value
    at.refuse(TextUnfit(where=at.where, field=at.place.field, limit=MAX_TEXT))
    return ""


def choice_in(row: Any, number: int, at: At) -> Choice:
    if not isinstance(row, dict):
        at.refuse(TextUnfit(where=at.where, field="choices", limit=MAX_TEXT))
        return Choice("", Text("", ""))
    at = at.choice(number, f"{at.where}.{_quoted(row.get('name'))}")
    only(row, _CHOICE_FIELDS, at)
    name = name_in(row, at, of_choice=True)
    flags = {flag: _flag(row[flag], at.field(flag)) for flag in ("exclusive", "fixed", "evasive") if flag in row}
    compare = _one_of(COMPARED)(row["compare"], at.field("compare")) if "compare" in row else ""
    return Choice(name, label_in(row.get("label"), at.field("label")), **flags, compare=compare)


def _words(value: Any, language: str, at: At) -> str:
    if not isinstance(value, str) or not value.strip():
        at.refuse(MISSING[language](where=at.where, language=language), language=language)
        return ""
    if len(value) > MAX_TEXT:
        at.refuse(TextUnfit(where=at.where, field=at.place.field, limit=MAX_TEXT), language=language)
    return value


def _expression(value: Any, at: At) -> Expression | None:
    try:
        return parse(text_in(value, at))
    except SurveyError as refused:
        at.refuse(refused)
        return None


def _flag(value: Any, at: At) -> bool:
    if isinstance(value, bool):
        return value
    at.refuse(NotYesNo(where=at.where, field=at.place.field, found=_quoted(value)))
    return False


def _count(value: Any, at: At) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_COUNT:
        return value
    at.refuse(NumberUnfit(where=at.where, field=at.place.field, found=_quoted(value), limit=MAX_COUNT))
    return 0


def _one_of(known: frozenset[str]) -> Callable[[Any, At], str]:
    def read(value: Any, at: At) -> str:
        if isinstance(value, str) and value in known:
            return value
        listed = ", ".join(sorted(known))
        at.refuse(WordUnknown(where=at.where, field=at.place.field, found=_quoted(value), known=listed))
        return ""

    return read


def _tolerance(value: Any, at: At) -> str:
    if isinstance(value, str) and _TOLERANCE.fullmatch(value):
        return value
    at.refuse(ToleranceUnfit(where=at.where, field="tolerance", found=_quoted(value)))
    return ""


def _screen(value: Any, at: At) -> str:
    return name_in({"name": value}, at) if value != "" else ""


def _choices(value: Any, at: At) -> tuple[Choice, ...]:
    if not isinstance(value, list) or not value:
        at.refuse(ChoicesMissing(where=at.where, field="choices"))
        return ()
    if len(value) > MAX_CHOICES:
        at.refuse(TooMany(where=at.where, field="choices", limit=MAX_CHOICES))
    return tuple(choice_in(row, number, at) for number, row in enumerate(value[:MAX_CHOICES]))


def _quoted(value: object) -> str:
    """What was written, short enough to be told back."""
    return ("" if value is None else str(value))[:40]


FIELDS: Mapping[str, Callable[[Any, At], Any]] = {
    "type": _one_of(TYPES),
    "label": label_in,
    "hint": label_in,
    "constraint_message": label_in,
    "default": label_in,
    "choices": _choices,
    "screen": _screen,
    "second_look": text_in,
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
    "visibility": _one_of(VISIBILITIES),
}
