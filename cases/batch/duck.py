"""The batch's SQL run by DuckDB: in memory, nothing spilled to disk, handed over in columns. Only the batch imports this.

Knows rows of numbers and which of them belong together; knows no customer, no table of ours and no rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any  # numpy's arrays of mixed kinds, rows of an answer

import duckdb
import numpy as np

from cases.batch.engines import Pair, placed
from cases.crosscheck.coding import Row
from cases.crosscheck.sql import BIG, SMALL, TABLES, anothers, candidates, prepared

CHUNK_ROWS = 50_000
PACKED_ROWS = 200_000  # a million orders then take 60 MB instead of 180, for a second more
MEMORY = "400MB"
_KINDS = {BIG: np.int64, SMALL: np.int32}


class DuckEngine:
    """Tables of numbers in memory, gone when it is closed."""

    def __init__(self) -> None:
        self._db = duckdb.connect(":memory:")
        self._db.execute(f"SET memory_limit = '{MEMORY}'")
        self._db.execute("SET temp_directory = ''")  # what does not fit fails: customers' phones never touch a disk
        self._db.execute("SET preserve_insertion_order = false")
        self._db.execute("ATTACH ':memory:' AS books (COMPRESS)")
        self._db.execute("USE books")
        self._loose = 0  # rows not yet compressed
        for table in TABLES:
            self.empty(table)

    def empty(self, table: str) -> None:
        columns = ", ".join(f"{name} {kind}" for name, kind in TABLES[table].items())
        self._db.execute(f"CREATE OR REPLACE TABLE {table} ({columns})")

    def put(self, table: str, rows: Iterable[Row]) -> None:
        """Append rows, a chunk at a time."""
        kinds = TABLES[table]
        rows = iter(rows)
        while chunk := list(islice(rows, CHUNK_ROWS)):
            columns = zip(*chunk, strict=True)
            held = {name: _column(kinds[name], values) for name, values in zip(kinds, columns, strict=True)}
            self._db.register("held", held)
            self._db.execute(f"INSERT INTO {table} SELECT * FROM held")  # noqa: S608  # a table of TABLES
            self._db.unregister("held")
            self._pack(len(chunk))

    def pairs(self) -> Iterator[Pair]:
        for name, text in prepared().items():
            self.run(f"CREATE OR REPLACE TABLE {name} AS {text}")
        return placed(self._rows(candidates()))

    def anothers(self) -> Iterator[tuple[int, str]]:
        return self._rows(anothers())

    def _rows(self, text: str) -> Iterator[Any]:
        found = self.run(text)
        while rows := found.fetchmany(CHUNK_ROWS):
            yield from rows

    def run(self, text: str) -> duckdb.DuckDBPyConnection:
        return self._db.execute(text)

    def _pack(self, rows: int) -> None:
        self._loose += rows
        if self._loose >= PACKED_ROWS:
            self._db.execute("CHECKPOINT books")
            self._loose = 0

    def close(self) -> None:
        self._db.close()


def _column(kind: str, values: Sequence[Any]) -> Any:
    dtype = _KINDS.get(kind)
    held = np.array(values, dtype=object)
    if dtype is None:
        return held
    missing = held == None  # noqa: E711  # each by itself
    held[missing] = 0
    return np.ma.masked_array(held.astype(dtype), mask=missing)
