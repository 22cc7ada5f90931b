"""A form as frozen values with a fingerprint: what is asked, in both languages. Knows no customer, no answer, no file.

`definition_of` reads and checks; a Definition that exists can be asked: every text is there in both languages, every
expression parses and looks only backwards, and nothing but company, time window and goods is shown before an answer.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from surveys.definitions.expressions import Expression

LANGUAGES = ("zh", "en")
SELECTS = frozenset({"select_one", "select_multiple"})
TYPED = frozenset({"text", "integer", "decimal", "date"})
SILENT = frozenset({"hidden", "calculate"})
FILES = frozenset({"image", "file"})
TYPES = SELECTS | TYPED | SILENT | FILES | {"note", "range", "acknowledge"}
# What may be shown before a blind answer, and nothing else: surveys.md, "Blind first".
SHOWABLE = frozenset({"company", "window", "goods"})
# Columns of the claims contract an answer may be held against.
COMPARED = frozenset(
    {
        "bought",
        "order_no",
        "customer_name",
        "customer_phone",
        "salesperson",
        "store",
        "product",
        "amount",
        "occurred_on",
        "payee_kind",
        "payee_name",
        "payee_account",
        "received",
        "invoice",
        "private_contact",
        "private_discount",
        "coached",
        "text",
    }
)
MEASURES = frozenset({"nps", "csat", "ces"})
# Whose eyes a question is for, where it is fewer than may see the figures of all answers together.
VISIBILITIES = frozenset({"investigators"})

_PLACEHOLDER = re.compile(r"\$\{((?!__)[A-Za-z_][A-Za-z0-9_-]*)\}")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages."""

    zh: str
    en: str

    def in_language(self, language: str, values: Mapping[str, "Text"] | None = None) -> str:
        """The sentence with its `${name}` places filled."""
        given = values or {}
        written = self.en if language == "en" else self.zh
        return _PLACEHOLDER.sub(lambda found: given[found[1]].in_language(language), written)

    def places_in(self, language: str) -> frozenset[str]:
        """Names of its `${name}` places."""
        return frozenset(_PLACEHOLDER.findall(self.en if language == "en" else self.zh))


@dataclass(frozen=True, slots=True)
class Choice:
    """One card. exclusive: cannot stand beside others. fixed: keeps its place at the end of a shuffled list.

    compare: the yes/no field of a claim that choosing it affirms. evasive: says nothing either way (记不清, 不愿回答).
    """

    name: str
    label: Text
    exclusive: bool = False
    fixed: bool = False
    evasive: bool = False
    compare: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. Questions of one `screen` stand together; typed questions may offer choices instead of typing.

    second_look: name of an earlier question which this one asks again, only when that answer differs from the record by
    more than its tolerance (a share of the recorded number). It tells nothing but "please look again".
    visibility: "investigators" keeps the question out of every figure that others see.
    """

    name: str
    type: str
    label: Text = Text("", "")
    hint: Text = Text("", "")
    choices: tuple[Choice, ...] = ()
    screen: str = ""
    required: bool = False
    relevant: Expression | None = None
    constraint: Expression | None = None
    constraint_message: Text = Text("", "")
    calculation: Expression | None = None
    default: Text = Text("", "")
    least: int = 0
    most: int = 0
    max_length: int = 200
    shuffle: bool = False
    compare: str = ""
    tolerance: str = ""
    second_look: str = ""
    measure: str = ""
    risk: Expression | None = None
    visibility: str = ""

    @property
    def is_asked(self) -> bool:
        return self.type not in SILENT and self.type != "note"

    def choice(self, name: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.name == name), None)


@dataclass(frozen=True)
class Definition:
    """One version of a form. `canonical` is its only spelling, and `sha256` names it for ever."""

    name: str
    title: Text
    questions: tuple[Question, ...]
    canonical: str

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    def question(self, name: str) -> Question:
        return next(question for question in self.questions if question.name == name)

    @property
    def asked(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.is_asked)

    @property
    def defaults(self) -> dict[str, Text]:
        """What fills the `${…}` places of labels unless an invitation says better."""
        return {question.name: question.default for question in self.questions if question.type == "hidden"}


def canonical(source: Mapping[str, object]) -> str:
    """The one JSON spelling of a form: sorted keys, no spaces, no escapes."""
    return json.dumps(source, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def shuffled(question: Question, seed: bytes) -> Sequence[Choice]:
    """Choices in the order this customer sees: the same for the same seed, those marked fixed last."""
    if not question.shuffle:
        return question.choices
    loose = [choice for choice in question.choices if not choice.fixed]
    loose.sort(key=lambda choice: hashlib.blake2b(f"{question.name}/{choice.name}".encode(), key=seed[:64]).digest())
    return [*loose, *(choice for choice in question.choices if choice.fixed)]
