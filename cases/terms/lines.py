"""A list of words as lines: a word, then what differs from the usual of its group. 现金, 2, 绕开 · 飞单, feidan.

Reads forgivingly, names every line it cannot take, and keeps the order.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cases.crosscheck.folding import END, folded
from cases.crosscheck.term_list import CATEGORIES, MOST_WEIGHT, NEEDS, WEIGHTS, Category, Entry
from cases.terms.errors import Fault

MOST_WORDS = 1000
MOST_LETTERS = 20
LEAST_LATIN = 4  # vip would be found in 服务vip群
SHORT_NAMES: Mapping[str, Mapping[Category, str]] = {
    "zh": {
        "channel": "渠道",
        "payment": "付款",
        "aside": "绕开",
        "discount": "优惠",
        "deal": "成交",
        "plain": "单独",
    },
    "en": {
        "channel": "channel",
        "payment": "payment",
        "aside": "aside",
        "discount": "discount",
        "deal": "deal",
        "plain": "alone",
    },
}
_NAMED: Mapping[str, Category] = {name: key for names in SHORT_NAMES.values() for key, name in names.items()} | {
    key: key for key in CATEGORIES
}
_COMMA = re.compile(r"[,，\t]")
_GAP = re.compile(r"[\s、/]+")
_PINYIN = re.compile(r"[a-z]{4,40}")
_LATIN = re.compile(r"[a-z0-9]+")


@dataclass
class Reading:
    """Words taken so far, and the lines that could not be. Each word once, however it is spelled."""

    language: str
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _seen: dict[str, Category] = field(default_factory=dict)

    def take(self, place: str, line: int, category: Category, word: str, details: Iterable[str]) -> None:
        """One word with what was written behind it; a fault if it cannot be taken."""
        entry = self._entry(place, line, category, word.strip(), [detail for detail in details if detail])
        if entry is None:
            return
        spelled = folded(entry.word).text
        if spelled in self._seen:
            self.fault(place, line, "twice", word=entry.word, group=self._name(self._seen[spelled]))
        elif len(self.entries) == MOST_WORDS:
            self.fault(place, line, "too_many", most=MOST_WORDS)
        else:
            self._seen[spelled] = category
            self.entries.append(entry)

    def fault(self, place: str, line: int, code: str, **facts: object) -> None:
        self.faults.append(Fault(place, line, code, facts))

    @property
    def group_names(self) -> str:
        return ", ".join(SHORT_NAMES[self.language].values())

    def _name(self, category: Category) -> str:
        return SHORT_NAMES[self.language][category]

    def _entry(self, place: str, line: int, category: Category, word: str, details: Sequence[str]) -> Entry | None:
        wrong = _wrong_with(word)
        if wrong:
            self.fault(place, line, wrong, word=word[:MOST_LETTERS], most=MOST_LETTERS, least=LEAST_LATIN)
            return None
        weight, needs, pinyin = WEIGHTS[category], NEEDS[category], ""
        for detail in details:
            named = _categories_in(detail)
            if named is not None:
                needs = named
            elif detail.isdecimal() and 1 <= int(detail) <= MOST_WEIGHT:
                weight = int(detail)
            elif _PINYIN.fullmatch(detail.lower()):
                pinyin = detail.lower()
            else:
                self.fault(
                    place,
                    line,
                    "detail_unknown",
                    detail=detail[:40],
                    most=MOST_WEIGHT,
                    groups=self.group_names,
                    least=LEAST_LATIN,
                )
                return None
        return Entry(word, category, weight, needs, pinyin)


def read_lines(typed: Mapping[Category, str], language: str) -> Reading:
    """The list as it stands in the fields of a page."""
    reading = Reading(language)
    for category in CATEGORIES:
        for number, line in enumerate(typed.get(category, "").splitlines(), start=1):
            if line.strip():
                word, *details = _COMMA.split(line)
                reading.take(category, number, category, word, map(str.strip, details))
    return reading


def lines_of(entries: Iterable[Entry], language: str) -> dict[Category, str]:
    """The way back: each group's lines, what is usual for it left out."""
    lines: dict[Category, list[str]] = {category: [] for category in CATEGORIES}
    for entry in entries:
        lines[entry.category].append(", ".join(_parts(entry, language)))
    return {category: "\n".join(some) for category, some in lines.items()}


def in_words(needs: Container[Category], language: str) -> str:
    """The groups one of which has to stand beside a word; "alone" where none has to."""
    names = SHORT_NAMES[language]
    return " ".join(names[one] for one in CATEGORIES if one in needs) or names["plain"]


def _parts(entry: Entry, language: str) -> Iterable[str]:
    yield entry.word
    if entry.weight != WEIGHTS[entry.category]:
        yield str(entry.weight)
    if entry.needs != NEEDS[entry.category]:
        yield in_words(entry.needs, language)
    if entry.pinyin:
        yield entry.pinyin


def _categories_in(detail: str) -> frozenset[Category] | None:
    """The groups named, none for "alone"; None where it names something else."""
    named = [_NAMED.get(part.lower()) for part in _GAP.split(detail)]
    if None in named:
        return None
    return frozenset(one for one in named if one is not None and one != "plain")


def _wrong_with(word: str) -> str:
    spelled = folded(word).text
    if not word:
        return "word_missing"
    if not spelled or END in spelled:
        return "word_empty"
    if len(word) > MOST_LETTERS:
        return "word_long"
    return "word_short" if _LATIN.fullmatch(spelled) and len(spelled) < LEAST_LATIN else ""
