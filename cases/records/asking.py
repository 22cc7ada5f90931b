"""One question with many clues: the rows of a table that fit any of them, each clue by its own index, in one round trip.

Knows SQL, not what a clue means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any  # rows and values are what the columns of the table take

from piccolo.query.methods.raw import Raw
from piccolo.table import Table

from cases.records.bulk import Statement


@dataclass(frozen=True)
class Clue:
    """`text` is a condition with `?` for each of `values`; at most `most` rows are taken, by `order` if it is given."""

    text: str
    values: Sequence[Any]
    most: int
    order: str = ""


def one_of(column: str, values: Sequence[Any], most: int) -> Clue:
    """Rows whose column is one of these."""
    return Clue(f"{column} IN ({', '.join('?' * len(values))})", values, most)


async def rows_that_fit(table: type[Table], clues: Sequence[Clue]) -> list[dict[str, Any]]:
    """Each row once, whichever clues it fits."""
    asked = [clue for clue in clues if clue.values]
    if not asked:
        return []
    text = partial(_text, table._meta.tablename, asked)
    return list(await Raw(table, Statement(text, [value for clue in asked for value in clue.values])))


def _text(table: str, clues: Sequence[Clue], *, numbered: bool) -> str:
    found = " UNION ALL ".join(
        f"SELECT id FROM (SELECT id FROM {table} WHERE {clue.text}{clue.order} LIMIT {clue.most}) AS q{place}"  # noqa: S608
        for place, clue in enumerate(clues)
    )
    text = f"SELECT * FROM {table} WHERE id IN ({found})"  # noqa: S608  # names of ours; values are bound
    if not numbered:
        return text
    first, *rest = text.split("?")
    return first + "".join(f"${place}{part}" for place, part in enumerate(rest, start=1))
