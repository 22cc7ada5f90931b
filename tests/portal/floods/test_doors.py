"""Floods at the doors: whoever sends too little work, or too soon, keeps everything and gets through."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from cases.tables import Message, Report
from crypto.receipts import Receipt
from crypto.vault import Vault
from portal.floods import patience, work
from tests.factories import make_staff
from tests.portal.reporter_pages import TEXT, fresh_form, hidden, opened_mailbox, send, sent_report
from tests.portal.sealing import channel_of, mailbox_of, sealed_message, sealed_report, sent, work_done

MORE = "还有一件事。"


@pytest.fixture(autouse=True)
async def investigator(client: httpx.AsyncClient, vault: Vault) -> None:
    await make_staff(vault, "investigator", username="anna")


@pytest.fixture
def flood(monkeypatch: pytest.MonkeyPatch) -> None:
    """One arrival is a flood from now on: two units of work each, half a minute of patience each."""
    monkeypatch.setattr(work, "ARRIVALS_PER_UNIT", 0.5)
    monkeypatch.setattr(patience, "QUIET_ARRIVALS", 0.0)
    monkeypatch.setattr(patience, "ARRIVALS_PER_SECOND", 1 / 30)


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + seconds)


async def test_a_report_without_work_is_not_taken_and_the_answer_says_why(client: httpx.AsyncClient) -> None:
    body = sealed_report(await channel_of(client), Receipt.new())
    del body["work"]
    answer = await sent(client, body)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:brightline:work-stale")
    assert not await Report.exists()


async def test_a_report_with_too_little_work_gets_through_with_more(client: httpx.AsyncClient, flood: None) -> None:
    channel, receipt = await channel_of(client), Receipt.new()
    assert (await sent(client, sealed_report(channel, Receipt.new()))).status_code == 201
    body = sealed_report(channel, receipt)
    refused = await sent(client, body)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:brightline:work-too-little")
    asked = (await client.get("/api/v1/work")).json()
    assert asked["units"] > 1
    answer = await sent(client, body | {"work": work_done(asked, receipt.mailbox_digest)})
    assert answer.status_code == 201


async def test_a_report_that_is_there_is_answered_the_same_whatever_is_asked_by_now(
    client: httpx.AsyncClient, flood: None
) -> None:
    body = sealed_report(await channel_of(client), Receipt.new())
    first, again = await sent(client, body), await sent(client, body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert await Report.count() == 1


async def test_work_serves_for_one_report(client: httpx.AsyncClient) -> None:
    channel = await channel_of(client)
    one, other = (sealed_report(channel, Receipt.new()) for _ in range(2))
    assert (await sent(client, one)).status_code == 201
    assert (await sent(client, other | {"work": one["work"]})).status_code == 409


async def test_a_message_needs_work_of_its_own(client: httpx.AsyncClient) -> None:
    receipt = Receipt.new()
    await sent(client, sealed_report(await channel_of(client), receipt))
    message = sealed_message((await mailbox_of(client, receipt)).json(), receipt, MORE)
    refused = await client.post("/api/v1/mailbox/messages", json={**message, "work": None})
    taken = await client.post("/api/v1/mailbox/messages", json=message)
    assert (refused.status_code, taken.status_code) == (409, 201)


BEACON = {"beacon": "AAAA"}


@pytest.mark.parametrize(
    "said",
    [1, [], {}, {"units": 1}, {"units": [1.5]}, {"units": [True]}, {**BEACON, "units": [-1]}, {"units": [1] * 999}],
)
async def test_work_of_another_shape_is_told_by_its_name(client: httpx.AsyncClient, said: Any) -> None:
    answer = await sent(client, sealed_report(await channel_of(client), Receipt.new()) | {"work": said})
    assert (answer.status_code, answer.json()["title"].endswith("work")) == (422, True)


async def test_a_form_sent_too_soon_in_a_flood_keeps_what_was_written(client: httpx.AsyncClient, flood: None) -> None:
    await sent_report(client)
    fields = await fresh_form(client)
    answer = await send(client, fields | {"order_no": "XS-1"})
    assert answer.status_code == 503
    assert TEXT in answer.text
    assert "XS-1" in answer.text
    assert (hidden(answer.text, "entropy"), hidden(answer.text, "ticket")) == (fields["entropy"], fields["ticket"])
    assert await Report.count() == 1


async def test_the_same_form_gets_through_when_it_has_waited(
    client: httpx.AsyncClient, flood: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sent_report(client)
    fields = await fresh_form(client)
    assert (await send(client, fields)).status_code == 503
    later(monkeypatch, 30)
    assert (await send(client, fields)).status_code == 200
    assert await Report.count() == 2


async def test_a_message_sent_too_soon_in_a_flood_is_kept_and_gets_through(
    client: httpx.AsyncClient, flood: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = await sent_report(client)
    fields = {"token": hidden((await opened_mailbox(client, receipt)).text, "token"), "text": MORE}
    refused = await client.post("/mailbox/message", data=fields)
    assert (refused.status_code, MORE in refused.text) == (503, True)
    assert hidden(refused.text, "token") == fields["token"]
    later(monkeypatch, 30)
    assert (await client.post("/mailbox/message", data=fields)).status_code == 200
    assert await Message.count() == 1


async def test_a_flood_with_scripts_makes_nobody_without_them_wait(client: httpx.AsyncClient, flood: None) -> None:
    await sent(client, sealed_report(await channel_of(client), Receipt.new()))
    assert (await send(client, await fresh_form(client))).status_code == 200


async def test_a_flood_without_scripts_makes_nothing_dearer_for_those_with_them(
    client: httpx.AsyncClient, flood: None
) -> None:
    await sent_report(client)
    assert (await client.get("/api/v1/work")).json()["units"] == 1


async def test_in_quiet_times_the_answer_does_not_tell_that_something_arrived(client: httpx.AsyncClient) -> None:
    before = (await client.get("/api/v1/work")).json()["units"]
    await sent(client, sealed_report(await channel_of(client), Receipt.new()))
    assert (await client.get("/api/v1/work")).json()["units"] == before
