"""Bytes of a file as rows of raw cells. Knows encodings, delimiters and spreadsheets, not what a column means.

Encoding: byte-order mark, else strict UTF-8, else strict GB18030 over the whole file; no statistical guess. Every
call of `rows()` reads anew, so a large file is never held as a table. Row numbers are those a spreadsheet shows.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cases.records.cells import Cell
from cases.records.errors import BrokenQuotes, EncodingUnknown, FileEmpty, FileUnreadable, OldSpreadsheet, WebPage
from cases.records.packing import check_unpacked_size

DELIMITERS = ",;\t|"
SNIFFED_LINES = 60
SHEETS_READ = 10
_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_OTHER_FORMATS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


@dataclass(frozen=True)
class SourceTable:
    """One table of a file. `encoding` and `delimiter` are empty for a spreadsheet, `sheet` is empty for CSV."""

    encoding: str
    delimiter: str
    sheet: str
    read: Callable[[], Iterator[list[Cell]]] = field(repr=False)

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Every row with its number, the first being 1. Raises BrokenQuotes."""
        return enumerate(self.read(), start=1)


def read_tables(data: bytes) -> tuple[SourceTable, ...]:
    """The tables of a CSV or XLSX file, at least one. Raises a child of FileUnreadable."""
    if not data.strip():
        raise FileEmpty
    if data.startswith(_OLE):
        raise OldSpreadsheet
    if data.startswith(b"PK\x03\x04"):
        return _spreadsheet(data)
    if data.startswith(_OTHER_FORMATS):
        raise FileUnreadable
    return (_text(data),)


def _text(data: bytes) -> SourceTable:
    encoding = _encoding(data)
    head = _lines(data, encoding)
    if head and head[0].lstrip("\ufeff").lstrip().lower().startswith(
        ("<html", "<!doctype", "<?xml", "<table", "<meta")
    ):
        raise WebPage
    delimiter = _delimiter(head)

    def read() -> Iterator[list[Cell]]:
        stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
        done = 0
        try:
            for cells in csv.reader(stream, delimiter=delimiter):
                yield cells  # type: ignore[misc]  # a list of str is never written to as a list of cells
                done += 1
        except csv.Error:
            raise BrokenQuotes(row=done + 1) from None

    return SourceTable(encoding, delimiter, "", read)


def _encoding(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            if _decodes(data, encoding):
                return encoding
            raise EncodingUnknown
    for encoding in ("utf-8", "gb18030"):
        if _decodes(data, encoding):
            return encoding
    raise EncodingUnknown


def _decodes(data: bytes, encoding: str) -> bool:
    """Whether the whole file is strictly this encoding and holds no NUL, which no text file does."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    view = memoryview(data)
    try:
        for start in range(0, len(data), _CHUNK):
            if "\0" in decoder.decode(bytes(view[start : start + _CHUNK]), start + _CHUNK >= len(data)):
                return False
    except UnicodeDecodeError:
        return False
    return True


def _lines(data: bytes, encoding: str) -> list[str]:
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    return [line for _, line in zip(range(SNIFFED_LINES), stream, strict=False)]


def _delimiter(head: list[str]) -> str:
    """The sign that cuts most of the first lines into the same number of cells, two or more; a comma if none does."""
    if head and head[0].lstrip("\ufeff").lower().startswith("sep=") and len(head[0].strip()) == 5:
        return head[0].strip()[4]
    return max(DELIMITERS, key=lambda sign: _regularity(head, sign))


def _regularity(head: list[str], sign: str) -> tuple[int, int]:
    try:
        widths = Counter(len(cells) for cells in csv.reader(head, delimiter=sign) if len(cells) > 1)
    except csv.Error:
        return (0, 0)
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return (rows, width)


def _spreadsheet(data: bytes) -> tuple[SourceTable, ...]:
    check_unpacked_size(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
        ]
        sheets = [book.get_sheet_by_name(name) for name in names[:SHEETS_READ]]
    except CalamineError:
        raise FileUnreadable from None
    filled = [sheet for sheet in sheets if sheet.height]
    if not filled:
        raise FileEmpty
    return tuple(SourceTable("", "", sheet.name, sheet.iter_rows) for sheet in filled)  # type: ignore[arg-type]  # list[Cell]
