"""A whole form on one page, beside other fields: what is asked, what was answered, and answers told back. Knows no report.

Fields are named `q.<question>`. The form is replayed over whatever came, as everywhere; a name it does not ask is dropped here,
because a page may be older than the form. Answers that come back out of a sealed content are untrusted and only ever told.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from surveys.answering.replaying import PROBLEMS, Given, replay
from surveys.answering.showing import Page, ShownQuestion, shown
from surveys.definitions.conditions import tree_of, wanted_answers
from surveys.definitions.form import SELECTS, Definition, Question
from surveys.forms import Form

ANSWER_PREFIX = "q."
_NO_FORM = UUID(int=0)


@dataclass(frozen=True)
class Answered:
    """given: raw values by question. answers: canonical texts of what is on the path. problems: keys of PROBLEMS."""

    given: Given
    answers: Mapping[str, str]
    problems: Mapping[str, str]


@dataclass(frozen=True)
class AskedQuestion:
    """One question of the page. after: the answers after which it is asked, in words; condition: the same as JSON, or "".

    problem: a message id, or the form's own words if is_own_problem.
    """

    shown: ShownQuestion
    is_required: bool
    is_conditional: bool
    after: tuple[str, ...]
    condition: str
    problem: str
    is_own_problem: bool


def answers_in(form: Form) -> dict[str, tuple[str, ...]]:
    """What a posted form holds for questions, by their names."""
    return {
        name.removeprefix(ANSWER_PREFIX): values
        for name, values in form.fields.items()
        if name.startswith(ANSWER_PREFIX)
    }


def answered(definition: Definition, given: Given, today: date) -> Answered:
    known = {question.name for question in definition.asked}
    kept = {name: tuple(values) for name, values in given.items() if name in known}
    walk = replay(definition, kept, recorded={}, today=today)
    return Answered(kept, walk.answers, walk.problems)


def asked(definition: Definition, language: str, so_far: Answered | None = None) -> tuple[AskedQuestion, ...]:
    """Every question in order, whatever the path: a page without scripts shows all and says when each is meant."""
    given, problems = (so_far.given, so_far.problems) if so_far else ({}, {})
    page = Page(definition, definition.defaults, b"", _NO_FORM, given)
    return tuple(
        _asked(definition, question, page, problems.get(question.name, ""), language)
        for question in definition.questions
        if question.is_asked or question.type == "note"
    )


def told_answers(
    definition: Definition | None, answers: Mapping[str, str], language: str
) -> tuple[tuple[str, str], ...]:
    """Question and answer as a reader sees them, in the form's order; what the form does not ask stands last, by its name."""
    known = [question for question in definition.asked if answers.get(question.name)] if definition else []
    told = [
        (_label(question, definition, language), _said(question, answers[question.name], language))
        for question in known
    ]
    names = {question.name for question in known}
    return (*told, *((name, said) for name, said in answers.items() if name not in names))


def _asked(definition: Definition, question: Question, page: Page, problem: str, language: str) -> AskedQuestion:
    own = question.constraint_message.in_language(language, page.shown) if problem == "constraint" else ""
    tree = tree_of(question.relevant)
    return AskedQuestion(
        shown=shown(question, page, language),
        is_required=question.required,
        is_conditional=question.relevant is not None,
        after=wanted_answers(definition, question, language),
        condition=json.dumps(tree, ensure_ascii=False) if tree else "",
        problem=own or (PROBLEMS[problem] if problem else ""),
        is_own_problem=bool(own),
    )


def _label(question: Question, definition: Definition | None, language: str) -> str:
    return question.label.in_language(language, definition.defaults if definition else None)


def _said(question: Question, answer: str, language: str) -> str:
    """Labels of choices; whatever is no choice of this question stands as it was written."""
    if question.type == "acknowledge" and answer == "yes":
        return "✓"
    words: Sequence[str] = answer.split() if question.type in SELECTS else (answer,)
    labels = [choice.label.in_language(language) if (choice := question.choice(word)) else word for word in words]
    return ("; " if language == "en" else "；").join(labels)
