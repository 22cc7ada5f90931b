"""The same SQL run by Spark, for books beyond one machine (extra `spark`, Java 17 or newer). Only the batch imports this.

Spark may spill to its local folders: point `spark.local.dir` to an encrypted disk. Here it listens on this machine alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyspark.sql import SparkSession
from pyspark.sql.types import DataType, IntegerType, LongType, StringType, StructField, StructType

from cases.batch.engines import Pair, placed
from cases.crosscheck.coding import Row
from cases.crosscheck.sql import BIG, SMALL, TABLES, TEXT, anothers, candidates, prepared

_KINDS: dict[str, DataType] = {BIG: LongType(), SMALL: IntegerType(), TEXT: StringType()}
_SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.session.timeZone": "UTC",
    "spark.log.level": "ERROR",
}


class SparkEngine:
    """Views over rows that this process hands over."""

    def __init__(self) -> None:
        builder = SparkSession.builder.appName("brightline-crosscheck").master("local[2]")
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate().newSession()
        self._rows: dict[str, list[Row]] = {table: [] for table in TABLES}

    def empty(self, table: str) -> None:
        self._rows[table] = []

    def put(self, table: str, rows: Iterable[Row]) -> None:
        self._rows[table].extend(rows)

    def pairs(self) -> Iterator[Pair]:
        for table in self._rows:
            self._show(table)
        for name, text in prepared().items():
            self._session.sql(text).cache().createOrReplaceTempView(name)
        return placed(tuple(row) for row in self._session.sql(candidates()).toLocalIterator())

    def anothers(self) -> Iterator[tuple[int, str]]:
        self._show("claims")
        for row in self._session.sql(anothers()).toLocalIterator():
            yield row[0], row[1]

    def _show(self, table: str) -> None:
        schema = StructType([StructField(name, _KINDS[kind]) for name, kind in TABLES[table].items()])
        self._session.createDataFrame(self._rows[table], schema).createOrReplaceTempView(table)

    def close(self) -> None:
        self._session.catalog.clearCache()
