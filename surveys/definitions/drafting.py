"""Changes a form somebody is writing: plain values in, plain values out. Knows no row, no page, and judges nothing.

A draft is a form as JSON that need not be whole. Questions are found by name; `mark_of` tells whether one is as it was seen.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any  # a form as JSON, not checked yet

from surveys.definitions.errors import DraftMoved, TooMany
from surveys.definitions.fields import MAX_CHOICES
from surveys.definitions.form import SELECTS, TYPED
from surveys.definitions.reading import MAX_QUESTIONS

Source = Mapping[str, Any]
_EMPTY = {"zh": "", "en": ""}
_WAYS_OUT: Sequence[Mapping[str, Any]] = (
    {"name": "unsure", "label": {"zh": "记不清", "en": "I can't recall"}, "fixed": True},
    {"name": "refused", "label": {"zh": "不愿回答", "en": "I'd rather not say"}, "fixed": True, "evasive": True},
)


def blank(name: str, zh: str, en: str) -> Source:
    """A form of one screen that says who asks; its author goes on from there."""
    company = {"name": "company", "type": "hidden", "default": {"zh": "我们公司", "en": "our company"}}
    introduction = {"name": "introduction", "type": "note", "screen": "start", "label": _INTRODUCTION}
    return {"name": name, "title": {"zh": zh, "en": en}, "questions": [company, introduction]}


def mark_of(question: Mapping[str, Any]) -> str:
    """A short fingerprint of one question as it stands."""
    spelt = json.dumps(question, sort_keys=True, ensure_ascii=False).encode()
    return hashlib.blake2b(spelt, digest_size=8).hexdigest()


def place_of(source: Source, name: str) -> int:
    """Where the question stands. Raises DraftMoved if nobody is called so any more."""
    for number, question in enumerate(source["questions"]):
        if question.get("name") == name:
            return number
    raise DraftMoved(where=name)


def added(source: Source, kind: str, after: str = "") -> tuple[Source, str]:
    """With a new question behind another one, or last; and its name."""
    questions = list(source["questions"])
    if len(questions) >= MAX_QUESTIONS:
        raise TooMany(where="form", field="questions", limit=MAX_QUESTIONS)
    names = {question.get("name") for question in questions}
    name = next(f"q{number}" for number in range(1, MAX_QUESTIONS + 2) if f"q{number}" not in names)
    place = place_of(source, after) + 1 if after else len(questions)
    questions.insert(place, _begun(name, kind))
    return {**source, "questions": questions}, name


def changed(source: Source, name: str, question: Mapping[str, Any], was: str) -> Source:
    """With this wording of a question. Raises DraftMoved if somebody else worded it meanwhile."""
    place = place_of(source, name)
    questions = list(source["questions"])
    if mark_of(questions[place]) != was:
        raise DraftMoved(where=name)
    questions[place] = dict(question)
    return {**source, "questions": questions}


def removed(source: Source, name: str, was: str) -> Source:
    place = place_of(source, name)
    if mark_of(source["questions"][place]) != was:
        raise DraftMoved(where=name)
    return {**source, "questions": [*source["questions"][:place], *source["questions"][place + 1 :]]}


def moved(source: Source, name: str, to: int) -> Source:
    """With the question at another place, counted from 0; beyond the end is the end."""
    questions = list(source["questions"])
    question = questions.pop(place_of(source, name))
    questions.insert(max(0, min(to, len(questions))), question)
    return {**source, "questions": questions}


def titled(source: Source, zh: str, en: str) -> Source:
    return {**source, "title": {"zh": zh, "en": en}}


def tidy(question: Mapping[str, Any]) -> dict[str, Any]:
    """Without what says nothing: the same question has one spelling however its fields were filled in."""
    kept = {key: value for key, value in question.items() if value not in ("", None, False, [], _EMPTY)}
    kind = kept.get("type")
    if "choices" in kept:
        kept["choices"] = [tidy(choice) for choice in kept["choices"][: MAX_CHOICES + 1]]
        if kind not in SELECTS | TYPED:
            del kept["choices"]
    if kind != "range":
        kept.pop("least", None)
        kept.pop("most", None)
    return kept


def _begun(name: str, kind: str) -> dict[str, Any]:
    question: dict[str, Any] = {"name": name, "type": kind}
    question |= {"default": _EMPTY} if kind == "hidden" else {"label": _EMPTY}
    if kind in SELECTS:
        exclusive = {"exclusive": True} if kind == "select_multiple" else {}
        none = {"name": "none", "label": {"zh": "都没有", "en": "None of these"}, "fixed": True} | exclusive
        first = [none] if kind == "select_multiple" else []
        question["choices"] = [*first, *(dict(choice) | exclusive for choice in _WAYS_OUT)]
        question["required"] = True
    return question | ({"least": 1, "most": 5} if kind == "range" else {})


_INTRODUCTION = {
    "zh": "您好，这里是${company}，由不参与销售的同事发起。\n销售人员看不到您的任何一份答案。\n"
    "我们只保存您在这里的回答，加密存放，最多 24 个月。",
    "en": "Hello, this is ${company}. Colleagues who do not sell are asking.\nSales staff never see a single answer.\n"
    "We keep only what you answer here, encrypted, for at most 24 months.",
}
