"""The write transaction under cancellation, and the rule that nothing writes outside it."""

from __future__ import annotations

import asyncio
import contextvars
import dataclasses
import random
import sqlite3

import pytest
from piccolo.querystring import QueryString

from portal.database import connect
from portal.schema import migrate
from portal.settings import Settings
from surveys.outbox import Outbox, enqueue, write_tx
from surveys.sharing import look_at, read_together

pytestmark = [
    pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True),
    pytest.mark.usefixtures("database"),
]


async def write_one(key: str) -> None:
    async with write_tx():
        await enqueue("kind", key, {})
        await asyncio.sleep(0)
        await enqueue("kind", key + "-second", {})


async def write_and_fail() -> None:
    async with write_tx():
        await enqueue("kind", "one", {})
        _ = 1 // 0


async def test_a_transaction_keeps_both_rows_or_none_through_hundreds_of_cancellations() -> None:
    chance = random.Random(1)  # the moments of cancelling, the same every time
    tasks = [asyncio.create_task(write_one(str(n))) for n in range(300)]
    for task in tasks:  # all wait in one line: some are cancelled before their turn, some in it, some after it
        await asyncio.sleep(chance.choice((0, 0, chance.random() / 500)))
        if chance.random() < 0.6:
            task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    keys = {row["key"] for row in await Outbox.select(Outbox.key)}
    firsts = {key for key in keys if not key.endswith("-second")}
    assert keys == firsts | {key + "-second" for key in firsts}
    assert 0 < len(firsts) < 300


async def test_the_database_still_takes_writes_after_cancellations() -> None:
    for n in range(50):
        task = asyncio.create_task(write_one(f"lost-{n}"))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await asyncio.wait_for(write_one("last"), 5)
    assert await Outbox.exists().where(Outbox.key == "last")


async def test_an_error_inside_rolls_everything_back() -> None:
    with pytest.raises(ZeroDivisionError):
        await write_and_fail()
    assert not await Outbox.exists()


async def test_a_write_outside_a_transaction_is_refused_on_sqlite(settings: Settings) -> None:
    engine = connect(dataclasses.replace(settings, database_url=None))
    try:
        await migrate()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await Outbox.insert(Outbox(kind="kind", key="loose", payload="{}"))
    finally:
        await engine.close_connection_pool()


async def test_the_same_job_asked_for_twice_is_one_row() -> None:
    await write_one("same")
    await write_one("same")
    assert await Outbox.count() == 2


async def test_questions_asked_together_are_answered_in_their_order() -> None:
    asked = [QueryString("SELECT {} AS word", str(number)) for number in range(25)]  # more than there are connections
    for ask in (read_together, look_at, read_together):
        assert [row["word"] for (row,) in await ask(*asked)] == [str(number) for number in range(25)]


async def test_a_transaction_that_asks_together_sees_itself_and_nobody_else_does() -> None:
    async with write_tx():
        await enqueue("kind", "one", {})
        inside = await _counts(2)
        outside = await asyncio.create_task(_counts(2), context=contextvars.Context())
    assert (inside, outside) == ([1, 1], [0, 0])
    assert await _counts(1) == [1]


async def _counts(times: int) -> list[int]:
    asked = [QueryString("SELECT COUNT(*) AS number FROM surveys_outbox")] * times
    return [row["number"] for (row,) in await read_together(*asked)]
