"""New XLSX files, in memory. What writes them is loaded with the first: neither start nor memory of a server waits for it."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import Any  # xlsxwriter's Workbook, which cannot be named without loading it

WRITER = "xlsxwriter"


def new_book(buffer: BytesIO) -> Any:
    """Nothing of it touches the disk; no cell is a formula or a link. Whoever has written closes it."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    return import_module(WRITER).Workbook(buffer, options)
