"""Connections that are kept for looking something up: never one that is of no use, never so many that others have none."""

from __future__ import annotations

import asyncio

import pytest
from asyncpg import PostgresError
from piccolo.querystring import QueryString

from portal import database
from portal.postgres import MOST_KEPT
from surveys.outbox import Outbox, enqueue, write_tx
from surveys.sharing import look_at

pytestmark = [
    pytest.mark.parametrize("settings", ["postgres"], indirect=True),
    pytest.mark.usefixtures("database"),
]

WHO_ASKS = QueryString("SELECT pg_backend_pid() AS who")


async def _who_asks() -> int:
    ((row,),) = await look_at(WHO_ASKS)
    return int(row["who"])


async def test_one_look_after_another_goes_by_the_same_connection() -> None:
    assert await _who_asks() == await _who_asks()


async def test_whoever_looks_after_the_server_was_started_anew_is_answered() -> None:
    gone = await _who_asks()
    async with write_tx():
        await Outbox.raw("SELECT pg_terminate_backend({})", gone)
    assert await _who_asks() != gone


async def test_a_look_that_fails_or_is_given_up_leaves_no_connection_behind() -> None:
    for _ in range(20):
        with pytest.raises(PostgresError):
            await look_at(QueryString("SELECT 1 / 0"))
        slow = asyncio.create_task(look_at(QueryString("SELECT pg_sleep(30)")))
        await asyncio.sleep(0.01)
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)
    assert await asyncio.wait_for(_who_asks(), 5)


async def test_looks_leave_connections_to_those_who_write() -> None:
    most = database.POSTGRES_POOL["max_size"]
    writers = most - MOST_KEPT
    await look_at(*[QueryString("SELECT pg_sleep(0.02)")] * 2 * most)
    ready = asyncio.Barrier(writers)

    async def write(number: int) -> None:
        async with write_tx():
            await enqueue("kind", str(number), {})
            await ready.wait()

    async with asyncio.timeout(10):
        await asyncio.gather(*map(write, range(writers)))
    assert await Outbox.count() == writers


async def test_a_pool_is_closed_though_somebody_still_looks() -> None:
    asking = asyncio.create_task(look_at(QueryString("SELECT pg_sleep(0.3)")))
    await asyncio.sleep(0.1)
    await asyncio.wait_for(database.DB.close_connection_pool(), 5)
    assert len(await asking) == 1
    await database.DB.start_connection_pool(**database.POSTGRES_POOL)
    assert await _who_asks()
