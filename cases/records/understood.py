"""What rows of a file came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from cases.records.cells import Record, Value
from cases.records.refusals import Refusal


class Understood(NamedTuple):
    """One row: a record, refusals, or neither.

    skipped: total, blank, header, footer, repeated (the same throughout as a row before it), line (another product of
    the order above, which holds it), or unpaid (a wallet's deal in which no money came or went).
    """

    row: int
    record: Record | None = None
    refusals: tuple[Refusal, ...] = ()
    skipped: str = ""


@dataclass(frozen=True)
class Stretch:
    """Some rows, one below the other: the records among them as columns by name, and what the others came to.

    rows: those of the records. Both in the order of the file.
    """

    rows: Sequence[int]
    columns: Mapping[str, Sequence[Value]]
    others: Sequence[Understood]

    def __len__(self) -> int:
        return len(self.rows) + len(self.others)

    def each(self) -> Iterator[Understood]:
        """Row by row, in the order of the file."""
        names, values = tuple(self.columns), zip(*self.columns.values(), strict=True)
        records = (
            Understood(row, dict(zip(names, said, strict=True))) for row, said in zip(self.rows, values, strict=True)
        )
        yield from sorted([*records, *self.others], key=attrgetter("row"))


def stretch_of(rows: Sequence[Understood]) -> Stretch:
    """What was understood row by row."""
    good = [one for one in rows if one.record is not None]
    names = list(good[0].record or {}) if good else []
    columns = {name: [one.record[name] for one in good if one.record is not None] for name in names}
    return Stretch([one.row for one in good], columns, [one for one in rows if one.record is None])
