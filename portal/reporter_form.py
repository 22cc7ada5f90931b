"""The report form as it was posted: what was typed, kept whatever is wrong with it, and one sentence for each field.

Knows field names and how a claim's values are read; stores nothing and seals nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from cases.channels.first import DEFAULT
from cases.contents import CLAIM_FIELDS, Content, FileNote, refuse_bad_length
from cases.crosscheck.facts import PayeeKind
from cases.errors import CaseError
from cases.identities import NameMissing, Person
from cases.records.cells import Refused
from cases.records.dates import parse_day
from cases.records.values import parse_amount, parse_phone
from crypto.receipts import ENTROPY_BYTES, Receipt
from portal.posted_files import Brought, PostedFiles
from portal.questions import Questions
from surveys.forms import Form
from surveys.sentences import N_

MOST_FIELD_CHARACTERS = 200
OWN_FIELDS = ("own_name", "own_contact")  # who writes, if they say so
UNASKED = Questions()
TYPED = ("text", "about", *CLAIM_FIELDS, *OWN_FIELDS)
PAYEE_KINDS: tuple[str, ...] = get_args(PayeeKind)

Problem = tuple[str, Mapping[str, object]]  # a message id and what fills its placeholders
_AMOUNT = N_("We could not read this amount. Please write a number, such as 6800 or 1.2万, or leave it empty.")
_DAY = N_("We could not read this day. Please write it like 2026-03-08, or leave it empty.")
_PHONE = N_("We could not read this telephone number. All of it, its last four digits, or nothing.")
_KIND = N_("Please choose one of the answers shown.")
_LONG = N_("This is {count} characters long; {most} fit here. Please put the rest into the large box above.")
_NOT_WRITTEN = N_("Please write what happened. Two sentences are enough to begin with.")


@dataclass(frozen=True)
class ReportForm:
    """`shown` and `left_out` are ids of people; `values` every text field as typed, empty ones too.

    `channel`: the key of what it is about; its questions have their own problems, under `q.` and their names.
    ticket: since when this form is there, as portal/floods/patience.py reads it.
    """

    receipt: Receipt = field(repr=False)
    values: Mapping[str, str] = field(repr=False)
    shown: frozenset[str]
    left_out: frozenset[str]
    problems: Mapping[str, Problem]
    channel: str = DEFAULT
    questions: Questions = field(default_factory=Questions, repr=False)
    ticket: str = ""
    brought: Brought = field(default_factory=Brought, repr=False)  # files, without scripts

    @property
    def is_fit(self) -> bool:
        return not self.problems and not self.questions.said.problems and not self.brought.problems

    @property
    def claim(self) -> Mapping[str, str]:
        return {**self.questions.claim, **{name: self.values[name] for name in CLAIM_FIELDS if self.values[name]}}

    def content(self, language: str, files: Sequence[FileNote] = ()) -> Content:
        said = self.questions.said.answers
        sha256 = self.questions.sha256 if said else ""
        return Content(
            self.values["text"], self.claim, language, self.channel, said, sha256, self.values["about"], files=files
        )

    @property
    def person(self) -> Person | None:
        """Who writes; None for whoever stays anonymous."""
        name, contact = (self.values[one] for one in OWN_FIELDS)
        return Person(name, contact) if name else None

    @property
    def named(self) -> tuple[str, ...]:
        """People whom the report itself names."""
        return self.content("").named


def empty_form(channel: str = DEFAULT, questions: Questions = UNASKED) -> ReportForm:
    values = dict.fromkeys(TYPED, "")
    return ReportForm(Receipt.new(), values, frozenset(), frozenset(), {}, channel, questions)


def read_report_form(
    form: Form, channel: str = DEFAULT, questions: Questions = UNASKED, arrived: PostedFiles | None = None
) -> ReportForm:
    values = {name: form.text(name) for name in TYPED}
    problems = {name: problem for name, text in values.items() if (problem := _problem(name, text))}
    if values["own_contact"] and not values["own_name"]:
        problems["own_name"] = NameMissing.sentence, {}
    return ReportForm(
        receipt_in(form.text("entropy")),
        values,
        shown=frozenset(form.text("shown").split()),
        left_out=frozenset(form.texts("left_out")),
        problems=problems,
        channel=channel,
        questions=questions,
        ticket=form.text("ticket"),
        brought=arrived.brought(form) if arrived else Brought(),
    )


def entropy_field(receipt: Receipt) -> str:
    return base64.urlsafe_b64encode(receipt.entropy).rstrip(b"=").decode()


def receipt_in(text: str) -> Receipt:
    """The receipt this form was given when it was shown; a new one if the field is missing or garbled."""
    try:
        entropy = base64.b64decode(text + "==", altchars=b"-_", validate=True)
    except ValueError:
        return Receipt.new()
    return Receipt(entropy) if len(entropy) == ENTROPY_BYTES else Receipt.new()


def _problem(name: str, text: str) -> Problem | None:
    if name == "text":
        return _problem_of_text(text)
    if len(text) > MOST_FIELD_CHARACTERS:
        return _LONG, {"count": len(text), "most": MOST_FIELD_CHARACTERS}
    if name == "payee_kind":
        return (_KIND, {}) if text and text not in PAYEE_KINDS else None
    if name in _READERS:
        read, sentence = _READERS[name]
        return None if _is_readable(read, text) else (sentence, {})
    return None


def _problem_of_text(text: str) -> Problem | None:
    if not text:
        return _NOT_WRITTEN, {}
    try:
        refuse_bad_length(text)
    except CaseError as error:
        return error.sentence, error.facts
    return None


def _is_readable(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except Refused:
        return False
    return True


def _phone(text: str) -> str | None:
    return parse_phone(text, last_four=True)


_READERS: Mapping[str, tuple[Callable[[str], object], str]] = {
    "amount": (parse_amount, _AMOUNT),
    "occurred_on": (parse_day, _DAY),
    "customer_phone": (_phone, _PHONE),
}
