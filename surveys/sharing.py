"""One look at the database for everybody who asks while it is under way. Keeps nothing: the next one asks anew."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

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
