"""Which numbers a file has held so far, a million of them in 25 MB. Knows digests of numbers and contents, not the texts.

A table of open addressing with linear probing (Knuth, The Art of Computer Programming 3, 6.4), in arrays: a dict of a
million texts takes 200 MB and a set of their digests 65, most of what an import may use; SQLite in memory takes five times
as long.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import islice

_LEAST_SLOTS = 1 << 15
_MANY_SLOTS = 1 << 21  # 8 MB: up to there a table grows fourfold, so that few numbers are placed again


class NumbersSeen:
    """Each number with the row it first stood in and a mark of that row's content. Digests are signed, of 64 bits."""

    def __init__(self) -> None:
        self._slots = array("I", [0]) * _LEAST_SLOTS  # places of digests, 0 where there is none
        self._digests, self._rows, self._marks = array("q", [0]), array("I", [0]), array("q", [0])

    def first(self, digests: Sequence[int], rows: Sequence[int], marks: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Take these in. Where one of them was there before: the first row and mark of each, by digest; {} otherwise."""
        self._make_room(len(digests))
        place = len(self._digests)
        self._digests.extend(array("q", digests))  # from an array it takes half the time
        self._rows.extend(array("I", rows))
        self._marks.extend(array("q", marks))
        if self._put(digests, place):
            return {}
        return {digest: (self._rows[first], self._marks[first]) for digest in digests if (first := self._place(digest))}

    def holds(self, digest: int) -> bool:
        return self._place(digest) > 0

    def _put(self, digests: Iterable[int], start: int) -> bool:
        """Give each of these, which stand from `start` on, a slot but those whose like has one. Whether every one got it."""
        slots, known, last = self._slots, self._digests, len(self._slots) - 1
        every = True
        for place, digest in enumerate(digests, start):
            slot = digest & last
            while held := slots[slot]:
                if known[held] == digest:
                    every = False
                    break
                slot = (slot + 1) & last
            else:
                slots[slot] = place
        return every

    def _place(self, digest: int) -> int:
        last = len(self._slots) - 1
        slot = digest & last
        while (held := self._slots[slot]) and self._digests[held] != digest:
            slot = (slot + 1) & last
        return held

    def _make_room(self, more: int) -> None:
        """At most half of the slots are to be taken, so that a free one is near."""
        size = len(self._slots)
        while size < 2 * (len(self._digests) + more):
            size *= 4 if size < _MANY_SLOTS else 2
        if size > len(self._slots):
            self._slots = array("I", [0]) * size
            self._put(islice(self._digests, 1, None), 1)
