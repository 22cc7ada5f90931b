"""Tables of two questions: what is told, what is joined, and that joining hides what it should."""

import random
from collections.abc import Iterator

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from surveys.results.crosstabs import Crosstab, told


def test_rows_of_five_are_told_as_they_are() -> None:
    table = told([[5, 5], [9, 1]])
    assert table is not None
    assert (table.rows, table.cells) == (((0,), (1,)), ((5, 5), (9, 1)))


def test_a_row_of_fewer_is_joined_with_the_smallest_other() -> None:
    table = told([[1, 2], [4, 4], [30, 30]])
    assert table is not None
    assert table.rows == ((0, 1), (2,))


def test_what_nobody_chose_has_no_row() -> None:
    table = told([[5, 5], [0, 0], [5, 5]])
    assert table is not None
    assert table.rows == ((0,), (2,))


@pytest.mark.parametrize("numbers", [[], [[3, 1]], [[4, 0], [0, 4]], [[1, 1], [1, 1]], [[40, 0], [2, 0]]])
def test_where_joining_leaves_one_row_nothing_is_told(numbers: list[list[int]]) -> None:
    assert told(numbers) is None


def some_tables(seed: int, count: int) -> Iterator[list[list[int]]]:
    chance = random.Random(seed)
    for _ in range(count):
        rows, columns, largest = chance.randint(2, 5), chance.randint(2, 5), chance.choice([2, 5, 12, 40])
        yield [[chance.randint(0, largest) for _ in range(columns)] for _ in range(rows)]


def test_whoever_subtracts_from_the_totals_learns_no_joined_cell() -> None:
    """A bar: with every total and every cell that is told, each joined cell has two values at least, in whole numbers."""
    tables = [(numbers, table) for numbers in some_tables(7, 150) if (table := told(numbers)) is not None]
    found = [determined(numbers, table) for numbers, table in tables]
    assert (len(found) > 50, any(found)) == (True, False)


def determined(numbers: list[list[int]], table: Crosstab) -> list[tuple[int, int]]:
    """Cells of rows or columns below five that an attacker can pin down, by integer programming."""
    height, wide = len(numbers), len(numbers[0])
    sums: list[tuple[set[tuple[int, int]], int]] = []
    sums += [({(r, c) for c in range(wide)}, sum(numbers[r])) for r in range(height)]
    sums += [({(r, c) for r in range(height)}, sum(row[c] for row in numbers)) for c in range(wide)]
    for at, rows in enumerate(table.rows):
        for across, columns in enumerate(table.columns):
            sums.append(({(r, c) for r in rows for c in columns}, table.cells[at][across]))
    matrix = np.array([[(r, c) in cells for r in range(height) for c in range(wide)] for cells, _ in sums], float)
    known = LinearConstraint(matrix, [total for _, total in sums], [total for _, total in sums])
    hidden = [
        (r, c)
        for r in range(height)
        for c in range(wide)
        if 0 < sum(numbers[r]) < 5 and any(numbers[row][c] for row in range(height))
    ]
    return [cell for cell in hidden if _span(cell, wide, known, matrix.shape[1]) == 0]


def _span(cell: tuple[int, int], wide: int, known: LinearConstraint, size: int) -> float:
    goal = np.zeros(size)
    goal[cell[0] * wide + cell[1]] = 1
    ends = [milp(sign * goal, constraints=known, integrality=np.ones(size), bounds=Bounds(0)).fun for sign in (1, -1)]
    return round(-ends[1] - ends[0])
