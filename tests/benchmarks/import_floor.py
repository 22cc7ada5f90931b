"""The floor of an import: read every row once, write as many bytes under one number, build the same indexes.

It understands, checks and seals nothing: tokens and seals are random bytes of their length. One process, one statement.
`python -m tests.benchmarks.import_floor FILE` prints seconds.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate, islice, pairwise
from pathlib import Path

CHUNK_ROWS, HEADER_ROWS = 5000, 4
PARTS = tuple(pairwise(accumulate((72, 16, 8, 8, 8, 8), initial=0)))  # a seal, a hash, four tokens
BLIND_BYTES = PARTS[-1][1]
TABLE = """CREATE TABLE book (id INTEGER PRIMARY KEY, number TEXT UNIQUE, key TEXT, customer BLOB, hash BLOB, phone BLOB,
name BLOB, name_seller BLOB, ending_name BLOB, seller TEXT, store TEXT, product TEXT, amount TEXT, day TEXT, status TEXT)"""
INDEXES = (
    "key",
    "phone",
    "ending_name",
    "name, name_seller",
    "seller, amount, day",
    "day, seller, store, status, amount",
)
Row = tuple[str | bytearray, ...]


def kept(cells: list[str], blind: bytearray) -> Row:
    number, _, _, *rest = cells
    return (number, number, *(blind[begin:end] for begin, end in PARTS), *rest)


def chunks_of(path: Path) -> Iterator[list[Row]]:
    """Rows that are whole."""
    with path.open(encoding="gb18030", newline="") as file:
        rows = (cells for cells in islice(csv.reader(file), HEADER_ROWS, None) if len(cells) == 9)
        while part := list(islice(rows, CHUNK_ROWS)):
            blind = bytearray(os.urandom(BLIND_BYTES * len(part)))
            places = range(0, len(blind), BLIND_BYTES)
            yield [kept(cells, blind[at : at + BLIND_BYTES]) for cells, at in zip(part, places, strict=True)]


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
