"""The list of words as a file: handed out as CSV, taken back as CSV or Excel. Every row that cannot be taken is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cases.crosscheck.term_list import CATEGORIES, Category, Entry
from cases.records.cells import Cell, shown
from cases.records.errors import FileUnreadable
from cases.records.exporting import csv_bytes
from cases.records.reading import read_tables
from cases.terms.errors import TermsFileUnfit
from cases.terms.lines import SHORT_NAMES, Reading, in_words

COLUMNS = ("category", "word", "weight", "needs", "pinyin")
_NEEDED = COLUMNS[:2]
_NAMES: dict[str, Category] = {name: key for names in SHORT_NAMES.values() for key, name in names.items()} | {
    key: key for key in CATEGORIES
}


def words_as_csv(entries: Iterable[Entry], language: str) -> bytes:
    """Every column filled, so that nobody has to know what is usual."""
    names = SHORT_NAMES[language]
    return csv_bytes(
        COLUMNS,
        ((names[one.category], one.word, one.weight, in_words(one.needs, language), one.pinyin) for one in entries),
    )


def words_in_file(data: bytes, language: str) -> Reading:
    """Raises TermsFileUnfit where no header is found, or the file cannot be read at all."""
    try:
        rows = list(read_tables(data)[0].rows())
    except FileUnreadable:
        raise TermsFileUnfit from None
    header = [shown(cell).strip().lower() for cell in rows[0][1]] if rows else []
    if not set(_NEEDED) <= set(header):
        raise TermsFileUnfit
    reading = Reading(language)
    for number, cells in rows[1:]:
        _take(reading, number, header, cells)
    return reading


def _take(reading: Reading, number: int, header: Sequence[str], cells: Sequence[Cell]) -> None:
    row = {name: _plain(shown(cell)) for name, cell in zip(header, cells, strict=False)}
    if not any(row.values()):
        return
    group = row.get("category", "")
    category = _NAMES.get(group.lower())
    if category is None:
        reading.fault("", number, "category_unknown", detail=group[:40], groups=reading.group_names)
        return
    reading.take("", number, category, row.get("word", ""), [row.get(name, "") for name in COLUMNS[2:]])


def _plain(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running it."""
    return text.strip().removeprefix("'").strip()
