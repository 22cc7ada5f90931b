"""Makes small XLSX files as banks and offices write them, and packed files that are not what they say. All made up."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook  # type: ignore[import-untyped]  # ships no types


def xlsx(rows: Iterable[Sequence[object]], *, merged: Sequence[str] = (), sheet: str = "收款明细") -> bytes:
    """One sheet with these rows, cell ranges merged."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def two_sheets(first: Iterable[Sequence[object]], second: Iterable[Sequence[object]]) -> bytes:
    """A workbook whose second sheet holds the records."""
    book = Workbook()
    page = book.active
    assert page is not None
    for row in first:
        page.append(list(row))
    other = book.create_sheet("数据")
    for row in second:
        other.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def bomb(megabytes: int) -> bytes:
    """A zip of a few kilobytes that unpacks to this many megabytes of zeros."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(megabytes << 20))
    return buffer.getvalue()


def lying_bomb(megabytes: int) -> bytes:
    """The same, with a directory that claims one byte."""
    data = bytearray(bomb(megabytes))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (1).to_bytes(4, "little")
    return bytes(data)
