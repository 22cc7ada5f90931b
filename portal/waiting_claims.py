"""Has many claims that wait checked together, in a process of its own, while the server runs. Knows no claim.

What that process loads goes with it; few claims are the business of jobs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import structlog

from cases.unchecked import ask_for_the_rest, is_due
from portal.lasting import beside
from portal.own_process import run_verb
from portal.settings import Settings

log = structlog.get_logger("checking")

LOOK_SECONDS = 5.0
AGAIN_SECONDS = 60.0  # after one that failed


@asynccontextmanager
async def many_checked(settings: Settings) -> AsyncIterator[None]:
    """While the server runs. A run that is cut off with it is taken up again by the next."""
    async with beside(lambda: _keep_checking(settings)):
        yield


async def _keep_checking(settings: Settings) -> None:
    await ask_for_the_rest()
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if not await check_if_due(settings):
            await asyncio.sleep(AGAIN_SECONDS)


async def check_if_due(settings: Settings) -> bool:
    """False if it was due, and failed."""
    if not await is_due(datetime.now(UTC)):
        return True
    if await run_verb(settings, "check-claims") != 0:
        log.warning("claims could not be checked together")
        return False
    await ask_for_the_rest()
    return True
