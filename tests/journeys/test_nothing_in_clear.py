"""A report, an answer and a message with random markers in them: no trace on disk, in the log or in the temp folder.

Looked for after filing, after staff opened and answered, and after the server was killed with everything still open.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from cases.actors import Actor
from cases.mailbox import add_from_staff
from cases.receiving import open_report
from cases.tables import Report, Staff
from crypto.keys import key_pair_of, unlock
from crypto.receipts import Receipt
from portal.opening import opened
from portal.settings import Settings
from tests.journeys.server import Server, running
from tests.journeys.traces import traces
from tests.portal.reporter_pages import fresh_form, hidden, opened_mailbox, send, shown_receipt


@dataclass
class Filed:
    """One report on its way: what must never show, and how to come back to it."""

    server: Server
    marker: str
    receipt: Receipt
    words: str

    @property
    def traces(self) -> list[str]:
        places = (self.server.data, self.server.temp, self.server.log)
        secret = (self.marker.encode(), self.receipt.entropy, self.words.encode(), self.words.replace(" ", "").encode())
        return [trace for one in secret for trace in traces(one, *places)]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path) as started:
        yield started


@pytest.fixture
async def filed(server: Server) -> Filed:
    marker = f"证物{secrets.token_hex(10)}"
    async with httpx.AsyncClient(base_url=server.url) as client:
        form = await fresh_form(client) | {
            "text": f"我看到 {marker} 发生了。",
            "salesperson": marker,
            "order_no": marker,
        }
        words = shown_receipt((await send(client, form)).text)
        token = hidden((await opened_mailbox(client, words)).text, "token")
        await client.post("/mailbox/message", data={"token": token, "text": f"补充 {marker}"})
    return Filed(server, marker, Receipt.from_words(words), words)


async def answer(filed: Filed) -> None:
    """The investigator opens the report and answers, as the desk does, from a second process on the same data."""
    made = next(person for person in filed.server.made["staff"] if "investigator" in person["roles"])
    async with opened(Settings(data_dir=filed.server.data)) as vault:
        row = await Staff.objects().where(Staff.username == made["username"]).first()
        report = await Report.objects().first()
        assert row is not None
        assert report is not None
        pair = key_pair_of(unlock(bytes(row.locked_private_key), made["password"]))
        actor = Actor(row.id, row.username, row.name, frozenset(made["roles"]), pair)
        assert filed.marker in (await open_report(actor, report.id, vault)).text
        await add_from_staff(actor, report.id, f"请问 {filed.marker} 在哪里？")


async def test_nothing_shows_after_filing_and_writing(filed: Filed) -> None:
    assert filed.traces == []


async def test_nothing_shows_after_staff_opened_and_answered(filed: Filed) -> None:
    await answer(filed)
    assert filed.traces == []


async def test_nothing_shows_after_the_server_was_killed_and_all_of_it_is_still_there(filed: Filed) -> None:
    await answer(filed)
    filed.server.kill()
    assert filed.traces == []
    filed.server.start()
    async with httpx.AsyncClient(base_url=filed.server.url) as client:
        page = (await opened_mailbox(client, filed.words)).text
    assert page.count(filed.marker) == 5  # text, two fields, message, answer
    assert filed.traces == []


async def test_the_search_itself_would_find_the_marker_in_these_places(filed: Filed) -> None:
    (filed.server.temp / "left-behind").write_text(filed.marker, "utf-8")
    assert filed.traces == ["left-behind: plain"]
