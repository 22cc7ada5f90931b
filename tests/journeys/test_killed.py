"""A thousand reports from eight browsers while the server is killed ten times: what was acknowledged is there, once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cases.tables import Case, Event, LogEntry, Message, Report
from crypto.receipts import Receipt
from portal.opening import opened
from portal.settings import Settings
from tests.journeys.clients import Broken, Client, report_fields, request, ticket_of
from tests.journeys.server import Server, running

REPORTS = 1000
CLIENTS = 8
KILLS = 10
RETRY_SECONDS = 0.05
WRITTEN_SECONDS = 300.0


@dataclass
class Storm:
    """Reports waiting to be filed, those acknowledged, and how often an answer never came."""

    port: int
    data: Path
    waiting: list[tuple[int, Receipt]]
    acknowledged: list[tuple[int, Receipt]] = field(default_factory=list)
    broken: int = 0

    async def work(self) -> None:
        client = Client(self.port)
        while self.waiting:
            number, receipt = self.waiting.pop()
            await self._file(client, request("/report", self._form(number, receipt)))
            self.acknowledged.append((number, receipt))
        await client.close()

    def _form(self, number: int, receipt: Receipt) -> list[tuple[str, str]]:
        """Of somebody who wrote for a while: in a flood, haste is what has to wait."""
        return report_fields(receipt, _text(number), ticket_of(self.data, receipt, WRITTEN_SECONDS))

    async def _file(self, client: Client, form: bytes) -> None:
        """Send the same form until it is acknowledged, as somebody does who gets no answer."""
        while True:
            try:
                status, _ = await client.send(form)
            except Broken:
                self.broken += 1
                await asyncio.sleep(RETRY_SECONDS)
                continue
            assert status == 200
            return

    async def count_reaches(self, count: int) -> None:
        while len(self.acknowledged) < count:
            await asyncio.sleep(0.001)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path) as started:
        yield started


async def test_a_thousand_reports_and_ten_kills_lose_nothing_and_double_nothing(server: Server) -> None:
    storm = Storm(server.port, server.data, [(number, Receipt.new()) for number in range(REPORTS)])
    await asyncio.gather(_kill_at_random(server, storm), *(storm.work() for _ in range(CLIENTS)))
    assert storm.broken >= KILLS
    assert sorted(await _opened_by_receipt(server.port, storm.acknowledged)) == list(range(REPORTS))
    async with opened(Settings(data_dir=server.data)):
        assert (await Report.count(), await Case.count(), await Message.count()) == (REPORTS, REPORTS, 0)
        assert await Event.count() == 2 * REPORTS
        assert await LogEntry.count() == 4 * REPORTS  # the case, the report, and two events


async def _kill_at_random(server: Server, storm: Storm) -> None:
    for count in sorted(random.sample(range(REPORTS // 50, REPORTS - REPORTS // 50), KILLS)):
        await storm.count_reaches(count)
        await asyncio.sleep(random.uniform(0, 0.02))
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)


async def _opened_by_receipt(port: int, filed: list[tuple[int, Receipt]]) -> list[int]:
    """The numbers of those reports whose receipt opens a mailbox with their own text in it."""
    rest, found = filed.copy(), list[int]()

    async def open_rest() -> None:
        client = Client(port)
        while rest:
            number, receipt = rest.pop()
            status, page = await client.post("/mailbox", [("receipt", " ".join(receipt.words("zh")))])
            if status == 200 and _text(number) in page:
                found.append(number)
        await client.close()

    await asyncio.gather(*(open_rest() for _ in range(CLIENTS)))
    return found


def _text(number: int) -> str:
    return f"第 {number} 份：销售把客户带到别的店签单。"
