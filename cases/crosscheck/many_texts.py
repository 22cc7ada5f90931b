"""The same search over many texts at once: a coarse look at all of them, the careful one where something may go together.

Pure. A note of a CRM takes microseconds, which is what a call costs; so texts are joined, folded and searched in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, product
from typing import Any, NamedTuple, TypeAlias  # Any: pyahocorasick has no types

import ahocorasick

from .folding import APART, END, SHORT, SHORT_INSIDE, flattened, folded
from .term_list import Category, Entry, TermList
from .terms import Noticed, is_company, notice

AT_ONCE = 2000  # texts that are joined
Kind: TypeAlias = tuple[Category, frozenset[Category]]


class Telling:
    """Whether bits hold a pair, worked out once for each set of bits that is met."""

    def __init__(self, pairs: frozenset[int]) -> None:
        self._pairs = pairs
        self._known: dict[int, bool] = {}

    def __contains__(self, bits: int) -> bool:
        known = self._known.get(bits)
        if known is None:
            known = self._known[bits] = any(bits & pair == pair for pair in self._pairs)
        return known


class _Coarse(NamedTuple):
    """Words in every spelling that could be one, each with the bit of its kind; and which bits together tell something.

    Words are of one kind that are of one group and need the same.
    """

    automaton: Any
    telling: Telling


def notice_all(texts: Sequence[str], words: TermList) -> Iterator[tuple[int, Noticed]]:
    """What `notice` says, by place; places where it says nothing are left out."""
    for start in range(0, len(texts), AT_ONCE):
        some = texts[start : start + AT_ONCE]
        for place in _perhaps(some, words):
            noticed = notice(some[place], words)
            if noticed is not None:
                yield start + place, noticed


def _perhaps(texts: Sequence[str], words: TermList) -> Iterator[int]:
    """Places of texts that hold words which could go together, if they were not denied."""
    coarse = _coarse(words)
    if not coarse.automaton:
        return
    joined = flattened(APART.join(texts))
    if joined.count(APART) >= len(texts):  # somebody wrote one
        joined = flattened(APART.join(text.replace(APART, " ") for text in texts))
    stops = [length + place for place, length in enumerate(accumulate(map(len, joined.split(APART))), start=1)]
    place, last, bits, told = 0, 0, 0, -1
    for stop, bit in coarse.automaton.iter(joined):
        if stop >= stops[place] or joined.find(END, last, stop) >= 0:
            bits = 0
        while stop >= stops[place]:
            place += 1
        last, bits = stop, bits | bit
        if told != place and bits in coarse.telling:
            told = place
            yield place


@lru_cache(maxsize=8)
def _coarse(words: TermList) -> _Coarse:
    kinds = {kind: 1 << place for place, kind in enumerate(dict.fromkeys(map(_kind, words.entries)))}
    bits: dict[str, int] = {}
    for entry in words.entries:
        for spelled in _spellings(entry):
            bits[spelled] = bits.get(spelled, 0) | kinds[_kind(entry)]
    automaton = ahocorasick.Automaton()
    for spelled, bit in bits.items():
        automaton.add_word(spelled, bit)
    automaton.make_automaton()
    one_of_each = {_kind(entry): entry for entry in words.entries}
    pairs = {
        kinds[kind] | kinds[other_kind]
        for (kind, one), (other_kind, other) in product(one_of_each.items(), repeat=2)
        if is_company(one, other)
    }
    alone = {kinds[kind] for kind, one in one_of_each.items() if not one.needs}
    return _Coarse(automaton, Telling(frozenset(pairs | alone)))


def _kind(entry: Entry) -> Kind:
    return entry.category, entry.needs


def _spellings(entry: Entry) -> Iterator[str]:
    """The word, its pinyin, and with each short form in the place of what it stands for."""
    plain = folded(entry.word).text
    yield from filter(None, (plain, entry.pinyin))
    for short, full in (*SHORT.items(), *SHORT_INSIDE):
        if full in plain:
            yield plain.replace(full, short)
