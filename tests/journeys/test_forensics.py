"""Two hundred reports of one day, and somebody who takes the disk: nothing in it tells who came before whom.

The same search finds the order where nothing was mixed, so it can fail.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from cases.log.integrating import integrate
from cases.log.reading import signer_of
from cases.records.dates import day_of
from crypto.receipts import Receipt
from portal.opening import opened
from portal.settings import Settings
from tests.journeys.clients import report_fields
from tests.journeys.ordering import Folder, attempts, correlation, taken, together
from tests.journeys.server import Server, running
from tests.portal.sealing import channel_of, sealed_report, sent

REPORTS = 200
# of 200 ranks, chance alone passes this once in 40,000 (normal with a deviation of 1/√199)
CHANCE = 0.3
FOUND = 0.9
TEXT = "我看到销售把客户带到别的店签单。" * 40  # too long for a page of the database


@dataclass(frozen=True)
class Seizures:
    """The same reports in three copies of the folder, and the order in which they came."""

    came: list[bytes]
    unmixed: Folder
    restarted: Folder
    stopped: Folder


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
async def seized(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Seizures]:
    folder = tmp_path_factory.mktemp("forensics")
    with running(folder) as server:
        came = await _filed(server)
        server.kill()
        unmixed = taken(server.data, server.log, folder / "unmixed")
        server.start()
        server.kill()
        restarted = taken(server.data, server.log, folder / "restarted")
        server.start()
        server.stop()
        await _night(server.data)
        yield Seizures(came, unmixed, restarted, taken(server.data, server.log, folder / "stopped"))


async def _filed(server: Server) -> list[bytes]:
    """One after the other, with and without scripts by turns."""
    receipts = [Receipt.new() for _ in range(REPORTS)]
    secrets.SystemRandom().shuffle(receipts)
    async with httpx.AsyncClient(base_url=server.url, timeout=20) as client:
        for number, receipt in enumerate(receipts):
            if number % 2:
                answer = await sent(client, sealed_report(await channel_of(client), receipt, TEXT))
            else:
                answer = await client.post("/report", data=dict(report_fields(receipt, TEXT)))
            assert answer.status_code in (200, 201)
    return [receipt.mailbox_digest for receipt in receipts]


async def _night(data: Path) -> None:
    """What the log does with the day when it is over."""
    async with opened(Settings(data_dir=data)) as vault:
        await integrate(day_of(datetime.now(UTC)) + timedelta(days=1), signer_of(vault))


def told(folder: Folder, came: list[bytes]) -> dict[str, float]:
    methods = attempts(folder)
    methods["all together"] = together(list(methods.values()))
    return {name: correlation(scores, came) for name, scores in methods.items()}


async def test_where_nothing_was_mixed_the_search_finds_the_order(seized: Seizures) -> None:
    found = told(seized.unmixed, seized.came)
    sure = {name for name, how_well in found.items() if abs(how_well) > FOUND}
    assert {
        "rows: report",
        "rows: case",
        "rows: grant",
        "rows: event",
        "rows: log entry",
        "envelope: first place in the file",
        "all together",
    } <= sure
    assert found["digest: first place in the file"] > 2 * CHANCE
    assert found["digest: cells of index pages"] > CHANCE


async def test_after_a_kill_and_a_start_no_method_does_better_than_chance(seized: Seizures) -> None:
    found = told(seized.restarted, seized.came)
    assert len(found) >= 10
    assert {name: how_well for name, how_well in found.items() if abs(how_well) > CHANCE} == {}


async def test_after_a_stop_and_a_night_no_method_does_better_than_chance(seized: Seizures) -> None:
    found = told(seized.stopped, seized.came)
    assert "rows: place in the tree" in found
    assert {name: how_well for name, how_well in found.items() if abs(how_well) > CHANCE} == {}
