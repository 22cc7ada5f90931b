"""A form into the rows of a workbook, so that importing them again gives the very same form. Knows no file."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any  # a form as JSON, checked when it became a Definition

from surveys.definitions.form import LANGUAGES, SELECTS, Definition
from surveys.definitions.xlsform.columns import CHOICE_FLAGS, HEADINGS, RESERVED
from surveys.definitions.xlsform.spellings import Spelling, write_workbook

NAMESPACE = 'fd="urn:brightline:fd"'  # ours, so that other tools keep the bind::fd columns apart
_WORDED = ("label", "hint", "constraint_message")
_BASE = ("type", "name", *(f"label::{HEADINGS[language]}" for language in LANGUAGES))
_SURVEY = (
    *_BASE,
    *(f"hint::{HEADINGS[language]}" for language in LANGUAGES),
    "required",
    "relevant",
    "constraint",
    *(f"constraint_message::{HEADINGS[language]}" for language in LANGUAGES),
    "calculation",
    "default",
    "appearance",
    "parameters",
    *RESERVED,
)
_CHOICES = ("list_name", *_BASE[1:], *CHOICE_FLAGS)
_SETTINGS = ("form_title", "form_id", "version", "default_language", "namespaces", "fd_title_en")

Grid = list[list[str]]


def export_form(definition: Definition, spelling: Spelling) -> bytes:
    """The form as a file of that spelling."""
    return write_workbook(grids_of(definition), spelling)


def grids_of(definition: Definition) -> dict[str, Grid]:
    source = json.loads(definition.canonical)
    lists = _Lists()
    survey = [*_survey_rows(source["questions"], lists)]
    settings = {
        "form_title": source["title"]["zh"],
        "form_id": source["name"],
        "version": definition.sha256[:12],
        "default_language": HEADINGS["zh"],
        "namespaces": NAMESPACE,
        "fd_title_en": source["title"]["en"],
    }
    return {
        "survey": _grid(survey, _SURVEY, _BASE),
        "choices": _grid(lists.rows, _CHOICES, _CHOICES[:4]),
        "settings": _grid([settings], _SETTINGS, _SETTINGS),
    }


class _Lists:
    """Lists of choices, each written once and called after the first question that uses it."""

    def __init__(self) -> None:
        self.rows: list[dict[str, str]] = []
        self._names: dict[str, str] = {}

    def name_of(self, choices: Sequence[Mapping[str, Any]], question: str) -> str:
        spelt = json.dumps(choices, sort_keys=True)
        if spelt not in self._names:
            self._names[spelt] = question
            self.rows.extend(_choice_row(choice, question) for choice in choices)
        return self._names[spelt]


def _survey_rows(questions: Sequence[Mapping[str, Any]], lists: _Lists) -> Iterator[dict[str, str]]:
    page = ""
    for question in questions:
        here = question.get("screen", "")
        if page and here != page:
            yield {"type": "end group"}
        if here and here != page:
            yield {"type": "begin group", "name": here, "appearance": "field-list"}
        page = here
        yield _question_row(question, lists)
    if page:
        yield {"type": "end group"}


def _question_row(question: Mapping[str, Any], lists: _Lists) -> dict[str, str]:
    row = {"type": question["type"], "name": question["name"]}
    for field in _WORDED:
        row |= _words(question, field)
    if question["type"] == "hidden":
        row |= _words({"label": question["default"]}, "label") | {"default": question["default"]["zh"]}
    row |= {field: question[field] for field in ("relevant", "constraint", "calculation") if field in question}
    row |= {heading: str(question[field]) for heading, field in RESERVED.items() if field in question}
    row["required"] = "yes" if question.get("required") else ""
    row["parameters"] = _parameters(question)
    if "choices" in question:
        list_name = lists.name_of(question["choices"], question["name"])
        is_select = question["type"] in SELECTS
        row |= {"type": f"{question['type']} {list_name}"} if is_select else {"bind::fd:choices": list_name}
    return row


def _parameters(question: Mapping[str, Any]) -> str:
    if question["type"] == "range":
        return f"start={question.get('least', 0)} end={question.get('most', 0)} step=1"
    return "randomize=true" if question.get("shuffle") else ""


def _choice_row(choice: Mapping[str, Any], list_name: str) -> dict[str, str]:
    row = {"list_name": list_name, "name": choice["name"]} | _words(choice, "label")
    for heading, field in CHOICE_FLAGS.items():
        value = choice.get(field)
        row[heading] = "yes" if value is True else str(value or "")
    return row


def _words(row: Mapping[str, Any], field: str) -> dict[str, str]:
    return {f"{field}::{HEADINGS[language]}": words for language, words in row.get(field, {}).items()}


def _grid(rows: Sequence[Mapping[str, str]], headings: Sequence[str], always: Sequence[str]) -> Grid:
    """Headings first; columns in which nothing stands are left out."""
    used = [heading for heading in headings if heading in always or any(row.get(heading) for row in rows)]
    return [used, *([row.get(heading, "") for heading in used] for row in rows)]
