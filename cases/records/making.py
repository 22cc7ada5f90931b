"""A number for payments and leads whose file has none, or only counts its rows: what they say, and the how manieth that is.
For answers, too, where a survey tool gives only the moment of answering.

Every file counts from 1, so that the second month's first payment would take the place of the first month's.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from cases.records.cells import Record, Value
from cases.records.contract import Kind
from cases.records.dates import COMPANY_ZONE
from cases.records.headers import header_key

_COUNTS = frozenset(
    {"序号", "行号", "no", "index", ""}
)  # headers of a number that counts the rows of its file, "" of none
_MOMENTS: dict[Kind, tuple[str, str]] = {
    "payments": ("paid_at", "%Y%m%d"),
    "leads": ("created_at", "%Y%m%d%H%M"),
    "claims": ("answered_at", "%Y%m%d%H%M%S"),
}


class Maker:
    """Numbers of one file. The same file gives the same ones."""

    def __init__(self, kind: Kind, header: str) -> None:
        self._moment, self._form = _MOMENTS[kind]
        self._is_counted = header_key(header) in _COUNTS
        self._given: Counter[str] = Counter()

    def number(self, own: Value, record: Record) -> Value:
        """`20260305-1280.00-1`, or the row's own number where it has one; None while nothing can be said of it."""
        moment = record.get(self._moment)
        if (own is not None and not (self._is_counted and str(own).isdigit())) or not isinstance(moment, datetime):
            return own
        said = moment.astimezone(COMPANY_ZONE).strftime(self._form)
        if isinstance(amount := record.get("amount_fen"), int):
            said += f"-{amount / 100:.2f}"
        self._given[said] += 1
        return f"{said}-{self._given[said]}"
