"""The one database: a pooled SQLite engine whose transactions survive cancellation, or PostgreSQL. Knows no table's meaning.

Facts behind the shape: docs/decisions/0002-database.md.
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
from piccolo.engine.base import Engine
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType
from piccolo.querystring import QueryString
from piccolo.table import Table

from portal.every_table import every_table
from portal.group_inserts import Answer, Statement, Waiting, insert_group
from portal.holding import Hold, hold
from portal.postgres import MOST_KEPT, SafePostgresEngine
from portal.settings import Settings

SYNCHRONOUS = "FULL"  # what was acknowledged is there when the power comes back
READERS = 3
POSTGRES_POOL = {"min_size": 1, "max_size": 8 + MOST_KEPT}

DB: Engine[Any]  # set by connect()
_place: Settings  # of DB
_holds: list[Hold] = []  # while a pool is open


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

    __slots__ = ("_folder", "_glancing", "_idle", "_limit", "_waiting", "_writer", "_writing", "write_lock")

    def __init__(self, path: Path) -> None:
        super().__init__(path=str(path), timeout=30)
        self._folder = path.resolve().parent
        self._idle: list[aiosqlite.Connection] = []
        self._limit = asyncio.Semaphore(READERS)
        self._writer: aiosqlite.Connection | None = None
        self.write_lock = asyncio.Lock()
        self._waiting: list[Waiting] = []
        self._glancing: sqlite3.Connection | None = None
        self._writing: asyncio.Task[None] | None = None

    async def get_connection(self) -> aiosqlite.Connection:
        """Whoever is cancelled meanwhile leaves none behind: its thread would answer to an event loop that is closed."""
        connection = aiosqlite.connect(**self.connection_kwargs, cached_statements=256)
        try:
            await connection
            await self._prepare(connection)
        except BaseException:
            await asyncio.shield(asyncio.ensure_future(_ended(connection)))
            raise
        return connection

    async def _prepare(self, connection: aiosqlite.Connection) -> None:
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={SYNCHRONOUS}",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            f"temp_store_directory={_quoted(self._folder)}",  # for what is sorted in a file all the same
            "secure_delete=ON",
        ):
            await connection.execute(f"PRAGMA {pragma}")

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
        try:
            await connection.execute("PRAGMA query_only=ON")
        except BaseException:
            await asyncio.shield(asyncio.ensure_future(connection.close()))
            raise
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
            return (await _on_its_thread(transaction.connection, [(sql, arguments)]))[0]
        return (await self._read([(sql, arguments)]))[0]

    async def look_at(self, queries: Sequence[QueryString]) -> list[list[dict[str, Any]]]:
        """Small queries on the caller's own thread, where each takes less time than the way to another thread and back.

        A reader waits for no writer. Where one has to wait all the same (a recovery), it does so on a thread.
        """
        wanted = [query.compile_string(engine_type=self.engine_type) for query in queries]
        try:
            return _rows_of(self._glance(), wanted)
        except sqlite3.OperationalError:
            return await self._read(wanted)

    async def read_together(self, queries: Sequence[QueryString]) -> list[list[dict[str, Any]]]:
        """Several queries in one visit to a reading thread; inside a transaction, what it sees itself."""
        wanted = [query.compile_string(engine_type=self.engine_type) for query in queries]
        if self.current_transaction.get() is not None:
            return [await self._fetch(*one) for one in wanted]
        return await self._read(wanted)

    async def _read(self, wanted: Sequence[Statement]) -> list[list[dict[str, Any]]]:
        async with self.reader() as connection:
            return await _on_its_thread(connection, wanted)

    def _glance(self) -> sqlite3.Connection:
        """A connection of the event loop's own thread, which may only read and never waits."""
        if self._glancing is None:
            connection = sqlite3.connect(
                **{**self.connection_kwargs, "timeout": 0}, cached_statements=256, check_same_thread=False
            )
            connection.execute("PRAGMA query_only=ON")
            self._glancing = connection
        return self._glancing

    async def insert_all(self, statements: Sequence[Statement]) -> int | None:
        """All or nothing, in a transaction shared with whoever else waits; surveys.inserting says what the answer means.

        One visit to the writing thread and one fsync serve everybody who came while the last ones were written. It runs
        to its end whoever stops waiting for it.
        """
        if self.current_transaction.get() is not None:
            raise RuntimeError("insert_all() is a transaction of its own")
        waiting = Waiting(statements, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_waiting())
        return await waiting.answer

    async def _write_waiting(self) -> None:
        while self._waiting:
            async with self.write_lock:
                group, self._waiting = self._waiting, []
                try:
                    answers = await self._visit(group)
                except (sqlite3.Error, ValueError) as error:  # ValueError: the connection was closed meanwhile
                    answers = [error] * len(group)
            for waiting, answer in zip(group, answers, strict=True):
                waiting.settle(answer)

    async def _visit(self, group: Sequence[Waiting]) -> list[Answer]:
        connection = await self.writer()
        wanted = [waiting.statements for waiting in group]
        # aiosqlite has no public way to run a function of ours on its thread
        return await connection._execute(insert_group, connection._conn, wanted)  # type: ignore[no-any-return, no-untyped-call]

    async def truncate_wal(self) -> None:
        """Empty the write-ahead log, in which every change since the last time stands in its order."""
        async with self.write_lock:
            connection = await self.writer()
            await connection.execute_fetchall(
                "PRAGMA wal_checkpoint(TRUNCATE)"
            )  # a statement left open would bar the next

    def transaction(
        self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = True
    ) -> SQLiteTransaction:
        return WriteTransaction(engine=self, transaction_type=transaction_type, allow_nested=allow_nested)

    async def start_connection_pool(self) -> None:
        await self.writer()

    async def close_connection_pool(self) -> None:
        """Wait for a write and reads under way, then close every connection (their threads would keep the process alive)."""
        async with self.write_lock:
            await self.discard_writer()
        for _ in range(READERS):
            await self._limit.acquire()
        while self._idle:
            await self._idle.pop().close()
        for _ in range(READERS):
            self._limit.release()
        if self._glancing is not None:
            self._glancing.close()
            self._glancing = None


async def _ended(connection: aiosqlite.Connection) -> None:
    """Also of one that is only half open, which aiosqlite stops without waiting for it."""
    await connection.close()
    await asyncio.to_thread(connection._thread.join)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


async def _on_its_thread(connection: aiosqlite.Connection, wanted: Sequence[Statement]) -> list[list[dict[str, Any]]]:
    # aiosqlite has no public way to run a function of ours on its thread
    return await connection._execute(_rows_of, connection._conn, wanted)  # type: ignore[no-any-return, no-untyped-call]


def _rows_of(connection: sqlite3.Connection, wanted: Sequence[Statement]) -> list[list[dict[str, Any]]]:
    return [_rows(connection.execute(*statement)) for statement in wanted]


def _rows(cursor: sqlite3.Cursor) -> list[dict[str, Any]]:
    """A factory of rows would look up the columns' names for each of them, a quarter of the time they take."""
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def connect(settings: Settings) -> Engine[Any]:
    """Point every table at the database the settings name. Opens nothing yet. Call open_pool() and close_pool() around use."""
    global DB, _place
    _place = settings
    DB = (
        SafePostgresEngine(settings.database_url) if settings.database_url else PooledSQLiteEngine(settings.sqlite_path)
    )
    tables: tuple[type[Table], ...] = (Migration, *every_table())
    for table in tables:
        table._meta.db = DB
    return DB


async def open_pool(*, alone: bool = False) -> None:
    """alone: for work beside which no other process may use the data. Raises InUse."""
    held = await hold(_place, alone=alone)
    limits = POSTGRES_POOL if isinstance(DB, SafePostgresEngine) else {}
    try:
        await DB.start_connection_pool(**limits)
    except BaseException:
        await held.let_go()
        raise
    _holds.append(held)


async def close_pool() -> None:
    try:
        await DB.close_connection_pool()
    finally:
        await let_go()


async def let_go() -> None:
    """Say that whoever opened last uses the data no more. For those who close an engine by itself."""
    if _holds:
        await _holds.pop().let_go()


async def forget_past(tables: Sequence[str]) -> None:
    """Let go of earlier states of these tables' rows, as far as a database can: the log before the file, dead row versions."""
    if isinstance(DB, PooledSQLiteEngine):
        await DB.truncate_wal()
    elif isinstance(DB, SafePostgresEngine):
        await DB.vacuum(tables)


async def alive() -> None:
    """Raises if the database does not answer a reading query."""
    await DB.run_querystring(QueryString("SELECT 1"))


os.environ["PICCOLO_CONF"] = "portal.piccolo_conf"
sqlite3.register_adapter(memoryview, bytes)
sqlite3.register_adapter(bytes, bytes)  # else sqlite3 looks for one in vain, for each value: 1.3 us a row of an order
sqlite3.register_converter("INTEGER", int)  # Piccolo's own goes over texts and decimals, which takes nine times as long
