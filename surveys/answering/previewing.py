"""One screen of a form that is still being written, as a customer would see it. Knows no customer and takes no answer."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from surveys.answering.showing import Page, ShownQuestion, shown
from surveys.definitions.form import LANGUAGES, Definition, Question, Text

_SOMETHING = Text("…", "…")


def previewed(questions: Sequence[Question], at: int, language: str) -> tuple[ShownQuestion, ...]:
    """The questions that stand together with the one at this place. Names carry the language, so that two previews fit a page."""
    if not 0 <= at < len(questions):
        return ()
    filled = {place: _SOMETHING for question in questions for place in _places(question)}
    filled |= {question.name: question.default for question in questions if question.type == "hidden"}
    page = Page(Definition("", _SOMETHING, tuple(questions), ""), filled, b"preview", UUID(int=0), {})
    found = [
        shown(one, page, language) for one in _together(questions, at) if one.type not in ("hidden", "calculate", "")
    ]
    return tuple(replace(one, name=f"{language}-{number}-{one.name}") for number, one in enumerate(found))


def _together(questions: Sequence[Question], at: int) -> Sequence[Question]:
    screen = questions[at].screen
    if not screen:
        return questions[at : at + 1]
    first = last = at
    while first > 0 and questions[first - 1].screen == screen:
        first -= 1
    while last + 1 < len(questions) and questions[last + 1].screen == screen:
        last += 1
    return questions[first : last + 1]


def _places(question: Question) -> frozenset[str]:
    texts = [question.label, question.hint, *(choice.label for choice in question.choices)]
    return frozenset(place for text in texts for language in LANGUAGES for place in text.places_in(language))
