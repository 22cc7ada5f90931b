"""Which numbers a file has held so far, a million of them in 25 MB. Knows digests of numbers and contents, not the texts.

A table of open addressing with linear probing (Knuth, The Art of Computer Programming 3, 6.4), in arrays: a dict of a
million texts takes 200 MB and a set of their digests 65, most of what an import may use; SQLite in memory takes five times
as long.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

_LEAST_SLOTS = 1 << 15


class NumbersSeen:
    """Each number with the row it first stood in and a mark of that row's content. Digests are signed, of 64 bits."""

    def __init__(self) -> None:
        self._slots = array("I", bytes(4 * _LEAST_SLOTS))  # places of digests, 0 where there is none
        self._digests, self._rows, self._marks = array("q", [0]), array("I", [0]), array("q", [0])

    def first(self, digests: Sequence[int], rows: Sequence[int], marks: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Take these in. Where one of them was there before: the first row and mark of each, by digest; {} otherwise."""
        place = len(self._digests)
        self._digests.extend(digests)
        self._rows.extend(rows)
        self._marks.extend(marks)
        self._make_room()
        if self._put(range(place, place + len(digests))):
            return {}
        return {digest: (self._rows[first], self._marks[first]) for digest in digests if (first := self._place(digest))}

    def holds(self, digest: int) -> bool:
        return self._place(digest) > 0

    def _put(self, places: Iterable[int]) -> bool:
        """Give each of these a slot but those whose digest has one. Whether every one got it."""
        slots, digests, last = self._slots, self._digests, len(self._slots) - 1
        every = True
        for place in places:
            digest = digests[place]
            slot = digest & last
            while held := slots[slot]:
                if digests[held] == digest:
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

    def _make_room(self) -> None:
        """At most half of the slots are taken, so that a free one is near."""
        size = len(self._slots)
        while size < 2 * len(self._digests):
            size *= 2
        if size > len(self._slots):
            before, self._slots = self._slots, array("I", bytes(4 * size))
            self._put(filter(None, before))
