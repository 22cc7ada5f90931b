"""XLSX, the few parts of it that a form uses, read cell by cell and written plainly. Knows no question.

A file from outside may be a bomb: its members are unpacked up to a limit, a document type is refused, and a text that many
cells share is kept once. Formulas count by the value their program last stored.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError, iterparse

from surveys.books import new_book
from surveys.definitions.xlsform.errors import FileTooLarge, FileUnread
from surveys.definitions.xlsform.sheets import MAX_COLUMNS, Grid

MAX_UNPACKED = 8 << 20
MAX_MEMBERS = 200
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCRYPTED = 0x1
_WHOLE = re.compile(r"(-?\d+)\.0+", re.ASCII)


def read_excel(data: bytes) -> Mapping[str, Grid]:
    """Grids of all sheets. Raises FileUnread, FileTooLarge."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _Parts(archive)
            texts = [_text_of(item) for item in parts.elements("xl/sharedStrings.xml", "si")]
            return {name: list(_rows(parts, path, texts)) for name, path in _sheets(parts)}
    except (
        zipfile.BadZipFile,
        ParseError,
        zlib.error,
        LookupError,
        ValueError,
        NotImplementedError,
        EOFError,
    ) as error:
        raise FileUnread from error


def write_excel(grids: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    buffer = io.BytesIO()
    book = new_book(buffer)
    heading = book.add_format({"bold": True})
    for name, rows in grids.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, column, cell, None if number else heading)
    book.close()
    return buffer.getvalue()


class _Parts:
    """The members of one file, unpacked together up to the limit."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = MAX_UNPACKED
        if len(archive.infolist()) > MAX_MEMBERS or not all(map(_is_plain, archive.infolist())):
            raise FileUnread

    def elements(self, path: str, tag: str) -> Iterator[Element]:
        """Every element of that name in a member; none if there is no such member."""
        if path not in self._archive.namelist():
            return
        with self._archive.open(path) as member:
            data = member.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise FileTooLarge(megabytes=MAX_UNPACKED >> 20)
        if b"\0" in data or _DECLARATION.search(data):  # entities could grow without end; UTF-16 could hide them
            raise FileUnread
        for _event, element in iterparse(io.BytesIO(data)):  # noqa: S314  # bounded, and without declarations
            if element.tag.rpartition("}")[2] == tag:
                yield element
                element.clear()


def _is_plain(member: zipfile.ZipInfo) -> bool:
    """Packed as every spreadsheet program packs, and without a password."""
    return member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not member.flag_bits & _ENCRYPTED


def _sheets(parts: _Parts) -> list[tuple[str, str]]:
    """Name and member of each sheet, in the order of the tabs."""
    targets = {}
    for link in parts.elements("xl/_rels/workbook.xml.rels", "Relationship"):
        target = link.get("Target", "")
        targets[link.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    tabs = parts.elements("xl/workbook.xml", "sheet")
    return [(tab.get("name", ""), str(PurePosixPath(targets[tab.get(_LINK, "")]))) for tab in tabs]


def _rows(parts: _Parts, path: str, texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    for row in parts.elements(path, "row"):
        number = int(row.get("r", number + 1))
        cells: dict[int, str] = {}
        for cell in row.iter(f"{_MAIN}c"):
            if text := _cell(cell, texts):
                cells[min(_column(cell.get("r", ""), len(cells)), MAX_COLUMNS)] = text
        if cells:
            yield number, [cells.get(column, "") for column in range(max(cells) + 1)]


def _column(place: str, otherwise: int) -> int:
    found = _PLACE.fullmatch(place)
    if found is None:
        return otherwise
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _cell(cell: Element, texts: Sequence[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_text_of(inside) for inside in cell.iter(f"{_MAIN}is"))
    value = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        return texts[int(value)] if value else ""
    if kind == "b":
        return "yes" if value == "1" else "no"
    if kind == "n":
        whole = _WHOLE.fullmatch(value)
        return whole[1] if whole else value
    return value if kind == "str" else ""


def _text_of(item: Element) -> str:
    """All its runs, without the readings (rPh) that East Asian programs store beside them."""
    runs = [item, *item.findall(f"{_MAIN}r")]
    return "".join(run.findtext(f"{_MAIN}t") or "" for run in runs)
