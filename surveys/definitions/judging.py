"""Whether questions that were read can be asked: each by itself, and in their order. Knows no JSON spelling and no answer."""

from collections.abc import Mapping, Sequence
from typing import Any  # the row a question was read from, asked only which fields it has

from surveys.definitions.errors import (
    CalculationUnfit,
    ChoicesMissing,
    ChoicesUnfit,
    DotUnfit,
    NameUnfit,
    RefersForward,
    RefersNowhere,
    RefersToItself,
    ScaleUnfit,
    ScreenNameTaken,
    ScreenUnfit,
    SecondLookUnfit,
)
from surveys.definitions.expressions import Expression, references
from surveys.definitions.faults import At, Fault, Place
from surveys.definitions.fields import MAX_NAME, label_in
from surveys.definitions.form import LANGUAGES, SELECTS, SHOWABLE, TYPED, Question, Text
from surveys.errors import NameTaken, NotShowable, SurveyError

LONGEST_SCALE = 100


def judge_alone(question: Question, row: Mapping[str, Any], at: At) -> None:
    """What one row must have, seen by itself."""
    _judge_choices(question, row, at)
    if (question.type == "calculate") != ("calculation" in row) and question.type:
        at.field("calculation").refuse(CalculationUnfit(where=question.name, field="calculation"))
    if question.type == "hidden" and question.name not in SHOWABLE:
        at.field("name").refuse(NotShowable(where=question.name, found=question.name))
    if question.type == "range" and not 0 < question.most - question.least <= LONGEST_SCALE:
        at.field("most").refuse(ScaleUnfit(where=question.name, field="most", limit=LONGEST_SCALE))
    needed = "default" if question.type == "hidden" else "label"
    if needed not in row and question.type not in ("calculate", ""):
        label_in(None, at.field(needed))


def judge_order(questions: Sequence[Question], faults: list[Fault]) -> None:
    """References look backwards only, labels show nothing but what may be shown, pages are of one piece."""
    _Order(questions, faults).judge()


def _judge_choices(question: Question, row: Mapping[str, Any], at: At) -> None:
    names = [choice.name for choice in question.choices]
    for number, name in enumerate(names):
        here = at.field("choices").choice(number, f"{question.name}.{name}").field("name")
        if name and name in names[:number]:
            here.refuse(NameTaken(where=here.where))
        if name[:1].isdigit() and question.type in TYPED:  # a number that was typed must not be taken for a card
            here.refuse(NameUnfit(where=here.where, field="name", found=name, limit=MAX_NAME))
    if question.type in SELECTS and "choices" not in row:
        at.field("choices").refuse(ChoicesMissing(where=question.name, field="choices"))
    if question.choices and question.type not in SELECTS | TYPED | {""}:
        at.field("choices").refuse(ChoicesUnfit(where=question.name, field="choices", type=question.type))


class _Order:
    """One walk over a form, with what was asked before each question."""

    def __init__(self, questions: Sequence[Question], faults: list[Fault]) -> None:
        self._questions = questions
        self._faults = faults
        self._names = {question.name for question in questions}
        self._earlier: dict[str, Question] = {}
        self._screens: set[str] = set()

    def judge(self) -> None:
        last = ""
        for number, question in enumerate(self._questions):
            at = At(Place(number), question.name or f"#{number + 1}", self._faults)
            if question.name and question.name in self._earlier:
                at.field("name").refuse(NameTaken(where=question.name))
            self._judge_references(question, at)
            self._judge_places(question, at)
            self._judge_second_look(question, at)
            self._judge_screen(question, last, at)
            last = question.screen
            self._earlier[question.name] = question

    def _judge_references(self, question: Question, at: At) -> None:
        self._judge_expression(question.relevant, question, at.field("relevant"))
        self._judge_expression(question.calculation, question, at.field("calculation"))
        self._judge_expression(question.constraint, question, at.field("constraint"), may_look_at_itself=True)
        self._judge_expression(question.risk, question, at.field("risk"), may_look_at_itself=True)

    def _judge_expression(
        self, expression: Expression | None, question: Question, at: At, *, may_look_at_itself: bool = False
    ) -> None:
        for name in sorted(references(expression)) if expression else ():
            if name == "" and not may_look_at_itself:
                at.refuse(DotUnfit(where=question.name, found="."))
            elif name and name not in self._earlier:
                at.refuse(self._unknown(question, name))

    def _unknown(self, question: Question, name: str) -> SurveyError:
        if name == question.name:
            return RefersToItself(where=question.name, found=name)
        kind = RefersForward if name in self._names else RefersNowhere
        return kind(where=question.name, found=name)

    def _judge_places(self, question: Question, at: At) -> None:
        for field in ("label", "hint", "constraint_message"):
            self._judge_text(getattr(question, field), question, at.field(field))
        for number, choice in enumerate(question.choices):
            here = at.field("choices").choice(number, f"{question.name}.{choice.name}").field("label")
            self._judge_text(choice.label, question, here)

    def _judge_text(self, text: Text, question: Question, at: At) -> None:
        for language in LANGUAGES:
            for place in sorted(text.places_in(language)):
                if place not in SHOWABLE:
                    at.refuse(NotShowable(where=at.where, found=place), language=language)
                elif place not in self._earlier:
                    at.refuse(self._unknown(question, place), language=language)

    def _judge_second_look(self, question: Question, at: At) -> None:
        if not question.second_look:
            return
        first = self._earlier.get(question.second_look)
        if first is None or not first.compare or not first.tolerance:
            at.field("second_look").refuse(SecondLookUnfit(where=question.name, found=question.second_look))

    def _judge_screen(self, question: Question, last: str, at: At) -> None:
        if question.screen and question.screen != last and question.screen in self._screens:
            at.field("screen").refuse(ScreenUnfit(where=question.name, field="screen", found=question.screen))
        if question.screen and question.screen in self._names:
            at.field("screen").refuse(ScreenNameTaken(where=question.name, field="screen", found=question.screen))
        self._screens.add(question.screen)
