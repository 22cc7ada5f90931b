"""A shared look is one look for those who ask together, and never an old one."""

from __future__ import annotations

import asyncio

import pytest

from surveys.sharing import SharedLook


class Looking:
    """Counts how often it looked; each look ends when it is let go."""

    def __init__(self) -> None:
        self.looks = 0
        self.let_go = asyncio.Event()

    async def __call__(self) -> int:
        self.looks += 1
        await self.let_go.wait()
        if self.looks > 2:
            raise LookupError
        return self.looks


@pytest.fixture
async def looking() -> Looking:
    return Looking()


async def test_those_who_ask_together_get_one_look(looking: Looking) -> None:
    shared = SharedLook(looking)
    asking = [asyncio.create_task(shared()) for _ in range(5)]
    await asyncio.sleep(0)
    looking.let_go.set()
    assert await asyncio.gather(*asking) == [1] * 5


async def test_whoever_asks_afterwards_gets_a_new_look(looking: Looking) -> None:
    shared = SharedLook(looking)
    looking.let_go.set()
    assert (await shared(), await shared()) == (1, 2)


async def test_one_who_stops_waiting_does_not_take_the_look_from_the_others(looking: Looking) -> None:
    shared = SharedLook(looking)
    first, second = asyncio.create_task(shared()), asyncio.create_task(shared())
    await asyncio.sleep(0)
    first.cancel()
    looking.let_go.set()
    assert await second == 1


async def test_a_failed_look_fails_for_all_and_is_not_kept(looking: Looking) -> None:
    shared = SharedLook(looking)
    looking.looks = 2
    looking.let_go.set()
    answers = await asyncio.gather(shared(), shared(), return_exceptions=True)
    assert [type(answer) for answer in answers] == [LookupError, LookupError]
    looking.looks = 0
    assert await shared() == 1
