"""Sums made anew from slips."""

import asyncio
from datetime import date

import pytest

from crypto.vault import Vault
from surveys.outbox import write_tx
from surveys.results.counting import SLIP_COLUMN
from surveys.results.reading import crosstab
from surveys.results.rebuilding import recount
from surveys.results.sums import CELLS_COLUMN
from surveys.results.tables import ResultSlip, ResultSum
from tests.surveys.results.making import MAY, Maker, seen

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def maker(vault: Vault) -> Maker:
    """Two stores, one of which is large enough; one correction that waits; the month is over."""
    maker = Maker(vault)
    for number in range(12):
        answer = await maker.answer(happy=str(1 + number % 5), way=("shop", "web")[number % 2], store="East")
    for number in range(3):
        await maker.answer(happy=str(1 + number), store="West")
    await maker.close(date(2026, 6, 1))
    await maker.correct(answer, happy="5", store="East")
    return maker


async def told(vault: Vault) -> list[object]:
    groups = [await seen(vault, "happy", scope=scope) for scope in ("all", "store", "campaign")]
    counted = await ResultSum.select(ResultSum.version).first()
    assert counted is not None
    return [*groups, await crosstab(counted["version"], MAY, "happy", "way", vault)]


async def test_what_is_told_stays_the_same(maker: Maker) -> None:
    before = await told(maker.vault)
    await recount(maker.vault)
    assert await told(maker.vault) == before


async def test_lost_sums_come_back(maker: Maker) -> None:
    before = await told(maker.vault)
    async with write_tx():
        await ResultSum.update({ResultSum.sealed_cells: b""}, force=True)
    await recount(maker.vault)
    assert await told(maker.vault) == before


async def test_a_response_without_a_slip_gets_one(maker: Maker) -> None:
    async with write_tx():
        await ResultSlip.delete(force=True)
    assert await recount(maker.vault) == 15


async def test_slips_of_another_layout_are_counted_anew_from_the_answers(maker: Maker) -> None:
    async with write_tx():
        shorter = maker.vault.seal_bytes(SLIP_COLUMN, b"as somebody counted before")
        await ResultSlip.update({ResultSlip.sealed_slip: shorter}, force=True)
        await ResultSum.update({ResultSum.sealed_cells: maker.vault.seal_bytes(CELLS_COLUMN, bytes(24))}, force=True)
    assert await recount(maker.vault) == 15
    await maker.close(date(2026, 6, 1))
    assert await seen(maker.vault, "happy", scope="all") == {"1": 3, "2": 2, "3": 2, "4": 2, "5": 3}


async def test_whoever_is_counted_meanwhile_is_in_the_new_sums(maker: Maker) -> None:
    counting = asyncio.gather(*(maker.answer(happy="3", store="East") for _ in range(30)))
    while not counting.done():
        await recount(maker.vault)
        await asyncio.sleep(0)
    await counting
    await maker.close(date(2026, 6, 1))
    before = await told(maker.vault)
    await recount(maker.vault)
    assert await told(maker.vault) == before
    assert (await seen(maker.vault, "happy", scope="all"))["3"] == 33
