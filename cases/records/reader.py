"""Reads one file and says what its rows say, a chunk at a time: refusals, and the good rows as packed columns.

Holds no key, opens no database. What it answers is plain, so that it may live in a process of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple
from typing import Any  # what goes between processes is lists, texts, numbers and bytes

import msgspec

from cases.records.content import Content
from cases.records.contract import Kind
from cases.records.previewing import preview
from cases.records.reading import SourceTable, read_tables
from cases.records.said import said_in
from cases.records.source import Reading, find_table, source_in
from cases.records.understood import Stretch

Piece = dict[str, Any]  # see Reader.next


class Reader:
    """One file, looked at or read through once."""

    def __init__(self, kind: Kind, content: Content, encoding: str) -> None:
        self._kind, self._content, self._encoding = kind, content, encoding
        self._tables: tuple[SourceTable, ...] = ()
        self._reading: Reading | None = None

    def header(self) -> list[str]:
        """The names above the columns. Raises a child of FileUnreadable, as all that follow."""
        _, header = find_table(self._kind, self._opened())
        return list(header.names)

    def preview(self, chosen: Mapping[str, str] | None, language: str) -> dict[str, Any]:
        """A Preview as plain data."""
        return asdict(preview(self._kind, self._opened(), chosen, language))

    def open(self, mapping: Mapping[str, str] | None) -> None:
        """Settle which column holds what, and stand before the first row."""
        self._reading = source_in(self._kind, self._opened(), mapping).reading()

    def _opened(self) -> tuple[SourceTable, ...]:
        self._tables = self._tables or read_tables(self._content, self._encoding)
        return self._tables

    def next(self) -> Piece | None:
        """The next rows; None at the end. `good` rows are packed in `said`, by column. Raises BrokenQuotes."""
        if self._reading is None:
            raise RuntimeError("open() comes first")
        stretch = self._reading.next_stretch()
        if stretch is None:
            return None
        return {
            **_counts(stretch),
            "good": len(stretch.rows),
            "fraction": self._reading.fraction,
            "refusals": [astuple(refusal) for one in stretch.others for refusal in one.refusals],
            "said": msgspec.msgpack.encode(said_in(self._kind, stretch.columns)),
        }

    def held(self, numbers: Sequence[str]) -> list[bool]:
        """Whether the file holds these numbers, in good rows or refused ones. To be asked after the end."""
        return self._reading.held(numbers) if self._reading else [False] * len(numbers)


def _counts(stretch: Stretch) -> Piece:
    left_out = [one.skipped for one in stretch.others if one.skipped]
    repeated = left_out.count("repeated")
    rejected = sum(1 for one in stretch.others if one.refusals)
    return {"rows": len(stretch), "rejected": rejected, "repeated": repeated, "skipped": len(left_out) - repeated}
