"""One look at the database: several queries in one visit, for everybody who asks while it is under way. Keeps nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar, cast  # Any: rows come untyped from the driver

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


class LooksTogether(Protocol):
    """An engine that answers several queries at once: the portal's own, of either database."""

    async def look_at(self, queries: Sequence[QueryString]) -> list[list[dict[str, Any]]]: ...

    async def read_together(self, queries: Sequence[QueryString]) -> list[list[dict[str, Any]]]: ...


async def look_at(*queries: QueryString) -> list[list[dict[str, Any]]]:
    """The rows of each query, of a few rows each. For the paths where somebody waits; not inside a transaction."""
    return await cast(LooksTogether, Outbox._meta.db).look_at(queries)


async def read_together(*queries: QueryString) -> list[list[dict[str, Any]]]:
    """The same for queries that may take their time: one visit to a thread that reads, instead of one for each. Inside a
    transaction, what it sees itself."""
    return await cast(LooksTogether, Outbox._meta.db).read_together(queries)
