"""One cell of a file as it was written, and the text a person meant by it. Knows no column and no kind of record."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

Cell: TypeAlias = str | float | int | bool | date | datetime | time | timedelta | None
Value: TypeAlias = str | int | date | datetime | None
Record: TypeAlias = dict[str, Value]

BLANK_WORDS = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "/",
        "\\",
        "—",
        "——",
        "无",
        "空",
        "(空)",
        "(跳过)",
        "n/a",
        "na",
        "null",
        "none",
        "nil",
        "nan",
    }
)
_LONGEST_BLANK = max(map(len, BLANK_WORDS))
EXCEL_ERRORS = frozenset({"#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
EXACT_FLOAT = 10**15  # a spreadsheet keeps fifteen digits of a number and makes the rest zeros
_GUARDS = frozenset("='`\"")
_INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
_TEXT_GUARD = re.compile(
    r'^=?"(.*)"$', re.DOTALL
)  # ="00123", as programs write it so that a spreadsheet keeps the zeros


class Refused(ValueError):
    """A value that cannot be taken. Carries a code of refusals.SENTENCES and its facts, never the value."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def clean(text: str) -> str:
    """One line: full-width forms made plain, invisible characters and outer quotation guards gone, spaces collapsed."""
    if not text.isprintable() or "  " in text or not unicodedata.is_normalized("NFKC", text):
        text = " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())
    text = text.strip()
    if text[:1] in _GUARDS:
        guarded = _TEXT_GUARD.match(text)
        text = (guarded.group(1) if guarded else text.lstrip("'`")).strip()
    return text


def shown(cell: Cell) -> str:
    """The cell as a person would read it aloud: whole numbers without ".0", dates as ISO."""
    if isinstance(cell, str):
        return clean(cell)
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_FLOAT:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return str(cell)


def said(cell: Cell) -> str | None:
    """`shown`, or None for a blank and the marks people write for one. Refuses a spreadsheet's own error words."""
    if isinstance(cell, str) and cell.isalnum() and (cell.isascii() or unicodedata.is_normalized("NFKC", cell)):
        text = cell  # as nearly every cell is
    else:
        text = shown(cell)
    if len(text) <= _LONGEST_BLANK and text.lower() in BLANK_WORDS:
        return None
    if text[0] == "#":
        if text.upper() in EXCEL_ERRORS:
            raise Refused("formula_error")
        if len(text) > 2 and not text.strip("#"):
            raise Refused("column_too_narrow")
    return text


def is_blank(cell: Cell) -> bool:
    """Nothing there, or one of the marks people write for nothing."""
    return cell is None or (isinstance(cell, str) and clean(cell).lower() in BLANK_WORDS)
