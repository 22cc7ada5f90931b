"""Words that say something together: 加微信 beside 优惠, 私下 beside 转账, in one sentence and not denied.

Pure. It says which words stand there and never what was meant; most is a hint, and pinyin is never more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any, NamedTuple  # Any: pyahocorasick has no types

import ahocorasick

from .folding import END, Folded, folded
from .rules import Grade
from .sentences import Summary, Values
from .term_list import REVIEW_WEIGHT, SHIPPED, Entry, TermList

_DENIALS = ("从来没有", "从没", "没有", "没让", "没叫", "没要", "没", "不用", "不要", "不", "未", "并非", "不是")
_REFUSALS = (
    "拒绝",
    "谨防",
    "防止",
    "严禁",
    "禁止",
    "杜绝",
    "不允许",
    "不准",
    "不能",
    "不得",
    "不要",
    "没有要求",
    "不存在",
)
_REFUSED = ("不可能", "无效", "已拒绝", "被拒绝", "拒绝了", "没同意", "没有同意", "未同意", "不同意", "不行", "不存在")
_NO_DENIALS = re.compile("有没有|要不要|是不是|能不能|可不可以|不但|不仅|不光|不只|不得不|没想到|不是没有")
_DENYING = re.compile("[不没未并拒谨防严禁杜无]")  # one of these is in each of them
_REACH = 3  # characters between a denial and what it denies: 没有让我加微信
_FAR_REACH = 6  # 拒绝了客户的回扣
_REACH_BACK = 12  # 客户问能否私下转账，已拒绝


class Term(NamedTuple):
    """One word found: where it stands in the folded text, and in which sentence."""

    entry: Entry
    start: int
    stop: int
    sentence: int
    is_pinyin: bool = False
    is_denied: bool = False


@dataclass(frozen=True)
class Noticed:
    """The words that go together, in the order of the text. weight: of them all; number: of the list that held them."""

    terms: tuple[Term, ...]
    grade: Grade
    weight: int
    number: int

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(term.entry.word for term in self.terms)


def notice(text: str | None, words: TermList = SHIPPED) -> Noticed | None:
    """None where nothing goes together."""
    if not text:
        return None
    return weigh(tuple(terms_in(folded(text), words)), words)


def weigh(terms: Sequence[Term], words: TermList) -> Noticed | None:
    """The heaviest of what goes together; of several alike the first."""
    found = [Noticed(some, _grade(some), _weight(some), words.number) for some in going_together(terms)]
    return max(found, key=lambda one: (one.grade == "review", one.weight), default=None)


def note_said(noticed: Noticed, number: str, *, is_order: bool) -> Summary:
    """The same of what somebody noted about a customer."""
    zh, en = "”“".join(noticed.words), ", ".join(noticed.words)
    where = Summary("订单", "order") if is_order else Summary("线索", "lead")
    return Summary(
        f"{where.zh} {number} 的跟进记录里，一句话里出现了“{zh}”，请看原文再判断",
        f"The notes of {where.en} {number} have in one sentence: {en}. Read them before you judge.",
    )


def going_together(terms: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    """Each word that speaks alone, and each two of one sentence that need each other; nothing denied."""
    said = [term for term in terms if not term.is_denied]
    yield from ((one,) for one in said if not one.entry.needs)
    for one, other in combinations(said, 2):
        if one.sentence == other.sentence and is_company(one.entry, other.entry):
            yield one, other


def terms_in(text: Folded, words: TermList = SHIPPED) -> Iterator[Term]:
    """Every word of the list; the longest where one holds another."""
    automaton = _automaton(words)
    if not automaton:
        return
    hits = sorted(
        (
            (stop - length + 1, stop + 1, entry, is_pinyin)
            for stop, (length, entry, is_pinyin) in automaton.iter(text.text)
        ),
        key=lambda hit: (hit[0], -hit[1]),
    )
    last_stop = -1
    for start, stop, entry, is_pinyin in hits:
        if start >= last_stop:
            last_stop = stop
            yield Term(entry, start, stop, text.text.count(END, 0, start), is_pinyin, _is_denied(text, start, stop))


def terms_said(noticed: Noticed) -> Values:
    """What a finding keeps of it."""
    return {"terms": "、".join(noticed.words), "weight": noticed.weight, "list": noticed.number}


def words_said(noticed: Noticed, source: str) -> Summary:
    """The sentence of a finding; the words only, never the text around them."""
    zh, en = "”“".join(noticed.words), ", ".join(noticed.words)
    who = Summary("举报", "A report") if source == "report" else Summary("客户留言", "The customer's comment")
    return Summary(
        f"{who.zh}的一句话里出现了“{zh}”，请看原文再判断",
        f"{who.en} has in one sentence: {en}. Read it before you judge.",
    )


def is_company(one: Entry, other: Entry) -> bool:
    """Each is what the other needs. Two words that speak alone are no more together."""
    return bool(one.needs or other.needs) and _suffices(one, other) and _suffices(other, one)


def _suffices(one: Entry, other: Entry) -> bool:
    return not other.needs or one.category in other.needs


def _weight(terms: Sequence[Term]) -> int:
    return sum(term.entry.weight for term in terms)


def _grade(terms: Sequence[Term]) -> Grade:
    is_sure = not any(term.is_pinyin for term in terms)
    return "review" if is_sure and _weight(terms) >= REVIEW_WEIGHT else "hint"


def _is_denied(text: Folded, start: int, stop: int) -> bool:
    """A denial shortly before in the same clause, a refusal somewhat further, or one that follows in the same sentence."""
    sentence = text.text.rfind(END, 0, start) + 1
    clause = max([sentence, *(pause for pause in text.pauses if pause <= start)])
    after = text.text[stop : stop + _REACH_BACK].partition(END)[0]
    if not _DENYING.search(text.text, clause, stop + len(after)):
        return False
    before = _NO_DENIALS.sub(lambda found: "＿" * len(found[0]), text.text[clause:start])
    return (
        _ends_near(before, _DENIALS, _REACH)
        or _ends_near(before, _REFUSALS, _FAR_REACH)
        or any(word in after for word in _REFUSED)
    )


def _ends_near(before: str, words: Sequence[str], reach: int) -> bool:
    return any((place := before.rfind(word)) >= 0 and len(before) - place - len(word) <= reach for word in words)


@lru_cache(maxsize=8)
def _automaton(words: TermList) -> Any:  # an ahocorasick.Automaton
    automaton = ahocorasick.Automaton()
    for entry in words.entries:
        for spelled, is_pinyin in ((folded(entry.word).text, False), (entry.pinyin, True)):
            if spelled and spelled not in automaton:
                automaton.add_word(spelled, (len(spelled), entry, is_pinyin))
    automaton.make_automaton()
    return automaton
