"""What one row of a file came to."""

from __future__ import annotations

from typing import NamedTuple

from cases.records.cells import Record
from cases.records.refusals import Refusal


class Understood(NamedTuple):
    """A record, refusals, or neither.

    skipped: total, blank, header, footer, repeated (the same throughout as a row before it), line (another product of
    the order above, which holds it), or unpaid (a wallet's deal in which no money came or went).
    """

    row: int
    record: Record | None = None
    refusals: tuple[Refusal, ...] = ()
    skipped: str = ""
