"""Words that say something together: 加微信 beside 优惠, 私下 beside 转账, in one sentence and not denied.

Pure. It says which words stand there and never what was meant; most is a hint, and pinyin is never more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any  # pyahocorasick has no types

import ahocorasick

from .folding import END, Folded, folded
from .rules import Grade
from .sentences import Summary
from .term_list import PINYIN, TERMS, Category

TOGETHER: Mapping[frozenset[Category], Grade] = {
    frozenset({"channel", "discount"}): "hint",
    frozenset({"channel", "payment"}): "review",
    frozenset({"channel", "deal"}): "hint",
    frozenset({"aside", "payment"}): "review",
    frozenset({"aside", "discount"}): "review",
    frozenset({"aside", "deal"}): "hint",
    frozenset({"aside", "channel"}): "review",
}
_DENIALS = (
    "从来没有",
    "从没",
    "没有",
    "没让",
    "没叫",
    "没要",
    "没",
    "不用",
    "不要",
    "不",
    "未",
    "并非",
    "不是",
    "拒绝",
)
_NO_DENIALS = (
    "有没有",
    "要不要",
    "是不是",
    "能不能",
    "可不可以",
    "不但",
    "不仅",
    "不光",
    "不只",
    "不得不",
    "没想到",
    "不是没有",
)
_REACH = 3  # characters between a denial and what it denies: 没有让我加微信


@dataclass(frozen=True)
class Term:
    """One word found: where it stands in the folded text, and in which sentence."""

    word: str
    category: Category
    start: int
    sentence: int
    is_pinyin: bool = False


@dataclass(frozen=True)
class Noticed:
    """The words that go together, in the order of the text."""

    words: tuple[str, ...]
    grade: Grade


def notice(text: str | None) -> Noticed | None:
    """None where nothing goes together."""
    if not text:
        return None
    terms = tuple(terms_in(folded(text)))
    best: Noticed | None = None
    for found in _combinations(terms):
        if best is None or (found.grade == "review" and best.grade == "hint"):
            best = found
    return best


def terms_in(text: Folded) -> Iterator[Term]:
    """Every word of the list that is not denied; the longest where one holds another."""
    last_stop = -1
    hits = sorted(
        ((stop - len(word) + 1, stop + 1, word) for stop, word in _automaton().iter(text.text)),
        key=lambda hit: (hit[0], -hit[1]),
    )
    for start, stop, word in hits:
        if start < last_stop:
            continue
        last_stop = stop
        if not _is_denied(text, start):
            plain = PINYIN.get(word, word)
            yield Term(plain, _CATEGORY[plain], start, text.text.count(END, 0, start), word in PINYIN)


def words_said(noticed: Noticed, source: str) -> Summary:
    """The sentence of a finding; the words only, never the text around them."""
    zh, en = "”“".join(noticed.words), ", ".join(noticed.words)
    who = Summary("举报", "A report") if source == "report" else Summary("客户留言", "The customer's comment")
    return Summary(
        f"{who.zh}的一句话里出现了“{zh}”，请看原文再判断",
        f"{who.en} has in one sentence: {en}. Read it before you judge.",
    )


def _combinations(terms: Sequence[Term]) -> Iterator[Noticed]:
    for one in terms:
        if one.category == "plain":
            yield Noticed((one.word,), "hint")
    for one, other in combinations(terms, 2):
        grade = TOGETHER.get(frozenset({one.category, other.category}))
        if grade is not None and one.sentence == other.sentence:
            yield Noticed((one.word, other.word), "hint" if one.is_pinyin or other.is_pinyin else grade)


def _is_denied(text: Folded, start: int) -> bool:
    """A denial shortly before, in the same clause."""
    earliest = max((pause for pause in text.pauses if pause <= start), default=0)
    earliest = max(earliest, text.text.rfind(END, 0, start) + 1)
    before = text.text[max(earliest, start - _REACH - 5) : start]
    for phrase in _NO_DENIALS:
        before = before.replace(phrase, "＿" * len(phrase))
    return any((place := before.rfind(word)) >= 0 and len(before) - place - len(word) <= _REACH for word in _DENIALS)


_CATEGORY: Mapping[str, Category] = {word: category for category, words in TERMS.items() for word in words}


@cache
def _automaton() -> Any:  # an ahocorasick.Automaton
    automaton = ahocorasick.Automaton()
    for word in (*_CATEGORY, *PINYIN):
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton
