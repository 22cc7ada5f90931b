"""A file of one kind, ready to be read row by row: table, header and mapping settled. Knows no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cases.records.contract import Kind
from cases.records.errors import HeaderMissing
from cases.records.headers import Header, find_header, guess_mapping, settle_mapping
from cases.records.reading import SourceTable, read_tables
from cases.records.rows import RowReader, Understood


@dataclass(frozen=True)
class Source:
    """`understood()` reads the file anew each time."""

    kind: Kind
    table: SourceTable
    header: Header
    mapping: Mapping[str, str]

    def understood(self) -> Iterator[Understood]:
        """Every row below the header, in the file's order."""
        reader = RowReader(self.kind, self.header, self.mapping, self.table.delimiter)
        for row, cells in self.table.rows():
            if row > self.header.row:
                yield reader.understand(row, cells)


def find_table(kind: Kind, data: bytes, mapping: Mapping[str, str] | None = None) -> tuple[SourceTable, Header]:
    """The table of a file that looks most like `kind`, and its header. Raises a child of FileUnreadable."""
    candidates = []
    for table in read_tables(data):
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


def open_source(kind: Kind, data: bytes, mapping: Mapping[str, str] | None = None) -> Source:
    """Read enough of a file to know what its columns are. `mapping` ({contract column: header}) corrects the guess.

    Raises a child of FileUnreadable: not a table, header not found, required columns missing.
    """
    table, header = find_table(kind, data, mapping)
    return Source(kind, table, header, settle_mapping(kind, header, mapping))
