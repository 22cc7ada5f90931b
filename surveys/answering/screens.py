"""Decides which screen comes next, from the answers a browser carries. Knows no request, no template and no row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveys.answering.replaying import Replay
from surveys.definitions.form import Definition, Question


@dataclass(frozen=True)
class Screen:
    """What to show: questions that stand together, their problems, and how far along they are (0..100)."""

    questions: tuple[Question, ...]
    progress: int
    is_first: bool
    is_last: bool
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.questions[0].name


def first_screen(definition: Definition, walk: Replay, since: str = "") -> Screen:
    """since: the screen to begin at, for somebody who goes on; those before it are not shown again."""
    screens = walk.screens()
    return _screen(definition, screens, _place(screens, since), since=since)


def screen_after(definition: Definition, walk: Replay, at: str, step: str, since: str = "") -> Screen | None:
    """The screen for a step ("next", "back", or anything else to stay) from the screen called `at`; None at the end.

    Nothing is skipped: a screen with problems is shown again with them, wherever the browser says it is.
    """
    screens = walk.screens()
    here, first = _place(screens, at), _place(screens, since)
    if step == "back":
        return _screen(definition, screens, max(here - 1, first), since=since)
    if step != "next":
        return _screen(definition, screens, max(here, first), since=since)
    for number, screen in enumerate(screens):
        problems = {q.name: walk.problems[q.name] for q in screen if q.name in walk.problems}
        if problems and number <= here:
            return _screen(definition, screens, number, problems, since=since)
    return _screen(definition, screens, here + 1, since=since) if here + 1 < len(screens) else None


def carried(given: Mapping[str, Sequence[str]], screen: Screen) -> list[tuple[str, str]]:
    """Answers of other screens, to travel on as hidden fields; also those off the path, in case somebody goes back."""
    here = {question.name for question in screen.questions}
    return [(name, value) for name, values in given.items() if name not in here for value in values if value]


def _place(screens: Sequence[tuple[Question, ...]], name: str) -> int:
    return next((number for number, screen in enumerate(screens) if name in {q.name for q in screen}), 0)


def _screen(
    definition: Definition,
    screens: Sequence[tuple[Question, ...]],
    number: int,
    problems: Mapping[str, str] | None = None,
    *,
    since: str = "",
) -> Screen:
    """Progress is the place in the whole form, so that it never runs backwards when answers change the path."""
    questions = screens[number]
    names = [question.name for question in definition.questions]
    return Screen(
        questions=questions,
        progress=100 * names.index(questions[0].name) // len(names),
        is_first=number <= _place(screens, since),
        is_last=number == len(screens) - 1,
        problems=problems or {},
    )
