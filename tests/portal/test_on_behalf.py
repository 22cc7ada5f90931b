"""A report typed in by staff: sealed like any other, on record with who typed it, and read by them only as one of its readers."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest

from cases.channels.first import DEFAULT
from cases.tables import Case, Event, Grant, LogEntry, Report
from tests.conftest import DeskClient, DeskClientFactory
from tests.portal.reporter_pages import TEXT, hidden, opened_mailbox, shown_receipt


@pytest.fixture
async def colleague(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("investigator", username="boris")


@pytest.fixture
async def desk(desk_client: DeskClientFactory, colleague: DeskClient) -> DeskClient:
    return await desk_client("investigator", username="anna")


async def typed_in(desk: DeskClient, **fields: Any) -> httpx.Response:
    channel = fields.get("channel", DEFAULT)
    page = (await desk.get("/desk/reports/new", params={"channel": channel})).text
    carried = {name: hidden(page, name) for name in ("entropy", "shown", "channel", "questionnaire")}
    return await desk.post("/desk/reports/new", data=carried | {"text": TEXT, "source": "phone"} | fields)


async def test_the_receipt_opens_the_callers_mailbox(desk: DeskClient, client: httpx.AsyncClient) -> None:
    answer = await typed_in(desk)
    assert answer.status_code == 200
    assert TEXT in (await opened_mailbox(client, shown_receipt(answer.text))).text


async def test_the_receipt_is_in_the_callers_language(desk: DeskClient) -> None:
    assert shown_receipt((await typed_in(desk, language="en")).text).isascii()
    assert not shown_receipt((await typed_in(desk, language="zh")).text).isascii()


async def test_who_typed_it_and_how_it_came_are_on_record_by_the_day(desk: DeskClient) -> None:
    await typed_in(desk, source="letter")
    event = await Event.objects().where(Event.kind == "report_typed").first()
    assert event is not None
    assert (event.actor, event.detail, event.at) == (desk.actor.id, "letter", None)
    assert isinstance(event.day, date)
    assert await LogEntry.exists().where(LogEntry.subject == event.id)


async def test_who_typed_it_gets_a_grant_only_as_a_reader(desk: DeskClient, colleague: DeskClient) -> None:
    answer = await typed_in(desk, left_out=str(desk.actor.id))
    assert "You are not one of them." in answer.text
    case = await Case.objects().first()
    assert case is not None
    assert [row["staff"] for row in await Grant.select(Grant.staff)] == [colleague.actor.id]
    assert (await desk.get(f"/desk/cases/{case.id}")).status_code == 404


async def test_the_timeline_shows_who_typed_it(desk: DeskClient, colleague: DeskClient) -> None:
    await typed_in(desk)
    case = await Case.objects().first()
    assert case is not None
    page = (await colleague.get(f"/desk/cases/{case.id}")).text
    assert "Typed in by staff: a call" in page
    assert desk.actor.name in page


@pytest.mark.parametrize("wrong", [{"source": ""}, {"source": "mail"}, {"text": ""}, {"amount": "一大笔"}])
async def test_what_is_missing_is_told_and_the_rest_is_kept(desk: DeskClient, wrong: dict[str, str]) -> None:
    page = await typed_in(desk, **{"salesperson": "张伟", **wrong})
    assert page.status_code == 422
    assert "张伟" in page.text
    assert 'class="problem"' in page.text
    assert not await Report.exists()


async def test_leaving_everybody_out_is_refused(desk: DeskClient, colleague: DeskClient) -> None:
    page = await typed_in(desk, left_out=[str(desk.actor.id), str(colleague.actor.id)])
    assert (page.status_code, TEXT in page.text) == (422, True)
    assert not await Report.exists()


async def test_questions_of_the_channel_are_asked_too(desk: DeskClient, client: httpx.AsyncClient) -> None:
    answer = await typed_in(desk, channel="retaliation", **{"q.before": "witness", "q.measure": ["pay"]})
    page = (await opened_mailbox(client, shown_receipt(answer.text))).text
    assert "我作过证、配合过调查" in page


async def test_the_same_form_sent_twice_stores_once(desk: DeskClient) -> None:
    page = (await desk.get("/desk/reports/new")).text
    form = {name: hidden(page, name) for name in ("entropy", "shown", "channel", "questionnaire")}
    answers = [await desk.post("/desk/reports/new", data=form | {"text": TEXT, "source": "visit"}) for _ in range(2)]
    assert len({shown_receipt(answer.text) for answer in answers}) == 1
    assert await Report.count() == 1
