"""Starts the night's run of the whole cross-check in a process of its own, at the hour the operator chose. Knows no finding.

The process is the command `brightline nightly`: it is nice to everybody else, and what it loads goes with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import structlog

from cases.nights import begin_night, end_night, night_of
from portal.lasting import beside
from portal.own_process import run_verb
from portal.settings import Settings

log = structlog.get_logger("nightly")

LOOK_SECONDS = 300.0


@asynccontextmanager
async def nights_kept(settings: Settings) -> AsyncIterator[None]:
    """While the server runs. A run that is cut off with it is taken up again in the same night."""
    if settings.nightly_hour is None:
        yield
        return
    hour = settings.nightly_hour
    async with beside(lambda: _keep_nights(settings, hour)):
        yield


async def _keep_nights(settings: Settings, hour: int) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        await run_if_due(settings, hour, datetime.now(UTC))


async def run_if_due(settings: Settings, hour: int, now: datetime) -> bool:
    """Whether it was ours to run, and was run to its end."""
    night = night_of(now, hour)
    run_id = await begin_night(night, now) if night is not None else None
    if run_id is None:
        return False
    state = "stopped"
    try:
        state = "done" if await run_verb(settings, "nightly", "--begun", str(run_id)) == 0 else "failed"
    finally:
        await asyncio.shield(end_night(run_id, state, datetime.now(UTC)))
    if state == "failed":
        log.warning("nightly run failed")
    return state == "done"
