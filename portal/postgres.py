"""Piccolo's PostgreSQL engine, with transactions that survive cancellation. Knows no table."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any  # Piccolo's engine interface passes arguments untyped

from asyncpg import InterfaceError, InternalClientError, PostgresConnectionError  # type: ignore[import-untyped]  # it carries no types
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString

LOST = (InterfaceError, InternalClientError, PostgresConnectionError, OSError)
MOST_KEPT = 3  # as many questions as are asked about a claim at once; the pool has as many more


async def _nothing_to_reset(connection: Any) -> None:
    """Nobody here changes a session but inside a transaction, whose end undoes it: SET LOCAL, tables of the moment. To ask
    the database to reset it all the same is one more way there and back for every statement."""


def _is_lost(connection: Any) -> bool:
    """Closed by the server, as when it was started anew: the pool has taken such a one back, or will."""
    try:
        return bool(connection.is_closed())
    except InterfaceError:
        return True


class SafePostgresTransaction(PostgresTransaction):
    """Gives its connection back whatever happens: Piccolo's own keeps it for ever when a task is cancelled inside."""

    __slots__ = ()

    async def __aenter__(self) -> PostgresTransaction:
        if self._parent is not None:
            return self._parent
        self.connection = await self._connection()
        try:
            self.transaction = self.connection.transaction()
            await self.transaction.start()
        except BaseException:
            await asyncio.shield(asyncio.ensure_future(self._give_back()))
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        if self._parent is not None:
            return exception_type is None
        self.engine.current_transaction.reset(self.context)
        await asyncio.shield(asyncio.ensure_future(self._finish(keep=exception_type is None)))
        return exception_type is None

    async def _finish(self, *, keep: bool) -> None:
        try:
            await (self.transaction.commit() if keep else self.transaction.rollback())
        finally:
            await self._give_back()

    async def _connection(self) -> Any:
        if self.engine.pool is not None:
            return await self.engine.pool.acquire()
        return await self.engine.get_new_connection()

    async def _give_back(self) -> None:
        if self.engine.pool is not None:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()


class SafePostgresEngine(PostgresEngine):
    """The engine for DATABASE_URL=postgresql://…

    Whoever looks something up does so on a connection that is kept for the next look, MOST_KEPT of them while nobody looks:
    to borrow one of the pool and to give it back takes a tenth of the time of a claim that is checked.
    """

    __slots__ = ("_kept", "_room")

    def __init__(self, url: str) -> None:
        super().__init__(config={"dsn": url}, extensions=())
        self._kept: list[Any] = []
        self._room = 0

    async def start_connection_pool(self, **kwargs: Any) -> None:
        await super().start_connection_pool(reset=_nothing_to_reset, **kwargs)
        self._room = MOST_KEPT

    async def look_at(self, queries: Sequence[QueryString]) -> list[list[dict[str, Any]]]:
        return await self.read_together(queries)

    async def read_together(self, queries: Sequence[QueryString]) -> list[list[dict[str, Any]]]:
        """Several queries at once, each on a connection of its own; inside a transaction, one after another on its own."""
        if self.current_transaction.get() is not None:
            return [await self.run_querystring(query) for query in queries]
        ask = self.run_querystring if self.pool is None else partial(self._look, self.pool)
        return list(await asyncio.gather(*map(ask, queries)))

    async def _look(self, pool: Any, query: QueryString) -> list[dict[str, Any]]:
        """On a kept connection, if there is one. If the server has just closed it, on another: a look changes nothing."""
        text, values = query.compile_string(engine_type=self.engine_type)
        connection = await self._kept_or_new(pool)
        try:
            rows: list[dict[str, Any]] = await connection.fetch(text, *values)
        except LOST:
            with suppress(InterfaceError):  # the pool has taken it back
                connection.terminate()
            await pool.release(connection)
            async with pool.acquire() as another:
                return list(await another.fetch(text, *values))
        except BaseException:
            await pool.release(connection)
            raise
        if len(self._kept) < self._room:
            self._kept.append(connection)
        else:
            await pool.release(connection)
        return rows

    async def _kept_or_new(self, pool: Any) -> Any:
        while self._kept:
            connection = self._kept.pop()
            if not _is_lost(connection):
                return connection
            await pool.release(connection)
        return await pool.acquire()

    async def close_connection_pool(self) -> None:
        """The pool waits for every connection, so none is kept from now on: not by whoever is still asking, either."""
        self._room = 0
        while self.pool is not None and self._kept:
            await self.pool.release(self._kept.pop())
        await super().close_connection_pool()

    async def vacuum(self, tables: Sequence[str]) -> None:
        """Give back the room of dead row versions, outside any transaction as it must be."""
        connection = await (self.pool.acquire() if self.pool is not None else self.get_new_connection())
        try:
            await connection.execute(f"VACUUM {', '.join(tables)}")
        finally:
            await (self.pool.release(connection) if self.pool is not None else connection.close())

    def transaction(self, allow_nested: bool = True) -> PostgresTransaction:
        return SafePostgresTransaction(engine=self, allow_nested=allow_nested)
