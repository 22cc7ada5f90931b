"""Keeps what runs beside the server running: a database that was away for a moment must not end it for good. Knows no work."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from asyncpg import InterfaceError, PostgresError  # type: ignore[import-untyped]  # it carries no types

log = structlog.get_logger("beside")

AGAIN_SECONDS = 2.0
AWAY = (sqlite3.Error, PostgresError, InterfaceError, OSError)


@asynccontextmanager
async def beside(*works: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Run these for ever meanwhile; each is begun again when it fails, and cancelled at the end."""
    tasks = [asyncio.create_task(_again_and_again(work)) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _again_and_again(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
            return  # it has nothing to do here
        except AWAY as error:
            log.warning("work beside the server failed", error=type(error).__name__)
        await asyncio.sleep(AGAIN_SECONDS)
