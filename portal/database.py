"""The one database: a pooled SQLite engine whose transactions survive cancellation, or PostgreSQL. Knows no table's meaning.

Piccolo finds it by PICCOLO_CONF=portal.database. Facts behind the shape: docs/decisions/0002-database.md.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any  # Piccolo's engine interface passes rows and arguments untyped

import aiosqlite
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import AppRegistry
from piccolo.engine.base import Engine
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType, dict_factory
from piccolo.querystring import QueryString

from portal.postgres import SafePostgresEngine
from portal.settings import Settings

READERS = 3
POSTGRES_POOL = {"min_size": 1, "max_size": 8}

APP_REGISTRY = AppRegistry(apps=["surveys.piccolo_app", "cases.piccolo_app", "portal.piccolo_app"])
DB: Engine[Any]  # set by connect(); Piccolo reads the name


class WriteTransaction(SQLiteTransaction):
    """BEGIN IMMEDIATE on the one writing connection, one at a time in this process.

    A cancelled task never leaves the connection in an open transaction: COMMIT and ROLLBACK run to their end whoever
    stops waiting for them, and a connection whose BEGIN was interrupted is thrown away.
    """

    __slots__ = ()
    engine: PooledSQLiteEngine

    async def __aenter__(self) -> SQLiteTransaction:
        if self._parent is not None:
            return self._parent
        await self.engine.write_lock.acquire()
        try:
            self.connection = await self.engine.writer()
            await self.connection.execute("BEGIN IMMEDIATE")
        except BaseException:
            await asyncio.shield(asyncio.ensure_future(self._abandon()))
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        if self._parent is not None:
            return exception is None
        self.engine.current_transaction.reset(self.context)
        finishing = asyncio.ensure_future(self._finish(keep=exception_type is None))
        await asyncio.shield(finishing)
        return exception_type is None

    async def _abandon(self) -> None:
        try:
            await self.engine.discard_writer()
        finally:
            self.engine.write_lock.release()

    async def _finish(self, *, keep: bool) -> None:
        try:
            await self.connection.execute("COMMIT" if keep else "ROLLBACK")
        except BaseException:
            await self.engine.discard_writer()
            raise
        finally:
            self.engine.write_lock.release()


class PooledSQLiteEngine(SQLiteEngine):
    """SQLite with one writing connection and a few that may only read.

    A read connection refuses writes (PRAGMA query_only), so a write outside write_tx() fails instead of racing.
    """

    __slots__ = ("_idle", "_limit", "_writer", "write_lock")

    def __init__(self, path: Path) -> None:
        super().__init__(path=str(path), timeout=30)
        self._idle: list[aiosqlite.Connection] = []
        self._limit = asyncio.Semaphore(READERS)
        self._writer: aiosqlite.Connection | None = None
        self.write_lock = asyncio.Lock()

    async def get_connection(self) -> aiosqlite.Connection:
        connection = await aiosqlite.connect(**self.connection_kwargs, cached_statements=256)
        connection.row_factory = dict_factory  # type: ignore[assignment]  # aiosqlite types it as sqlite3.Row only
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "secure_delete=ON",
        ):
            await connection.execute(f"PRAGMA {pragma}")
        return connection

    async def writer(self) -> aiosqlite.Connection:
        if self._writer is None:
            self._writer = await self.get_connection()
        return self._writer

    async def discard_writer(self) -> None:
        connection, self._writer = self._writer, None
        if connection is not None:
            await connection.close()

    @asynccontextmanager
    async def reader(self) -> AsyncIterator[aiosqlite.Connection]:
        """Borrow a read connection; one whose work was interrupted is closed, not reused."""
        async with self._limit:
            connection = self._idle.pop() if self._idle else await self._open_reader()
            try:
                yield connection
            except BaseException:
                await asyncio.shield(asyncio.ensure_future(connection.close()))
                raise
            self._idle.append(connection)

    async def _open_reader(self) -> aiosqlite.Connection:
        connection = await self.get_connection()
        await connection.execute("PRAGMA query_only=ON")
        return connection

    async def run_querystring(self, querystring: QueryString, in_pool: bool = False) -> Any:
        sql, arguments = querystring.compile_string(engine_type=self.engine_type)
        return await self._fetch(sql, arguments)

    async def run_ddl(self, ddl: str, in_pool: bool = False) -> Any:
        async with self.transaction():
            return await self._fetch(ddl, [])

    async def _fetch(self, sql: str, arguments: list[Any]) -> Any:
        transaction = self.current_transaction.get()
        if transaction is not None:
            return await transaction.connection.execute_fetchall(sql, arguments)
        async with self.reader() as connection:
            return await connection.execute_fetchall(sql, arguments)

    async def insert_all(self, statements: Sequence[tuple[str, list[Any]]]) -> int | None:
        """One transaction in one visit to the writing thread; surveys.inserting says what the answer means.

        Runs to its end whoever stops waiting for it.
        """
        return await asyncio.shield(asyncio.ensure_future(self._insert_all(statements)))

    async def _insert_all(self, statements: Sequence[tuple[str, list[Any]]]) -> int | None:
        async with self.write_lock:
            connection = await self.writer()
            # aiosqlite has no public way to run a function of ours on its thread
            return await connection._execute(_insert_all, connection._conn, statements)  # type: ignore[no-any-return, no-untyped-call]

    def transaction(
        self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = True
    ) -> SQLiteTransaction:
        return WriteTransaction(engine=self, transaction_type=transaction_type, allow_nested=allow_nested)

    async def start_connection_pool(self) -> None:
        await self.writer()

    async def close_connection_pool(self) -> None:
        """Wait for a write under way, then close every connection (their threads would keep the process alive)."""
        async with self.write_lock:
            await self.discard_writer()
        while self._idle:
            await self._idle.pop().close()


def _insert_all(connection: sqlite3.Connection, statements: Sequence[tuple[str, list[Any]]]) -> int | None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for place, (sql, values) in enumerate(statements):
            cursor = connection.execute(sql, values)
            if cursor.description and not cursor.fetchall():  # a RETURNING that returned nothing
                connection.execute("ROLLBACK")
                return place
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return None


def connect(settings: Settings) -> Engine[Any]:
    """Point every table at the database the settings name. Opens nothing yet. Call open_pool() and close_pool() around use."""
    global DB
    DB = SafePostgresEngine(settings.database_url) if settings.database_url else PooledSQLiteEngine(settings.sqlite_path)
    Migration._meta.db = DB
    for app in APP_REGISTRY.app_configs.values():
        for table in app.table_classes:
            table._meta.db = DB
    return DB


async def open_pool() -> None:
    limits = POSTGRES_POOL if isinstance(DB, SafePostgresEngine) else {}
    await DB.start_connection_pool(**limits)


async def close_pool() -> None:
    await DB.close_connection_pool()


async def alive() -> None:
    """Raises if the database does not answer a reading query."""
    await DB.run_querystring(QueryString("SELECT 1"))


os.environ["PICCOLO_CONF"] = "portal.database"
sqlite3.register_adapter(memoryview, bytes)
