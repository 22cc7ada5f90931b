"""Bar: no link and no word of an answer in the database, its dump, the logs or the temp folder; killed in the middle too."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from portal.opening import opened
from portal.settings import Settings
from surveys import invite
from tests.journeys.server import Server, running
from tests.journeys.traces import traces
from tests.surveys.factories import make_plan, make_transaction
from tests.surveys.reading import fields_of

ANSWERED, GIVEN_UP, UNTOUCHED = range(3)


@dataclass(frozen=True)
class Asked:
    server: Server
    tokens: tuple[str, ...]
    marker: str

    def traces(self, dump: Path) -> list[str]:
        database = Settings(data_dir=self.server.data).sqlite_path
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as read:
            dump.write_text("\n".join(read.iterdump()), "utf-8")
        places = (self.server.data, self.server.temp, self.server.log, dump)
        secret = [token.encode() for token in self.tokens] + [self.marker.encode()]
        return [trace for one in secret for trace in traces(one, *places)]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path) as started:
        yield started


@pytest.fixture
async def asked(server: Server) -> Asked:
    """Three customers: one answers, one breaks off, one only looks."""
    marker = f"证物{secrets.token_hex(10)}"
    async with opened(Settings(data_dir=server.data)) as vault:
        people = [make_transaction(number, day=None) for number in range(3)]
        links = (await invite(people, make_plan(), vault, datetime.now(UTC))).links
    tokens = tuple(link.token for link in links)
    async with httpx.AsyncClient(base_url=server.url) as customer:
        urls = [f"/s/{token}" for token in tokens]
        pages = [(await customer.get(url, headers={"referer": server.url + url})).text for url in urls]
        whole = {"q.bought": "no", "q.events": "none", "q.remark": marker, "at": "rating", "step": "next"}
        sent = await customer.post(urls[ANSWERED], data=fields_of(pages[ANSWERED]) | whole)
        broken_off = fields_of(pages[GIVEN_UP]) | {"q.bought": ["yes"], "q.salesperson": [marker], "step": ["next"]}
        statuses = [sent.status_code, (await customer.post(urls[GIVEN_UP], data=broken_off)).status_code]
        again = [(await customer.get(f"{url}?lang=en")).status_code for url in urls]
    assert (statuses, again) == ([200, 200], [410, 200, 200])
    return Asked(server, tokens, marker)


async def test_no_link_and_no_answer_shows_anywhere(asked: Asked, tmp_path: Path) -> None:
    assert asked.traces(tmp_path / "dump.sql") == []


async def test_nor_after_the_server_was_killed(asked: Asked, tmp_path: Path) -> None:
    asked.server.kill()
    assert asked.traces(tmp_path / "dump.sql") == []
