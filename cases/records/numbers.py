"""Which numbers a file has held so far, a million of them in 25 MB. Knows digests of numbers and contents, not the texts.

Kept by SQLite in memory: a dict of a million texts takes 200 MB, and most of what an import may use.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

_ASKED = 500


class NumbersSeen:
    """Each number with the row it first stood in and a mark of that row's content."""

    def __init__(self) -> None:
        # chunks of one file are read one after another, by whichever thread is free
        self._table = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        # nothing is ever rolled back: a journal copied nearly every page for each chunk, a third of the time and 16 MB
        self._table.execute("PRAGMA journal_mode=OFF")
        self._table.execute("CREATE TABLE seen (number INTEGER PRIMARY KEY, place INTEGER)")

    def first(self, numbers: Sequence[tuple[int, int, int]]) -> dict[int, tuple[int, int]]:
        """Take in (digest of number, row, mark). Returns the first row and mark of those that may stand there twice."""
        before = self._table.total_changes
        self._table.execute("BEGIN")
        self._table.executemany(
            "INSERT OR IGNORE INTO seen VALUES (?, ?)", [(number, row << 32 | mark) for number, row, mark in numbers]
        )
        self._table.execute("COMMIT")
        if self._table.total_changes - before == len(numbers):
            return {}
        return dict(self._places([number for number, _, _ in numbers]))

    def holds(self, numbers: Iterable[int]) -> set[int]:
        """Those of the numbers that were seen."""
        return {number for number, _ in self._places(list(numbers))}

    def _places(self, numbers: Sequence[int]) -> Iterable[tuple[int, tuple[int, int]]]:
        for start in range(0, len(numbers), _ASKED):
            part = numbers[start : start + _ASKED]
            marks = ", ".join("?" * len(part))
            asked = f"SELECT number, place FROM seen WHERE number IN ({marks})"  # noqa: S608  # question marks only
            for number, place in self._table.execute(asked, part):
                yield number, (place >> 32, place & 0xFFFFFFFF)
