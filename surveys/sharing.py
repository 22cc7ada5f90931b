"""One look at the database: several queries in one visit, for everybody who asks while it is under way. Keeps nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable  # Any: rows come untyped from the driver

from piccolo.querystring import QueryString

from surveys.outbox import Outbox

T = TypeVar("T")


class SharedLook(Generic[T]):
    """Wraps a reading function without arguments. What it answers is as old as the look, never older.

    Not for use inside a transaction: those who share would see what is not yet committed.
    """

    def __init__(self, look: Callable[[], Awaitable[T]]) -> None:
        self._look = look
        self._under_way: asyncio.Future[T] | None = None

    async def __call__(self) -> T:
        loop = asyncio.get_running_loop()
        look = self._under_way
        if look is None or look.done() or look.get_loop() is not loop:
            self._under_way = look = asyncio.ensure_future(self._look())
        return await asyncio.shield(look)


@runtime_checkable
class LooksTogether(Protocol):
    """An engine that answers several queries in one visit to its thread (SQLite's)."""

    async def look_at(self, queries: Sequence[QueryString]) -> list[list[dict[str, Any]]]: ...


async def look_at(*queries: QueryString) -> list[list[dict[str, Any]]]:
    """The rows of each query. For the few paths where somebody waits: the way to the thread costs more than a query."""
    engine = Outbox._meta.db
    if isinstance(engine, LooksTogether):
        return await engine.look_at(queries)
    return [await engine.run_querystring(query) for query in queries]
