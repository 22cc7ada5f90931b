"""Where each closed question of a form has its places in a row of numbers. Knows no number and no answer.

A layout depends on the wording's version alone, so a row of numbers is equally long for every group of people. What is for
investigators alone has no place in it, so no sum ever holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.definitions.expressions import references
from surveys.definitions.form import Definition, Question, Text

MOST_PAIRED = 16  # closed questions held against each other; their places grow with the square
_CLOSED = frozenset({"select_one", "select_multiple", "range", "acknowledge"})
_LONGEST_RANGE = 101


@dataclass(frozen=True)
class Closed:
    """One question with answers to choose from. first: the place of those who answered it; its categories follow."""

    name: str
    label: Text
    categories: tuple[str, ...]
    labels: tuple[Text, ...]
    is_multiple: bool
    measure: str
    least: int
    most: int
    first: int

    def place(self, category: int) -> int:
        return self.first + 1 + category


@dataclass(frozen=True)
class Layout:
    """places: cells in a row, the first of which is everybody. pair_starts: by two positions in `questions`.

    Only questions with one answer are held against each other: in a table of several answers nobody is counted once.
    """

    questions: tuple[Closed, ...]
    places: int
    pair_starts: Mapping[tuple[int, int], int]
    pair_places: int

    def question(self, name: str) -> Closed | None:
        return next((one for one in self.questions if one.name == name), None)


def layout_of(definition: Definition) -> Layout:
    """Worked out once for each wording."""
    if definition.sha256 not in _known:
        _known[definition.sha256] = _laid_out(definition)
    return _known[definition.sha256]


def _laid_out(definition: Definition) -> Layout:
    questions: list[Closed] = []
    place, kept_back = 1, _kept_back(definition)
    for question in (one for one in definition.asked if one.name not in kept_back):
        closed = _closed(question, place, definition.defaults)
        if closed is not None:
            questions.append(closed)
            place += 1 + len(closed.categories)
    starts, pairs = _pairs(questions)
    return Layout(tuple(questions), place, starts, pairs)


def _kept_back(definition: Definition) -> set[str]:
    """Questions for investigators alone, and those asked only after a certain answer to one: their number would tell it."""
    names: set[str] = set()
    for question in definition.questions:  # none refers to a later one
        if question.visibility or names & _deciding(question):
            names.add(question.name)
    return names


def _deciding(question: Question) -> frozenset[str]:
    """Whose answers decide whether it is asked, or what it comes to."""
    looked_at = (references(one) for one in (question.relevant, question.calculation) if one is not None)
    return frozenset({question.second_look}).union(*looked_at)


def _closed(question: Question, first: int, shown: Mapping[str, Text]) -> Closed | None:
    named = _categories(question)
    if question.type not in _CLOSED or not named:
        return None
    return Closed(
        name=question.name,
        label=_plain(question.label, shown),
        categories=tuple(named),
        labels=tuple(_plain(label, shown) for label in named.values()),
        is_multiple=question.type == "select_multiple",
        measure=question.measure,
        least=question.least,
        most=question.most,
        first=first,
    )


def _categories(question: Question) -> dict[str, Text]:
    if question.type == "range" and 0 <= question.most - question.least < _LONGEST_RANGE:
        scale = {str(n): Text(str(n), str(n)) for n in range(question.least, question.most + 1)}
        return scale | {choice.name: choice.label for choice in question.choices}
    if question.type == "acknowledge":
        return {"yes": Text("已确认", "Confirmed")}
    return {choice.name: choice.label for choice in question.choices}


def _plain(label: Text, shown: Mapping[str, Text]) -> Text:
    return Text(label.in_language("zh", shown), label.in_language("en", shown))


def _pairs(questions: list[Closed]) -> tuple[dict[tuple[int, int], int], int]:
    starts: dict[tuple[int, int], int] = {}
    place = 0
    single = [place for place, one in enumerate(questions) if not one.is_multiple][:MOST_PAIRED]
    for later in single:
        for earlier in single[: single.index(later)]:
            starts[earlier, later] = place
            place += len(questions[earlier].categories) * len(questions[later].categories)
    return starts, place


_known: dict[str, Layout] = {}
