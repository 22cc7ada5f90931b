"""Puts a question into its reader's words, with what they gave so far. Knows nothing the customer may not see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from surveys.answering.replaying import PROBLEMS, Given
from surveys.answering.screens import Screen
from surveys.definitions.form import Choice, Definition, Question, Text, shuffled

SHORT = 200


@dataclass(frozen=True)
class Page:
    """What a page needs besides its screen. shown fills the places of labels; seed orders shuffled cards."""

    definition: Definition
    shown: Mapping[str, Text]
    seed: bytes
    form_id: UUID
    given: Given


@dataclass(frozen=True)
class Card:
    """One choice, or one number of a range."""

    name: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class ShownQuestion:
    """One question ready for the template. typed: what was written so far, as it was written."""

    name: str
    type: str
    lines: tuple[str, ...]
    hint: str
    cards: tuple[Card, ...]
    typed: str
    is_long: bool
    max_length: int


def shown(question: Question, page: Page, language: str) -> ShownQuestion:
    given = page.given.get(question.name, ())
    typed = [value for value in given if question.choice(value) is None and question.type != "range"]
    return ShownQuestion(
        name=question.name,
        type=question.type,
        lines=tuple(question.label.in_language(language, page.shown).split("\n")),
        hint=question.hint.in_language(language, page.shown),
        cards=_cards(question, given, page, language),
        typed=typed[0] if typed else "",
        is_long=question.max_length > SHORT,
        max_length=question.max_length,
    )


def problem_sentences(screen: Screen, language: str) -> dict[str, tuple[str, bool]]:
    """By question: what is wrong, and whether the form itself worded it, so that it needs no translation."""
    sentences = {}
    for question in screen.questions:
        kind = screen.problems.get(question.name)
        own = question.constraint_message.in_language(language)
        if kind is not None:
            sentences[question.name] = (own, True) if kind == "constraint" and own else (PROBLEMS[kind], False)
    return sentences


def _cards(question: Question, given: Sequence[str], page: Page, language: str) -> tuple[Card, ...]:
    if question.type == "range":
        numbers = map(str, range(question.least, question.most + 1))
        return tuple(Card(number, number, number in given) for number in numbers)
    return tuple(_card(choice, given, page, language) for choice in shuffled(question, page.seed))


def _card(choice: Choice, given: Sequence[str], page: Page, language: str) -> Card:
    return Card(choice.name, choice.label.in_language(language, page.shown), choice.name in given)
