"""One floods with scripts, one without, both as fast as they can: honest reporters of both kinds get through all the same."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from crypto.receipts import Receipt
from tests.journeys.clients import report_fields, ticket_of
from tests.journeys.flooding import flooding
from tests.journeys.server import Server, running
from tests.portal.reporter_pages import TEXT, fresh_form, hidden, send
from tests.portal.sealing import channel_of, sealed_report, sent

FLOOD_SECONDS = 60.0  # until it is felt at the latest, on a machine that is busy with other things
MOST_SECONDS = 30.0  # for one honest report, beside sixteen connections of flooders on the same two cores


@pytest.fixture(scope="module")
def flooded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("flooded")
    with running(folder) as server, ExitStack() as floods:
        for kind in ("work", "forms"):
            floods.enter_context(flooding(kind, server.port))
        _wait_until_felt(server)
        yield server


def _wait_until_felt(server: Server) -> None:
    """Both kinds: more work is asked for, and a new form has to wait."""
    until = time.monotonic() + FLOOD_SECONDS
    with httpx.Client(base_url=server.url, timeout=MOST_SECONDS) as client:
        while time.monotonic() < until:
            asked = client.get("/api/v1/work").json()["units"]
            form = client.post("/report", data=dict(report_fields(Receipt.new(), TEXT)))
            if asked > 1 and form.status_code == 503:
                return
    raise AssertionError("the flood is not felt")


@pytest.fixture
async def honest(flooded: Server) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=flooded.url, timeout=MOST_SECONDS)


async def test_an_honest_reporter_with_scripts_gets_through(honest: httpx.AsyncClient) -> None:
    began, receipt = time.monotonic(), Receipt.new()
    channel = await channel_of(honest)
    channel["work"]["units"] = channel["work"]["most"]  # what the page has ready when somebody has written
    answer = await sent(honest, sealed_report(channel, receipt))
    assert answer.status_code == 201
    assert time.monotonic() - began < MOST_SECONDS


async def test_an_honest_reporter_without_scripts_who_wrote_for_a_minute_gets_through(
    honest: httpx.AsyncClient, flooded: Server
) -> None:
    began, receipt = time.monotonic(), Receipt.new()
    fields = report_fields(receipt, TEXT, ticket_of(flooded.data, receipt, age_seconds=60))
    answer = await honest.post("/report", data=dict(fields))
    assert answer.status_code == 200
    assert time.monotonic() - began < MOST_SECONDS


async def test_an_honest_reporter_without_scripts_who_is_fast_keeps_everything(honest: httpx.AsyncClient) -> None:
    began, fields = time.monotonic(), await fresh_form(honest)
    answer = await send(honest, fields)
    assert answer.status_code == 503
    assert TEXT in answer.text
    assert hidden(answer.text, "ticket") == fields["ticket"]
    assert time.monotonic() - began < MOST_SECONDS
