"""From the fields of the editor's page to a question as JSON, and what is said about it back to its fields. Knows no row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # a question as JSON, not checked yet

from surveys.definitions.drafting import Source, mark_of, tidy
from surveys.definitions.form import LANGUAGES
from surveys.definitions.linting import Remark, remarks_on
from surveys.definitions.reading import Reading, read
from surveys.forms import Form

WORDED = ("label", "hint", "constraint_message", "default")
CONDITIONS = ("relevant", "constraint", "calculation", "risk")
RESERVED = ("second_look", "compare", "tolerance", "measure", "visibility")
PLAIN = ("name", "type", "screen", *CONDITIONS, *RESERVED)
FOLDED = frozenset({*RESERVED, "calculation", "risk", "max_length", "constraint_message"})
NUMBERS = ("least", "most", "max_length")
FLAGS = ("required", "shuffle")
CHOICE_FLAGS = ("exclusive", "fixed", "evasive")


@dataclass(frozen=True)
class Line:
    """One question in the list. said: faults at their fields, keyed "field", "field.zh", "choices.2.label.en" and so on."""

    number: int
    question: Mapping[str, Any]
    mark: str
    said: Mapping[str, Sequence[tuple[str, Mapping[str, object]]]]
    remarks: Sequence[Remark]

    @property
    def is_wrong_further_down(self) -> bool:
        """Whether a fault stands at a field that is folded away at first."""
        return any(key.partition(".")[0] in FOLDED for key in self.said)

    @property
    def name(self) -> str:
        return str(self.question.get("name", ""))

    def label(self, language: str) -> str:
        words = self.question.get("label") or self.question.get("default") or {}
        return str(words.get(language, "")) if isinstance(words, Mapping) else ""


@dataclass(frozen=True)
class Sheet:
    """A draft as its editor sees it: every question with what is said about it, and what is said about the whole."""

    lines: Sequence[Line]
    reading: Reading
    said: Sequence[tuple[str, Mapping[str, object]]]
    remarks: Sequence[Remark]

    @property
    def faulty(self) -> int:
        return len(self.reading.faults)

    def place_of(self, name: str) -> int:
        """Where the question stands; the first with a fault if there is none of that name, else the first."""
        found = [line.number for line in self.lines if line.name == name]
        wrong = [line.number for line in self.lines if line.said]
        return (found or wrong or [0])[0]


def sheet_of(source: Source) -> Sheet:
    reading = read(source)
    remarks = remarks_on(reading.questions)
    lines = [
        Line(
            number,
            question,
            mark_of(question),
            _said(reading, number),
            [r for r in remarks if r.place.question == number],
        )
        for number, question in enumerate(source["questions"])
    ]
    whole = [(fault.error.sentence, fault.error.facts) for fault in reading.faults if fault.place.question < 0]
    return Sheet(lines, reading, whole, [remark for remark in remarks if remark.place.question < 0])


def question_in(form: Form) -> dict[str, Any]:
    """What stands in the fields, as it stands there; whatever is wrong with it is found by reading the form."""
    question: dict[str, Any] = {key: form.text(key).strip() for key in PLAIN}
    for key in WORDED:
        question[key] = {
            language: form.text(f"{key}_{language}").replace("\r\n", "\n").strip() for language in LANGUAGES
        }
    for key in NUMBERS:
        written = form.text(key).strip()
        question[key] = int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else written
    question |= {key: form.text(key) == "yes" for key in FLAGS}
    question["choices"] = list(_choices(form))
    least_is_nought = question["type"] == "range" and question["least"] == 0
    kept = tidy(question)
    return kept | ({"least": 0} if least_is_nought else {})


def _choices(form: Form) -> Iterator[dict[str, Any]]:
    """Rows of which the name or a label is written; a name that was left out is made."""
    columns = [form.texts(f"choice_{key}") for key in ("name", *LANGUAGES, "compare")]
    for number, (name, zh, en, compare) in enumerate(zip(*columns, strict=False)):
        if not (name.strip() or zh.strip() or en.strip()):
            continue
        flags = {flag: str(number) in form.texts(f"choice_{flag}") for flag in CHOICE_FLAGS}
        label = {"zh": zh.strip(), "en": en.strip()}
        yield {"name": name.strip() or f"c{number + 1}", "label": label, "compare": compare.strip()} | flags


def _said(reading: Reading, number: int) -> dict[str, list[tuple[str, Mapping[str, object]]]]:
    said: dict[str, list[tuple[str, Mapping[str, object]]]] = {}
    for fault in reading.faults:
        place = fault.place
        if place.question == number:
            key = f"choices.{place.choice}.{place.field}" if place.choice >= 0 else place.field
            key = f"{key}.{place.language}" if place.language else key
            said.setdefault(key, []).append((fault.error.sentence, fault.error.facts))
    return said
