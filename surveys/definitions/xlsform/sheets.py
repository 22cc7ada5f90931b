"""A workbook as rows of named cells, whatever file it came from, and where each of them stands. Knows no question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from surveys.definitions.xlsform.errors import ColumnTwice, ColumnWithoutName, TooManyCells
from surveys.errors import SurveyError

MAX_ROWS = 2000
MAX_COLUMNS = 100
MAX_CELL = 4000

Grid = Iterable[tuple[int, Sequence[str]]]  # the row's number as its file shows it, and its cells


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell as a person finds it: sheet, row as the file shows it, and the heading of the column."""

    sheet: str
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Something to tell about a spot: a reason to refuse, or a remark."""

    spot: Spot
    error: SurveyError


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """headings: each with the row it is written in. rows: those with anything in them, below the headings."""

    name: str
    headings: Mapping[str, int] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()

    def spot(self, row: int, column: str = "") -> Spot:
        return Spot(self.name, row, column)


@dataclass(frozen=True, slots=True)
class Workbook:
    sheets: Mapping[str, Sheet]
    faults: tuple[Said, ...] = ()

    def sheet(self, name: str) -> Sheet:
        return self.sheets.get(name, Sheet(name))


def workbook_of(grids: Mapping[str, Grid]) -> Workbook:
    """Sheets by their names in small letters; the first row that holds anything names the columns."""
    faults: list[Said] = []
    sheets = {name.strip().lower(): _sheet(name.strip().lower(), grid, faults) for name, grid in grids.items()}
    return Workbook(sheets, tuple(faults))


def letter_of(column: int) -> str:
    """A, B, … Z, AA: the column counted from 0 as a spreadsheet calls it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _sheet(name: str, grid: Grid, faults: list[Said]) -> Sheet:
    headings: list[str] = []
    heading_row = 0
    rows: list[Row] = []
    for number, raw in grid:
        cells = [cell.strip() for cell in raw[:MAX_COLUMNS]]
        if not any(cells):
            continue
        if len(rows) >= MAX_ROWS or len(raw) > MAX_COLUMNS or any(len(cell) > MAX_CELL for cell in cells):
            faults.append(Said(Spot(name, number), TooManyCells(rows=MAX_ROWS, columns=MAX_COLUMNS, letters=MAX_CELL)))
            break
        if not headings:
            headings, heading_row = cells, number
            _judge_headings(name, cells, number, faults)
            continue
        rows.append(Row(number, _named(name, headings, cells, number, faults)))
    return Sheet(name, {heading: heading_row for heading in headings if heading}, tuple(rows))


def _judge_headings(sheet: str, headings: Sequence[str], row: int, faults: list[Said]) -> None:
    for number, heading in enumerate(headings):
        if heading and heading in headings[:number]:
            faults.append(Said(Spot(sheet, row, heading), ColumnTwice(found=heading[:40])))


def _named(sheet: str, headings: Sequence[str], cells: Sequence[str], row: int, faults: list[Said]) -> dict[str, str]:
    named: dict[str, str] = {}
    for number, cell in enumerate(cells):
        heading = headings[number] if number < len(headings) else ""
        if cell and not heading:
            faults.append(Said(Spot(sheet, row, letter_of(number)), ColumnWithoutName(found=letter_of(number))))
        elif cell:
            named.setdefault(heading, cell)
    return named
