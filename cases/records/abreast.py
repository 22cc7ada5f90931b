"""Columns of some rows of a file, each read in one go: every distinct cell once. Decides about no row.

Most cells of a million rows stand there thousands of times, and what is done by column is done in C.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import repeat

from cases.records.cells import Cell, Refused, Value
from cases.records.contract import Column

REFUSED: Value = object()  # type: ignore[assignment]  # no value of a cell
_TEXT = {str}
_ENOUGH_TO_TELL = 1000  # of some thousands


@dataclass(frozen=True)
class Step:
    """How one column of the contract is read. header, position: where it stands in the file, "" and None where nowhere."""

    column: Column
    name: str
    position: int | None
    header: str
    parse: Callable[[Cell], Value]
    required: bool

    def read(self, cell: Cell) -> Value:
        """Raises Refused."""
        value = self.parse(cell)
        if value is None and self.required:
            raise Refused("missing")
        return value

    def read_all(self, cells: Sequence[Cell]) -> tuple[list[Value], Sequence[int]]:
        """The same for a column: its values, REFUSED wherever `read` raises, and the places where it does."""
        distinct = _distinct(cells)
        if distinct is None:
            return self._each(cells)
        read, refused = self._each(list(distinct))
        values = list(map(dict(zip(distinct, read, strict=True)).__getitem__, cells))
        return values, _refused_in(values) if refused else ()

    def _each(self, cells: Sequence[Cell]) -> tuple[list[Value], Sequence[int]]:
        try:
            values = list(map(self.parse, cells))
        except Refused:
            values = list(map(self._tried, cells))
            return values, _refused_in(values)
        if self.required and not all(values):  # 0 yuan is none that is missing
            values = [REFUSED if value is None else value for value in values]
            return values, _refused_in(values)
        return values, ()

    def _tried(self, cell: Cell) -> Value:
        try:
            return self.read(cell)
        except Refused:
            return REFUSED


def _distinct(cells: Sequence[Cell]) -> set[Cell] | None:
    """Each cell once, if half or more stand there before. None where not all are texts, too: to a set 1, 1.0 and True are one."""
    found: set[Cell] = set()
    for part in (cells[:_ENOUGH_TO_TELL], cells):
        found = set(part) if _TEXT.issuperset(map(type, part)) else found
        if len(found) * 2 > len(part) or not found:
            return None
    return found


def _refused_in(values: Sequence[Value]) -> list[int]:
    return [place for place, value in enumerate(values) if value is REFUSED]


def columns_of(rows: Sequence[Sequence[Cell]], width: int) -> list[Sequence[Cell]]:
    """The first `width` columns; nothing where a row is shorter."""
    if set(map(len, rows)) != {width}:
        rows = [(*row[:width], *repeat("", width - len(row))) for row in rows]
    return list(zip(*rows, strict=True))
