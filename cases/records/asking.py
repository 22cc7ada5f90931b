"""One question with many clues: the rows of a table that fit any of them, each clue by its own index. Several at one visit.

Knows SQL, not what a clue means.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any  # rows and values are what the columns of the table take

from piccolo.querystring import QueryString
from piccolo.table import Table

from surveys.sharing import look_at, read_together

Answers = list[list[dict[str, Any]]]
FEW = 10  # values; a longer list is an array for PostgreSQL


@dataclass(frozen=True)
class Clue:
    """`text` is a condition with `?` for each of `values`, `IN ?` for a list; at most `most` rows are taken, by `order`
    if it is given."""

    text: str
    values: Sequence[Any]
    most: int
    order: str = ""


@dataclass(frozen=True)
class Question:
    """Each row once that fits any clue, with these columns. Clues without a value ask nothing."""

    table: type[Table]
    columns: str
    clues: Sequence[Clue]


def one_of(column: str, values: Sequence[Any], most: int) -> Clue:
    """Rows whose column is one of these."""
    return Clue(f"{column} IN ?", [list(values)] if values else [], most)


def one_of_theirs(column: str, question: Question, most: int) -> Clue:
    """Rows whose column, if it holds anything, is the same as in a row that fits the question."""
    asked = _with_values(question.clues)
    theirs = _chosen(question.table._meta.tablename, asked, column)
    return Clue(f"{column} <> '' AND {column} IN ({theirs})", _values(asked), most)


async def rows_that_fit(*questions: Question) -> Answers:
    """The rows of each question, all in one round trip where the database lives in a file."""
    return await _asked(read_together, questions)


async def few_rows_that_fit(*questions: Question) -> Answers:
    """The same for clues that fit a few hundred rows at most; not inside a transaction."""
    return await _asked(look_at, questions)


async def _asked(ask: Callable[..., Awaitable[Answers]], questions: Sequence[Question]) -> Answers:
    asked = [(question, _with_values(question.clues)) for question in questions]
    statements = [_Asked(one, clues) for one, clues in asked if clues]
    answers = iter(await ask(*statements) if statements else ())
    return [next(answers) if clues else [] for _, clues in asked]


class _Asked(QueryString):
    """A question as either database takes it. A row's number is in each of SQLite's indexes: none has to be looked up for
    it. PostgreSQL weighs each value of a list before it looks (a fifth of a claim with a slip);
    an array it takes as it comes, but for one value or two it then plans worse."""

    __slots__ = ("_clues", "_question")

    def __init__(self, question: Question, clues: Sequence[Clue]) -> None:
        super().__init__("")
        self._question = question
        self._clues = clues

    def compile_string(self, engine_type: str = "postgres") -> tuple[str, list[Any]]:
        is_postgres = engine_type == "postgres"
        values = _values(self._clues)
        lengths = tuple(len(value) if isinstance(value, list) else None for value in values)
        chosen = _chosen(self._question.table._meta.tablename, self._clues, self._question.columns)
        bound: list[Any] = []
        for value, length in zip(values, lengths, strict=True):
            if length is None or (is_postgres and length > FEW):
                bound.append(value)
            else:
                bound += value
        return _worded(chosen, lengths, is_postgres), bound


@lru_cache(maxsize=512)
def _worded(chosen: str, lengths: Sequence[int | None], is_postgres: bool) -> str:
    """lengths: of each value that is a list."""
    text, *rest = chosen.split("?")
    for length, part in zip(lengths, rest, strict=True):
        if length is None:
            marks = "?"
        elif is_postgres and length > FEW:
            text, marks = text.removesuffix("IN ") + "= ANY ", "(?)"
        else:
            marks = f"({', '.join('?' * length)})"
        text += marks + part
    return _numbered(text) if is_postgres else text


def _numbered(text: str) -> str:
    first, *rest = text.split("?")
    return first + "".join(f"${place}{part}" for place, part in enumerate(rest, start=1))


def _with_values(clues: Sequence[Clue]) -> list[Clue]:
    return [clue for clue in clues if clue.values]


def _values(clues: Sequence[Clue]) -> list[Any]:
    return [value for clue in clues for value in clue.values]


def _chosen(table: str, clues: Sequence[Clue], columns: str) -> str:
    found = " UNION ALL ".join(
        f"SELECT id FROM (SELECT id FROM {table} WHERE {clue.text}{clue.order} LIMIT {clue.most}) AS q{place}"  # noqa: S608
        for place, clue in enumerate(clues)
    )
    return f"SELECT {columns} FROM {table} WHERE id IN ({found})"  # noqa: S608  # names of ours; values are bound
