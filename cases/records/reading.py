"""Bytes of a file as rows of raw cells. Knows encodings, delimiters and spreadsheets, not what a column means.

Encoding: what a person chose, else byte-order mark, else strict UTF-8, else strict GB18030 over the whole file; no
statistical guess. Every call of `rows()` reads anew, so a large file is never held as a table. Row numbers are those a
spreadsheet shows.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cases.records.cells import Cell
from cases.records.content import Content, content_of, head_of, whole_of
from cases.records.errors import (
    BrokenQuotes,
    EncodingUnknown,
    EncodingWrong,
    FileEmpty,
    FileUnreadable,
    OldSpreadsheet,
    WebPage,
)
from cases.records.packing import check_unpacked_size

ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16")  # what a person may choose
DELIMITERS = ",;\t|"
SNIFFED_LINES = 60
_PADDED = re.compile(r'\t"?[,;|]|[,;|]"?\t')
SHEETS_READ = 10
ROWS_MERGED = 500  # a cell merged over more rows than an order has products is decoration
_CHUNK = 1 << 18  # what is decoded of it still fits a core's cache
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_OTHER_FORMATS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


@dataclass(frozen=True)
class SourceTable:
    """One table of a file. `encoding` and `delimiter` are empty for a spreadsheet, `sheet` is empty for CSV.

    fraction: how much of it the last `rows()` has read, from 0 to 1. inner_lines: how many lines begin inside its cells
    so far.
    """

    encoding: str
    delimiter: str
    sheet: str
    read: Callable[[], Iterator[list[Cell]]] = field(repr=False)
    fraction: Callable[[], float] = field(repr=False, default=lambda: 0.0)
    inner_lines: Callable[[], int] = field(repr=False, default=lambda: 0)

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Every row with its number, the first being 1. Raises BrokenQuotes."""
        return enumerate(self.read(), start=1)


def read_tables(source: bytes | Content, encoding: str = "") -> tuple[SourceTable, ...]:
    """The tables of a CSV or XLSX file, at least one. `encoding` "" tells it from the bytes.

    Raises a child of FileUnreadable.
    """
    content = content_of(source)
    head = head_of(content)
    if not head.strip():
        raise FileEmpty
    if head.startswith(_OLE):
        return _old_spreadsheet(whole_of(content))
    if head.startswith(b"PK\x03\x04"):
        return _spreadsheet(whole_of(content))
    if head.startswith(_OTHER_FORMATS):
        raise FileUnreadable
    return (_text(content, _chosen(content, head, encoding) if encoding else _encoding(content, head)),)


def _text(content: Content, encoding: str) -> SourceTable:
    head = _lines(content, encoding)
    if head and head[0].lstrip("\ufeff").lstrip().lower().startswith(
        ("<html", "<!doctype", "<?xml", "<table", "<meta")
    ):
        raise WebPage
    delimiter = _delimiter(head)
    size, done, rows = content.size_bytes, 0, 0
    reader = csv.reader(())

    def read() -> Iterator[list[Cell]]:
        nonlocal done, rows, reader
        rows = 0
        with io.TextIOWrapper(content.open(), encoding=encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=delimiter)
            try:
                for cells in reader:
                    rows += 1
                    yield cells  # type: ignore[misc]  # a list of str is never written to as a list of cells
                    if not rows & 0x3FF:
                        done = stream.buffer.tell()
            except csv.Error:
                raise BrokenQuotes(row=rows + 1) from None
        done = size

    return SourceTable(encoding, delimiter, "", read, lambda: done / size, lambda: reader.line_num - rows)


def _encoding(content: Content, head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            if _decodes(content, encoding):
                return encoding
            raise EncodingUnknown
    for encoding in _unmarked_utf16(head) if b"\0" in head else ("utf-8", "gb18030"):
        if _decodes(content, encoding):
            return encoding
    raise EncodingUnknown


def _chosen(content: Content, head: bytes, encoding: str) -> str:
    """The encoding a person chose, with or without its mark. Raises EncodingWrong where the file is not in it throughout."""
    if encoding not in ENCODINGS:
        raise EncodingWrong(encoding=encoding.upper())
    marked = [name for mark, name in _MARKS if head.startswith(mark) and name.startswith(encoding)]
    usual = _unmarked_utf16(head) if encoding == "utf-16" else (encoding,)
    for name in marked or usual:
        if _decodes(content, name):
            return name
    raise EncodingWrong(encoding=encoding.upper())


def _unmarked_utf16(head: bytes) -> tuple[str, ...]:
    """Digits, commas and line ends have a zero byte: behind them in little-endian text, before them in big-endian."""
    return ("utf-16-le",) if head[1::2].count(0) > head[::2].count(0) else ("utf-16-be",)


def _decodes(content: Content, encoding: str) -> bool:
    """Whether the whole file is strictly this encoding and holds no NUL, which no text file does."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with content.open() as stream:
            while piece := stream.read(_CHUNK):
                if "\0" in decoder.decode(piece):
                    return False
            decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(content: Content, encoding: str) -> list[str]:
    with io.TextIOWrapper(content.open(), encoding=encoding, newline="") as stream:
        return [line for _, line in zip(range(SNIFFED_LINES), stream, strict=False)]


def _delimiter(head: list[str]) -> str:
    """The sign that cuts most of the first lines into the same number of cells, two or more; a comma if none does."""
    if head and head[0].lstrip("\ufeff").lower().startswith("sep=") and len(head[0].strip()) == 5:
        return head[0].strip()[4]
    signs = [sign for sign in DELIMITERS if sign != "\t" or not _pads_with_tabs(head)]
    return max(signs, key=lambda sign: _regularity(head, sign))


def _pads_with_tabs(head: list[str]) -> bool:
    """Whether tabs stand beside another sign, as programs write them so that a spreadsheet keeps long numbers."""
    tabs = sum(line.count("\t") for line in head)
    return sum(len(_PADDED.findall(line)) for line in head) * 2 > tabs


def _regularity(head: list[str], sign: str) -> tuple[int, int]:
    try:
        widths = Counter(len(cells) for cells in csv.reader(head, delimiter=sign) if len(cells) > 1)
    except csv.Error:
        return (0, 0)
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return (rows, width)


def _old_spreadsheet(data: bytes) -> tuple[SourceTable, ...]:
    """The format of before 2007, which many programs still write; what has a password looks the same from outside."""
    try:
        return _workbook(data)
    except FileUnreadable:
        raise OldSpreadsheet from None


def _spreadsheet(data: bytes) -> tuple[SourceTable, ...]:
    check_unpacked_size(data)
    return _workbook(data)


def _workbook(data: bytes) -> tuple[SourceTable, ...]:
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
    return tuple(map(_sheet, filled))


def _merged_below(sheet: CalamineSheet) -> dict[int, list[tuple[int, bool]]]:
    """Row → (column, whether it is the first) of cells merged over several rows: all of these say what the first says.

    Rows are read from the sheet's first one, columns from the first that is used.
    """
    merged: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    _, left = sheet.start or (0, 0)
    for (first, column), (last, _) in sheet.merged_cell_ranges or ():
        if first < last < first + ROWS_MERGED:
            for row in range(first, last + 1):
                merged[row].append((column - left, row == first))
    return dict(merged)


def _sheet(sheet: CalamineSheet) -> SourceTable:
    done = 0
    merged = _merged_below(sheet)

    def read() -> Iterator[list[Cell]]:
        nonlocal done
        above: dict[int, Cell] = {}
        cells: list[Cell]  # what a sheet holds
        for done, cells in enumerate(sheet.iter_rows(), start=1):  # type: ignore[assignment]
            for column, is_first in merged.get(done - 1, ()):
                if not 0 <= column < len(cells):
                    continue
                if is_first:
                    above[column] = cells[column]
                else:
                    cells[column] = above.get(column, "")
            yield cells

    return SourceTable("", "", sheet.name, read, lambda: done / sheet.height)
