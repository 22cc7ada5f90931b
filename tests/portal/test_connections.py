"""No connection outlives its task and its pool: its thread would answer to an event loop that is closed."""

from __future__ import annotations

import asyncio
import gc
import threading
import warnings
from collections.abc import Awaitable
from pathlib import Path

import pytest
from piccolo.querystring import QueryString

from portal.database import PooledSQLiteEngine

STEPS = 30  # more visits to a connection's thread than opening one and asking takes


async def read(engine: PooledSQLiteEngine) -> None:
    await engine.run_querystring(QueryString("SELECT 1"))


async def write(engine: PooledSQLiteEngine) -> None:
    async with engine.transaction():
        await read(engine)


def left_by(work: Awaitable[None]) -> list[str]:
    """What aiosqlite says of connections that nobody closed."""

    async def done() -> None:
        await work

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ResourceWarning)
        asyncio.run(done())
        gc.collect()
    return [str(one.message) for one in told if "before being closed" in str(one.message)]


async def cancel_at_every_step(path: Path, use: str) -> None:
    for steps in range(STEPS):
        engine = PooledSQLiteEngine(path)
        task = asyncio.ensure_future({"read": read, "write": write}[use](engine))
        for _ in range(steps):
            await asyncio.to_thread(threading.active_count)  # takes as long as a visit to a connection's thread
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await engine.close_connection_pool()  # type: ignore[no-untyped-call]  # Piccolo leaves it untyped


async def close_beside_a_reader(path: Path) -> None:
    engine = PooledSQLiteEngine(path)
    async with engine.reader():
        closing = asyncio.ensure_future(engine.close_connection_pool())  # type: ignore[no-untyped-call]  # as above
        await asyncio.sleep(0)
    await closing


@pytest.mark.parametrize("use", ["read", "write"])
def test_whoever_is_cancelled_leaves_no_connection_behind(tmp_path: Path, use: str) -> None:
    assert left_by(cancel_at_every_step(tmp_path / "one.sqlite", use)) == []


def test_a_pool_that_closes_waits_for_whoever_reads(tmp_path: Path) -> None:
    assert left_by(close_beside_a_reader(tmp_path / "one.sqlite")) == []
