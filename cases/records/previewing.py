"""What a file would come to, shown before anything is stored: how it was read, its columns, its first rows, its refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any  # plain data

import msgspec

from cases.records.cells import Record, Value, shown
from cases.records.contract import CONTRACT, Kind, field_name, missing_columns, required_columns
from cases.records.dates import COMPANY_ZONE
from cases.records.headers import Header, corrected_mapping, label
from cases.records.phrases import HAPPENED
from cases.records.reading import SourceTable
from cases.records.refusals import Refusal
from cases.records.source import Source, find_table
from cases.records.words import WORDS

ROWS_SHOWN = 20
REFUSALS_SHOWN = 20
EXAMPLE_LENGTH = 24


@dataclass
class Preview:
    """`columns` are the contract's mapped columns in its order; `rows` hold the file's row number and one text a column.

    `missing` names required columns nothing is mapped to; then no row is read. `examples`: header → a value below it.
    """

    kind: Kind
    encoding: str
    delimiter: str
    sheet: str
    header: Header
    mapping: dict[str, str]
    missing: list[str]
    examples: dict[str, str]
    columns: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    good: int = 0
    rejected: int = 0
    skipped: list[tuple[int, str]] = field(default_factory=list)


def preview(kind: Kind, tables: Sequence[SourceTable], chosen: Mapping[str, str] | None, language: str) -> Preview:
    """Read the whole file as it would be imported. Raises a child of FileUnreadable."""
    table, header = find_table(kind, tables, chosen)
    mapping = corrected_mapping(kind, header, chosen)
    seen = Preview(
        kind=kind,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        header=header,
        mapping=mapping,
        missing=missing_columns(kind, mapping),
        examples=_examples(table, header),
        columns=_columns_shown(kind, mapping),
    )
    if not seen.missing:
        _read(Source(kind, table, header, mapping), seen, language)
    return seen


def _read(source: Source, seen: Preview, language: str) -> None:
    for understood in source.understood():
        if understood.record is not None:
            seen.good += 1
            if len(seen.rows) < ROWS_SHOWN:
                seen.rows.append((understood.row, spoken(source.kind, understood.record, seen.columns, language)))
        elif understood.refusals:
            seen.rejected += 1
            seen.refusals += understood.refusals[: max(0, REFUSALS_SHOWN - len(seen.refusals))]
        elif understood.skipped != "blank" and len(seen.skipped) < ROWS_SHOWN:
            seen.skipped.append((understood.row, understood.skipped))


def _columns_shown(kind: Kind, mapping: Mapping[str, str]) -> list[str]:
    """The mapped columns; a survey's list of what happened stands for the three it is read into."""
    mapped = set(mapping) | (set(HAPPENED) if "happened" in mapping else set())
    return [column.name for column in CONTRACT[kind] if column.name in mapped and not column.is_aside]


def _examples(table: SourceTable, header: Header) -> dict[str, str]:
    """The first value below each header: what a person goes by when choosing columns."""
    examples: dict[str, str] = {}
    for row, cells in islice(table.rows(), header.row + ROWS_SHOWN):
        if row > header.row:
            for name, cell in zip(header.names, cells, strict=False):
                if name and not examples.get(name):
                    examples[name] = shown(cell)[:EXAMPLE_LENGTH]
    return examples


def spoken(kind: Kind, record: Record, columns: list[str], language: str) -> list[str]:
    """A record's values as a person reads them, in the order of `columns`."""
    names = {column.name: field_name(column) for column in CONTRACT[kind]}
    return [_spoken(record[names[column]], f"{kind}.{column}", names[column], language) for column in columns]


def _spoken(value: Value, place: str, name: str, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = value.astimezone(COMPANY_ZONE)
        return local.strftime("%Y-%m-%d %H:%M" if local.hour or local.minute else "%Y-%m-%d")
    if isinstance(value, date):
        return value.isoformat()
    if name.endswith("_fen") and isinstance(value, int):
        return f"{value / 100:,.2f}"
    return word(place, str(value), language)


def word(place: str, value: str, language: str) -> str:
    """A fixed word of the contract as the reader calls it; anything else unchanged."""
    listed = WORDS.get(place, {}).get(value)
    return listed.split()[0] if listed and language == "zh" else value


def columns_to_choose(kind: Kind, language: str) -> list[tuple[str, str, bool]]:
    """(column, what the desk calls it, required) for the form."""
    needed = required_columns(kind)
    return [(column.name, label(kind, column.name, language), column.name in needed) for column in CONTRACT[kind]]


def preview_in(plain: dict[str, Any]) -> Preview:
    """A Preview that came as plain data."""
    return msgspec.convert(plain, Preview)
