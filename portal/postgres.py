"""Piccolo's PostgreSQL engine, with transactions that survive cancellation. Knows no table."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any  # Piccolo's engine interface passes arguments untyped

from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString


async def _nothing_to_reset(connection: Any) -> None:
    """Nobody here changes a session but inside a transaction, whose end undoes it: SET LOCAL, tables of the moment. To ask
    the database to reset it all the same is one more way there and back for every statement."""


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
    """The engine for DATABASE_URL=postgresql://…"""

    __slots__ = ()

    def __init__(self, url: str) -> None:
        super().__init__(config={"dsn": url}, extensions=())

    async def start_connection_pool(self, **kwargs: Any) -> None:
        await super().start_connection_pool(reset=_nothing_to_reset, **kwargs)

    async def look_at(self, queries: Sequence[QueryString]) -> list[list[dict[str, Any]]]:
        return await self.read_together(queries)

    async def read_together(self, queries: Sequence[QueryString]) -> list[list[dict[str, Any]]]:
        """Several queries at once, each on a connection of its own; inside a transaction, one after another on its own."""
        if self.current_transaction.get() is not None:
            return [await self.run_querystring(query) for query in queries]
        return list(await asyncio.gather(*map(self.run_querystring, queries)))

    async def vacuum(self, tables: Sequence[str]) -> None:
        """Give back the room of dead row versions, outside any transaction as it must be."""
        connection = await (self.pool.acquire() if self.pool is not None else self.get_new_connection())
        try:
            await connection.execute(f"VACUUM {', '.join(tables)}")
        finally:
            await (self.pool.release(connection) if self.pool is not None else connection.close())

    def transaction(self, allow_nested: bool = True) -> PostgresTransaction:
        return SafePostgresTransaction(engine=self, allow_nested=allow_nested)
