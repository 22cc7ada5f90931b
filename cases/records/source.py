"""A file of one kind, ready to be read row by row: table, header and mapping settled. Knows no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from cases.records.cells import Cell, Value
from cases.records.content import Content
from cases.records.contract import Kind
from cases.records.errors import HeaderMissing
from cases.records.headers import Header, find_header, guess_mapping, settle_mapping
from cases.records.reading import SourceTable, read_tables
from cases.records.stretches import StretchReader
from cases.records.understood import Stretch, Understood

CHUNK_ROWS = 5000


class Reading:
    """One pass over a file, a chunk of rows at a time."""

    def __init__(self, kind: Kind, table: SourceTable, header: Header, mapping: Mapping[str, str]) -> None:
        self._table = table
        self._reader = StretchReader(kind, header, mapping, table.delimiter)
        self._rows = islice(table.read(), header.row, None)
        self._waiting: list[Sequence[Cell]] = []
        self._next_number = header.row + 1
        self._inner_lines = 0, 0

    def next_stretch(self) -> Stretch | None:
        """The next rows below the header, None at the end; the rows of one order stay together. Raises BrokenQuotes."""
        rows = [*self._waiting, *islice(self._rows, CHUNK_ROWS)]
        self._waiting = []
        for row in self._rows if rows else ():
            if len(rows) >= 2 * CHUNK_ROWS or not self._reader.belongs_to(rows[-1], row):
                self._waiting = [row]
                break
            rows.append(row)
        numbers = range(self._next_number, self._next_number + len(rows))
        self._next_number = numbers.stop
        return self._reader.understand(numbers, rows, has_lines=self._had_lines()) if rows else None

    def _had_lines(self) -> bool:
        """Whether lines began inside cells of these rows, or of the one that waited."""
        before, last = self._inner_lines
        self._inner_lines = last, self._table.inner_lines()
        return self._inner_lines[1] != before

    def held(self, numbers: Sequence[Value]) -> list[bool]:
        """Whether the rows read so far held these numbers, refused ones among them."""
        return self._reader.holds(numbers)

    @property
    def fraction(self) -> float:
        return self._table.fraction()


@dataclass(frozen=True)
class Source:
    """`reading()` reads the file anew each time."""

    kind: Kind
    table: SourceTable
    header: Header
    mapping: Mapping[str, str]

    def reading(self) -> Reading:
        return Reading(self.kind, self.table, self.header, self.mapping)

    def understood(self) -> Iterator[Understood]:
        """Every row below the header, in the file's order."""
        reading = self.reading()
        while (stretch := reading.next_stretch()) is not None:
            yield from stretch.each()


def find_table(
    kind: Kind, tables: Sequence[SourceTable], mapping: Mapping[str, str] | None = None
) -> tuple[SourceTable, Header]:
    """Of a file's tables the one that looks most like `kind`, and its header. Raises HeaderMissing."""
    candidates = []
    for table in tables:
        try:
            header = find_header(table, kind, mapping)
        except HeaderMissing as error:
            missing = error
            continue
        candidates.append((len(guess_mapping(kind, header.names)), table, header))
    if not candidates:
        raise missing
    _, table, header = max(candidates, key=lambda candidate: candidate[0])
    return table, header


def open_source(
    kind: Kind, data: bytes | Content, mapping: Mapping[str, str] | None = None, encoding: str = ""
) -> Source:
    """Read enough of a file to know what its columns are. `mapping` ({contract column: header}) corrects the guess.

    Raises a child of FileUnreadable: not a table, header not found, required columns missing.
    """
    return source_in(kind, read_tables(data, encoding), mapping)


def source_in(kind: Kind, tables: Sequence[SourceTable], mapping: Mapping[str, str] | None = None) -> Source:
    """The same for tables that are open already."""
    table, header = find_table(kind, tables, mapping)
    return Source(kind, table, header, settle_mapping(kind, header, mapping))
