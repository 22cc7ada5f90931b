"""Steps of an iterator taken while those before are worked on. Knows nothing of what is iterated."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
MOST_WAITING = 2  # with one alone, whoever takes and whoever works wait for each other a tenth of the time


@dataclass(frozen=True)
class _End:
    error: Exception | None


async def ahead(steps: AsyncIterator[T]) -> AsyncIterator[T]:
    """The same steps; never more than MOST_WAITING of them wait. What goes wrong in a step is raised in its place."""
    taken: asyncio.Queue[T | _End] = asyncio.Queue(MOST_WAITING)
    taking = asyncio.create_task(_take(steps, taken))
    try:
        while not isinstance(step := await taken.get(), _End):
            yield step
        if step.error is not None:
            raise step.error
    finally:
        taking.cancel()
        await asyncio.gather(taking, return_exceptions=True)


async def _take(steps: AsyncIterator[T], taken: asyncio.Queue[T | _End]) -> None:
    error: Exception | None = None
    try:
        async for step in steps:
            await taken.put(step)
    except Exception as raised:  # noqa: BLE001  # whatever it is, it is raised where the step would be
        error = raised
    await taken.put(_End(error))
