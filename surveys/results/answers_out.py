"""Single answers as rows, a few hundred in memory at a time: CSV in words, CSV in numbers, and the syntax that reads those.

Only for those who may read single answers; who asks sees to that, and to the log. Rows come day by day, in a day in the order of
random ids.
"""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from crypto.vault import Vault
from surveys.answering.stored import Answers, opened_answers
from surveys.definitions.form import LANGUAGES, SELECTS, Definition, Question, Text
from surveys.definitions.versions import version
from surveys.delivery.links import unformula
from surveys.tables import Invitation, Response

Kind = Literal["open", "named"]
MARKED = "marked"  # the last column in words: questions whose answer the form marks as a risk
_AT_ONCE = 500
_FIRST = (date.min, UUID(int=0))
_NAMED = ("ref", "store", "salesperson", "weight")


async def rows_as_csv(
    version_id: UUID,
    kind: Kind,
    vault: Vault,
    *,
    in_numbers: bool = False,
    leaves_out: Callable[[str], bool] = lambda _salesperson: False,
) -> AsyncIterator[bytes]:
    """in_numbers: choices as 1, 2, 3 … in the order of the form, and a column for each of several.

    leaves_out: whether answers about this salesperson are not for whoever asks; the file does not tell that there were any.
    """
    definition = await version(version_id)
    yield b"\xef\xbb\xbf" + _line(_header(definition, kind, in_numbers))
    last = _FIRST
    while rows := await _rows_after(version_id, kind, *last):
        asked = await _invitations(rows) if kind == "named" else {}
        with_asked = [(row, asked.get(row.invitation)) for row in rows]
        yield b"".join(
            _line(_cells(row, one, definition, vault, in_numbers=in_numbers))
            for row, one in with_asked
            if one is None or not leaves_out(one.salesperson)
        )
        last = rows[-1].answered_on, rows[-1].id


def spss_syntax(definition: Definition, kind: Kind, file_name: str, language: str) -> str:
    """Reads the CSV in numbers and names everything, in the reader's language first and the other behind it."""
    variables = [f"  {name} {form}" for name, form in _variables(definition, kind)]
    labels = [f"  {name} {_quoted(label)}" for name, label in _labels(definition, language)]
    values = [
        "\n".join([f"  /{question.name}", *(f"    {n} {_quoted(text)}" for n, text in _values(question, language))])
        for question in definition.asked
        if _is_coded(question)
    ]
    read = f"GET DATA /TYPE=TXT /FILE={_quoted(file_name)} /ENCODING='UTF8' /DELIMITERS=',' /QUALIFIER='\"'"
    return "\n".join(
        [
            "* Encoding: UTF-8.",
            f"{read} /FIRSTCASE=2 /VARIABLES=",
            *variables,
            ".",
            "VARIABLE LABELS",
            *labels,
            ".",
            *(["VALUE LABELS", *values, "."] if values else []),
            *(["WEIGHT BY weight."] if kind == "named" else []),
            "EXECUTE.",
            "",
        ]
    )


async def _rows_after(version_id: UUID, kind: Kind, day: date, last: UUID) -> Sequence[Response]:
    query = Response.objects().where(
        Response.version == version_id,
        Response.kind == kind,
        Response.answered_on >= day,
        (Response.answered_on > day) | (Response.id > last),
    )
    return list(await query.order_by(Response.answered_on, Response.id).limit(_AT_ONCE))


async def _invitations(rows: Sequence[Response]) -> dict[UUID, Invitation]:
    found = await Invitation.objects().where(Invitation.id.is_in([row.invitation for row in rows if row.invitation]))
    return {row.id: row for row in found}


def _header(definition: Definition, kind: Kind, in_numbers: bool) -> Iterator[str]:
    yield from ("day", "language")
    if kind == "named":
        yield from _NAMED
    for question in definition.asked:
        yield from _columns(question) if in_numbers else (question.name,)
    if not in_numbers:
        yield MARKED


def _columns(question: Question) -> list[str]:
    if question.type == "select_multiple":
        return [f"{question.name}_{choice.name}" for choice in question.choices]
    return [question.name]


def _cells(
    row: Response, asked: Invitation | None, definition: Definition, vault: Vault, *, in_numbers: bool
) -> Iterator[str]:
    answers: Answers = opened_answers(bytes(row.sealed_answers), vault)
    yield row.answered_on.isoformat()
    yield row.language
    if row.kind == "named":
        weight = f"{1 / max(asked.inclusion_probability, 1e-4):.4f}" if asked else ""
        yield from (asked.subject_ref, asked.store, asked.salesperson, weight) if asked else ("", "", "", "")
    for question in definition.asked:
        given = answers.answers.get(question.name, "")
        yield from _coded(question, given) if in_numbers else (given,)
    if not in_numbers:
        yield " ".join(answers.risks)


def _coded(question: Question, given: str) -> list[str]:
    chosen = given.split(" ") if given else []
    if question.type == "select_multiple":
        return [("1" if choice.name in chosen else "0") if chosen else "" for choice in question.choices]
    if _is_coded(question):
        places = [str(n) for n, choice in enumerate(question.choices, 1) if choice.name == given]
        return places or [""]
    return [given]


def _is_coded(question: Question) -> bool:
    return question.type == "select_one"


def _variables(definition: Definition, kind: Kind) -> Iterator[tuple[str, str]]:
    yield from (("day", "SDATE10"), ("language", "A2"))
    if kind == "named":
        yield from (("ref", "A64"), ("store", "A100"), ("salesperson", "A100"), ("weight", "F10.4"))
    for question in definition.asked:
        for column in _columns(question):
            is_number = question.type in SELECTS or question.type in {"range", "integer"}
            yield column, "F8.0" if is_number and not (question.type == "range" and question.choices) else "A2000"


def _labels(definition: Definition, language: str) -> Iterator[tuple[str, str]]:
    for question in definition.asked:
        label = _both(question.label, definition, language)
        if question.type != "select_multiple":
            yield question.name, label
            continue
        for choice in question.choices:
            yield f"{question.name}_{choice.name}", f"{label}: {_both(choice.label, definition, language)}"


def _values(question: Question, language: str) -> Iterator[tuple[int, str]]:
    for number, choice in enumerate(question.choices, 1):
        yield number, f"{choice.label.in_language(language)} / {choice.label.in_language(_other(language))}"


def _both(text: Text, definition: Definition, language: str) -> str:
    shown = definition.defaults
    return f"{text.in_language(language, shown)} / {text.in_language(_other(language), shown)}"


def _other(language: str) -> str:
    return next(one for one in LANGUAGES if one != language)


def _quoted(text: str) -> str:
    return "'" + " ".join(text.replace("'", "''").split())[:250] + "'"


def _line(cells: Iterator[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow([unformula(cell) for cell in cells])
    return text.getvalue().encode()
