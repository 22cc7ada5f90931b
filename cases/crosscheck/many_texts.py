"""The same search over many texts at once: a coarse look at all of them, the careful one where something may go together.

Pure. A note of a CRM takes microseconds, which is what a call costs; so texts are joined, folded and searched in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple  # Any: pyahocorasick has no types

import ahocorasick

from .folding import APART, SHORT, SHORT_INSIDE, flattened, folded
from .term_list import CATEGORIES, Entry, TermList
from .terms import Noticed, notice

AT_ONCE = 2000  # texts that are joined


class _Coarse(NamedTuple):
    """Words in every spelling that could be one, each with the bit of its category; and which bits may go together."""

    automaton: Any
    pairs: frozenset[int]


def notice_all(texts: Sequence[str], words: TermList) -> Iterator[tuple[int, Noticed]]:
    """What `notice` says, by place; places where it says nothing are left out."""
    for start in range(0, len(texts), AT_ONCE):
        some = texts[start : start + AT_ONCE]
        for place in _perhaps(some, words):
            noticed = notice(some[place], words)
            if noticed is not None:
                yield start + place, noticed


def _perhaps(texts: Sequence[str], words: TermList) -> Iterator[int]:
    """Places of texts that hold words which could go together, if they stood in one sentence and undenied."""
    coarse = _coarse(words)
    if not coarse.automaton:
        return
    parts = flattened(APART.join(text.replace(APART, " ") for text in texts)).split(APART)
    met = [0] * len(parts)
    place, stop_of_part = 0, len(parts[0])
    for stop, bit in coarse.automaton.iter(APART.join(parts)):
        while stop >= stop_of_part:
            place += 1
            stop_of_part += len(parts[place]) + 1
        met[place] |= bit
    for place, bits in enumerate(met):
        if bits and any(bits & pair == pair for pair in coarse.pairs):
            yield place


@lru_cache(maxsize=8)
def _coarse(words: TermList) -> _Coarse:
    bits: dict[str, int] = {}
    for entry in words.entries:
        for spelled in _spellings(entry):
            bits[spelled] = bits.get(spelled, 0) | _bit(entry)
    automaton = ahocorasick.Automaton()
    for spelled, bit in bits.items():
        automaton.add_word(spelled, bit)
    automaton.make_automaton()
    pairs = {
        _bit(one) | _bit(other)
        for one, other in product(words.entries, repeat=2)
        if other.category in one.needs and one.category in other.needs
    }
    return _Coarse(automaton, frozenset(pairs | {_bit(one) for one in words.entries if not one.needs}))


def _bit(entry: Entry) -> int:
    place = CATEGORIES.index(entry.category)
    return 1 << (place if entry.needs else place + len(CATEGORIES))


def _spellings(entry: Entry) -> Iterator[str]:
    """The word, its pinyin, and with each short form in the place of what it stands for."""
    plain = folded(entry.word).text
    yield from filter(None, (plain, entry.pinyin))
    for short, full in (*SHORT.items(), *SHORT_INSIDE):
        if full in plain:
            yield plain.replace(full, short)
