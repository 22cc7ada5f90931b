"""The floor of an import: read every row once, write as many bytes under one number, build the same indexes.

It understands, checks and seals nothing: tokens and seals are random, of their length. One process, one statement.
`python -m tests.benchmarks.import_floor FILE` prints seconds.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import sys
import tempfile
import time
from array import array
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

CHUNK_ROWS, HEADER_ROWS = 5000, 4
SEALED_BYTES, HASH_BYTES, TOKENS = 72, 16, 4
TABLE = """CREATE TABLE book (id INTEGER PRIMARY KEY, number TEXT UNIQUE, key TEXT, customer BLOB, hash BLOB, phone INTEGER,
name INTEGER, name_seller INTEGER, ending_name INTEGER, seller TEXT, store TEXT, product TEXT, amount TEXT, day TEXT,
status TEXT)"""
INDEXES = (
    "key",
    "phone",
    "name, name_seller, ending_name",
    "seller, amount, day",
    "day, seller, store, status, amount",
)
Row = tuple[str | bytearray | int, ...]


def kept(cells: list[str], sealed: bytearray, hashed: bytearray, tokens: array[int]) -> Row:
    number, _, _, *rest = cells
    return (number, number, sealed, hashed, *tokens, *rest)


def pieces(size_bytes: int, count: int) -> Iterator[bytearray]:
    blind = bytearray(os.urandom(size_bytes * count))
    return (blind[at : at + size_bytes] for at in range(0, len(blind), size_bytes))


def chunks_of(path: Path) -> Iterator[list[Row]]:
    """Rows that are whole."""
    with path.open(encoding="gb18030", newline="") as file:
        rows = (cells for cells in islice(csv.reader(file), HEADER_ROWS, None) if len(cells) == 9)
        while part := list(islice(rows, CHUNK_ROWS)):
            tokens = array("q", os.urandom(8 * TOKENS * len(part)))
            each = (tokens[at : at + TOKENS] for at in range(0, len(tokens), TOKENS))
            blind = pieces(SEALED_BYTES, len(part)), pieces(HASH_BYTES, len(part)), each
            yield [kept(*row) for row in zip(part, *blind, strict=True)]


def main(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        database = sqlite3.connect(Path(folder) / "floor.sqlite", isolation_level=None)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(TABLE)
        for part in chunks_of(path):
            database.execute("BEGIN")
            marks = ", ".join("?" * len(part[0]))
            database.executemany(f"INSERT OR IGNORE INTO book VALUES (NULL, {marks})", part)
            database.execute("COMMIT")
        for place, columns in enumerate(INDEXES):
            database.execute(f"CREATE INDEX book_{place} ON book ({columns})")
        print(f"{time.perf_counter() - begun:.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
