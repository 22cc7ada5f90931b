"""Columns of some rows of a file, each read in one go: every distinct cell once. Decides about no row.

Most cells of a million rows stand there thousands of times, and what is done by column is done in C.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

from cases.records.cells import Cell, Refused, Value
from cases.records.contract import Column
from cases.records.usual import Usual

REFUSED: Value = object()  # type: ignore[assignment]  # no value of a cell
_TEXT = {str}
_ENOUGH_TO_TELL = 1000  # of some thousands
_MOST_REMEMBERED = 5000  # texts of a column: as many as are read at once


class _Remembered(dict[Cell, Value]):
    """What texts of one column said, each read when it is first met. Texts alone: as keys 1, 1.0 and True are one."""

    def __init__(self, read: Callable[[Cell], Value]) -> None:
        super().__init__()
        self._read = read
        self.has_refused = False  # any cell so far

    def __missing__(self, cell: Cell) -> Value:
        value = self._read(cell)
        self.has_refused = self.has_refused or value is REFUSED
        if isinstance(cell, str):
            self[cell] = value
        return value


@dataclass(frozen=True)
class Step:
    """How one column of the contract is read. header, position: where it stands in the file, "" and None where nowhere.

    usual: how nearly every cell is written, where there is such a way. Every file has steps of its own.
    """

    column: Column
    name: str
    position: int | None
    header: str
    parse: Callable[[Cell], Value]
    required: bool
    usual: Usual | None = None

    def read(self, cell: Cell) -> Value:
        """Raises Refused."""
        value = self.parse(cell)
        if value is None and self.required:
            raise Refused("missing")
        return value

    def read_all(self, cells: Sequence[Cell]) -> tuple[list[Value], Sequence[int]]:
        """The same for a column: its values, REFUSED wherever `read` raises, and the places where it does."""
        if not _repeats(cells):
            return self._each(cells)
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.clear()
        values = list(map(self._remembered.__getitem__, cells))
        return values, _refused_in(values) if self._remembered.has_refused else ()

    @cached_property
    def _remembered(self) -> _Remembered:
        return _Remembered(self._tried)

    def _each(self, cells: Sequence[Cell]) -> tuple[list[Value], Sequence[int]]:
        read_all = self.usual.read_all if self.usual else _one_by_one
        try:
            values, is_refused = read_all(self.parse, cells), False
        except Refused:
            values, is_refused = read_all(self._tried, cells), True
        if self.required and not all(values):  # 0 yuan is none that is missing
            values, is_refused = [REFUSED if value is None else value for value in values], True
        return values, _refused_in(values) if is_refused else ()

    def _tried(self, cell: Cell) -> Value:
        try:
            return self.read(cell)
        except Refused:
            return REFUSED


def _one_by_one(read: Callable[[Cell], Value], cells: Sequence[Cell]) -> list[Value]:
    return list(map(read, cells))


def _repeats(cells: Sequence[Cell]) -> bool:
    """Whether the first of these are texts, half or more of which stand there before."""
    some = cells[:_ENOUGH_TO_TELL]
    return _TEXT.issuperset(map(type, some)) and len(set(some)) * 2 <= len(some)


def _refused_in(values: Sequence[Value]) -> list[int]:
    return [place for place, value in enumerate(values) if value is REFUSED]


def columns_of(rows: Sequence[Sequence[Cell]], width: int) -> list[Sequence[Cell]]:
    """The first `width` columns; nothing where a row is shorter."""
    if set(map(len, rows)) != {width}:
        rows = [(*row[:width], *repeat("", width - len(row))) for row in rows]
    return list(zip(*rows, strict=True))
