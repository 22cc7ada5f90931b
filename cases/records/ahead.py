"""Steps of an iterator taken while those before are worked on. Knows nothing of what is iterated."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar  # a coroutine's other two parameters are nobody's

T = TypeVar("T")
MOST_WAITING = 2  # with one alone, whoever takes and whoever works wait for each other a tenth of the time


def ahead(steps: AsyncIterator[T]) -> AsyncIterator[T]:
    """The same steps; never more than MOST_WAITING of them wait. What goes wrong in a step is raised in its place."""
    for _ in range(MOST_WAITING):
        steps = _one_ahead(steps)
    return steps


async def _one_ahead(steps: AsyncIterator[T]) -> AsyncIterator[T]:
    coming = asyncio.create_task(_step(steps))
    try:
        while True:
            try:
                step = await coming
            except StopAsyncIteration:
                return
            coming = asyncio.create_task(_step(steps))
            yield step
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)


def _step(steps: AsyncIterator[T]) -> Coroutine[Any, Any, T]:
    async def step() -> T:
        return await anext(steps)

    return step()
