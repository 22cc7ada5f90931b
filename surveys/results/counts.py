"""Rows of sums, to which a part of a slip is added or from which it is taken back exactly. Pure; knows no group."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from surveys.results.layout import Layout
from surveys.results.measures import Weighed
from surveys.results.slips import Part, Slip

_CELL = 3  # how many, their weights, the squares of these


class Counts:
    """Sums of one group. `cells` holds three numbers for each place of the layout, `pairs` one for each pair of answers."""

    def __init__(self, layout: Layout, cells: bytes = b"", pairs: bytes | None = None) -> None:
        self.layout = layout
        self._cells = array("q", cells or bytes(8 * _CELL * layout.places))
        self._pairs = array("i", pairs) if pairs is not None else None

    @property
    def cells(self) -> bytes:
        return self._cells.tobytes()

    @property
    def pairs(self) -> bytes | None:
        return None if self._pairs is None else self._pairs.tobytes()

    def add(self, part: int, chosen: Part, weight: int, sign: int = 1) -> None:
        """One part of somebody's slip; sign -1 takes it back, n puts in n alike. Part 0 is that they answered at all."""
        if not chosen:
            return
        cells, signed = self._cells, sign * weight
        for place in _places(self.layout, part, chosen):
            at = _CELL * place
            cells[at] += sign
            cells[at + 1] += signed
            cells[at + 2] += signed * weight

    def add_pairs(self, slip: Slip, times: int = 1) -> None:
        """Who chose this and that, of what the sums hold of one person."""
        if self._pairs is None:
            self._pairs = array("i", bytes(4 * self.layout.pair_places))
        for at in _pair_places(self.layout, slip):
            self._pairs[at] += times

    def add_all(self, other: Counts) -> None:
        """Sums of another group of the same wording. Pairs are not added up: months are told apart for good reason."""
        self._cells = array("q", map(int.__add__, self._cells, other._cells))

    def at(self, place: int) -> Weighed:
        """Place 0 is everybody."""
        count, weight, square = self._cells[_CELL * place : _CELL * place + _CELL]
        return Weighed(count, weight, square)

    def pair(self, earlier: int, later: int) -> list[list[int]]:
        """How many chose what of one question and what of another, by their positions in the layout."""
        wide = len(self.layout.questions[later].categories)
        start = self.layout.pair_starts[earlier, later]
        stop = start + wide * len(self.layout.questions[earlier].categories)
        numbers = self._pairs[start:stop].tolist() if self._pairs is not None else [0] * (stop - start)
        return [numbers[row : row + wide] for row in range(0, len(numbers), wide)]


def _places(layout: Layout, part: int, chosen: Part) -> list[int]:
    if not part:
        return [0]
    first = layout.questions[part - 1].first
    return [first, *(first + 1 + category for category in chosen)]


def _pair_places(layout: Layout, slip: Slip) -> Iterator[int]:
    for (earlier, later), start in layout.pair_starts.items():
        wide = len(layout.questions[later].categories)
        for row in slip.parts[earlier + 1]:
            for column in slip.parts[later + 1]:
                yield start + row * wide + column
