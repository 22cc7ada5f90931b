"""Several callers' rows in one SQLite transaction: one fsync for all, a savepoint for each. Runs on the writing thread.

Knows statements and places, no table. surveys.inserting says what an answer means.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any  # a statement's values are whatever its columns hold

Statement = tuple[str, list[Any]]
Answer = int | Exception | None  # the place of a taken value, a fault of this caller's own, or all written


@dataclass(frozen=True)
class Waiting:
    """One caller's statements, and where its answer goes."""

    statements: Sequence[Statement]
    answer: asyncio.Future[int | None]

    def settle(self, answer: Answer) -> None:
        if self.answer.cancelled():
            return
        if isinstance(answer, Exception):
            self.answer.set_exception(answer)
        else:
            self.answer.set_result(answer)


def insert_group(connection: sqlite3.Connection, group: Sequence[Sequence[Statement]]) -> list[Answer]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        answers = [_insert_one(connection, statements) for statements in group]
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return answers


def _insert_one(connection: sqlite3.Connection, statements: Sequence[Statement]) -> Answer:
    """One caller's rows behind a savepoint, so that its fault is its own."""
    connection.execute("SAVEPOINT one")
    answer: Answer
    try:
        answer = _first_taken(connection, statements)
    except sqlite3.Error as error:
        if not connection.in_transaction:  # a full disk, say, ends the transaction for all
            raise
        answer = error
    if answer is not None:
        connection.execute("ROLLBACK TO one")
    connection.execute("RELEASE one")
    return answer


def _first_taken(connection: sqlite3.Connection, statements: Sequence[Statement]) -> int | None:
    for place, (sql, values) in enumerate(statements):
        cursor = connection.execute(sql, values)
        if cursor.description and not cursor.fetchall():  # a RETURNING that returned nothing
            return place
    return None
