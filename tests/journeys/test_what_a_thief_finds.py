"""A report with a file, a message and a mailbox visit, all sealed before they came: nothing of it for a thief to find.

Disk, dump of the database, logs, and the memory of the server that took it all and now idles.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from cases.contents import FileNote
from crypto.receipts import Receipt
from tests.cases.evidence.sealing import sealed_file
from tests.journeys.images import write_image
from tests.journeys.server import Server, running
from tests.journeys.traces import traces
from tests.portal.sealing import (
    channel_of,
    keys_of,
    mailbox_of,
    opened,
    sealed_message,
    sealed_report,
    sent,
    uploaded_outside,
)

LANGUAGES = ("zh", "en")


@dataclass
class Taken:
    """Everything of one server that can be carried away, in files."""

    server: Server
    marker: str
    receipt: Receipt
    image: Path
    dump: Path

    def traces_of(self, secret: bytes) -> list[str]:
        """The server compresses nothing in its memory; a minute's search for what could be inflated there is spared."""
        places = (self.dump, self.server.data, self.server.temp, self.server.log)
        return traces(secret, self.image, is_inflated=False) + traces(secret, *places)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("thief")) as started:
        yield started


@pytest.fixture
async def taken(server: Server, tmp_path: Path) -> Taken:
    marker, receipt = f"证物{secrets.token_hex(10)}", Receipt.new()
    async with httpx.AsyncClient(base_url=server.url) as client:
        channel = await channel_of(client)
        file = await uploaded_outside(client, sealed_file(keys_of(channel, receipt), marker.encode() * 9000))
        note = FileNote(file["upload"], f"{marker}.jpg", "image/jpeg", 1)
        body = sealed_report(channel, receipt, f"我看到 {marker} 发生了。", files=[note]) | {"files": [file]}
        assert (await sent(client, body)).status_code == 201
        mailbox = (await mailbox_of(client, receipt)).json()
        message = sealed_message(mailbox, receipt, f"补充 {marker}")
        assert (await client.post("/api/v1/mailbox/messages", json=message)).status_code == 201
        answer = (await mailbox_of(client, receipt)).json()
        assert marker in opened(answer["messages"][0]["envelope"], receipt)
    image, dump = tmp_path / "memory", tmp_path / "dump.sql"
    write_image(server.pid, image)
    dump.write_text("\n".join(sqlite3.connect(server.data / "brightline.sqlite").iterdump()), "utf-8")
    return Taken(server, marker, receipt, image, dump)


async def test_nobody_finds_text_or_receipt(taken: Taken) -> None:
    found = taken.traces_of(taken.marker.encode()) + taken.traces_of(taken.receipt.entropy)
    for language in LANGUAGES:
        words = taken.receipt.words("en" if language == "en" else "zh")
        found += taken.traces_of(" ".join(words).encode()) + taken.traces_of("".join(words).encode())
    assert found == []


async def test_nobody_finds_a_private_key_of_the_reporter(taken: Taken) -> None:
    assert taken.traces_of(taken.receipt.key_pair.private) + taken.traces_of(taken.receipt.reward_seed) == []


async def test_the_search_does_find_what_the_server_has(taken: Taken) -> None:
    found = taken.traces_of(taken.receipt.mailbox_digest)
    assert {"memory: plain", "dump.sql: HEX"} <= set(found)
