"""One question against another, with whoever stands too alone in it put together with others. Pure.

Fewer than FEWEST who chose an answer are a row that would tell what they said elsewhere. They are not left out, since
what is left out is had by subtracting from the totals; rows are joined until nothing about their members is determined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 5

Groups = tuple[tuple[int, ...], ...]  # categories by position; several where they are told together
Numbers = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Crosstab:
    rows: Groups
    columns: Groups
    cells: tuple[tuple[int, ...], ...]

    @property
    def row_totals(self) -> tuple[int, ...]:
        return tuple(sum(row) for row in self.cells)


def told(numbers: Numbers) -> Crosstab | None:
    """What may be told of how many chose what of both questions; None if that is nothing."""
    rows: list[tuple[int, ...]] = [(place,) for place, row in enumerate(numbers) if any(row)]
    across = tuple(zip(*numbers, strict=True))
    columns: list[tuple[int, ...]] = [(place,) for place, column in enumerate(across) if any(column)]
    while len(rows) > 1 and len(columns) > 1:
        cells = _cells(numbers, rows, columns)
        turned = tuple(zip(*cells, strict=True))
        if (joined := _joined(rows, cells, _bases(numbers))) is not None:
            rows = joined
        elif (joined := _joined(columns, turned, _bases(across))) is not None:
            columns = joined
        else:
            return Crosstab(tuple(rows), tuple(columns), cells)
    return None


def _joined(groups: Sequence[tuple[int, ...]], cells: Numbers, bases: Sequence[int]) -> list[tuple[int, ...]] | None:
    """The groups with two of them put together, the one that tells too much and the smallest other; None if none does."""
    by_size = sorted(range(len(groups)), key=lambda place: sum(cells[place]))
    exposed = next((place for place in by_size if _is_exposed(groups[place], cells[place], bases)), None)
    if exposed is None:
        return None
    other = next(place for place in by_size if place != exposed)
    kept = [group for place, group in enumerate(groups) if place not in (exposed, other)]
    return sorted([*kept, tuple(sorted(groups[exposed] + groups[other]))])


def _is_exposed(group: Sequence[int], row: Sequence[int], bases: Sequence[int]) -> bool:
    """Whether too few are in it, or the totals of its members, which stand elsewhere, determine one of their cells.

    A member of size r has between r + m - T and min(r, m) of a cell with m of the T in the group (Fréchet).
    """
    total = sum(row)
    if total < FEWEST:
        return True
    largest = max(bases[place] for place in group)
    return len(group) > 1 and (min(row) == 0 or max(*row, largest) >= total)


def _cells(
    numbers: Numbers, rows: Sequence[tuple[int, ...]], columns: Sequence[tuple[int, ...]]
) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(sum(numbers[row][column] for row in group for column in across) for across in columns) for group in rows
    )


def _bases(numbers: Numbers) -> list[int]:
    return [sum(row) for row in numbers]
