"""The form as somebody reads it aloud, screen by screen: the same questions in the same order. Knows no member of staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from surveys.answering.replaying import Given
from surveys.answering.screens import Screen, carried, first_screen, screen_after
from surveys.answering.showing import Page, ShownQuestion, problem_sentences, shown
from surveys.answering.submitting import OpenLink
from surveys.definitions.form import FILES, Definition

UNSURE = "unsure"


@dataclass(frozen=True)
class SpokenScreen:
    """What is asked next. unread: by question, the cards that are ticked if they are said, and not offered."""

    name: str
    progress: int
    is_first: bool
    is_last: bool
    questions: tuple[ShownQuestion, ...]
    problems: Mapping[str, tuple[str, bool]]
    carried: tuple[tuple[str, str], ...]
    unread: Mapping[str, frozenset[str]]


def spoken_screen(
    link: OpenLink, given: Given, at: str, step: str, language: str, now: datetime
) -> SpokenScreen | None:
    """The screen for a step ("next", "back", or anything else to stay) from the screen called `at`; None at the end."""
    walk = link.replay(given, now)
    screen = screen_after(link.definition, walk, at, step) if at else first_screen(link.definition, walk)
    return None if screen is None else _spoken(link, given, screen, language)


def _spoken(link: OpenLink, given: Given, screen: Screen, language: str) -> SpokenScreen:
    page = Page(link.definition, link.shown, link.shuffle_seed, link.invitation_id, given)
    return SpokenScreen(
        name=screen.name,
        progress=screen.progress,
        is_first=screen.is_first,
        is_last=screen.is_last,
        questions=tuple(shown(one, page, language) for one in screen.questions if one.type not in FILES),
        problems=problem_sentences(screen, language),
        carried=tuple(carried(given, screen)),
        unread={question.name: _unread(link.definition, question.name) for question in screen.questions},
    )


def _unread(definition: Definition, name: str) -> frozenset[str]:
    """What lets somebody off is there for whoever asks for it; offered aloud, it is what people choose."""
    return frozenset(
        choice.name for choice in definition.question(name).choices if choice.evasive or choice.name == UNSURE
    )
