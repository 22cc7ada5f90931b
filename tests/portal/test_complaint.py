"""A customer's complaint: a sealed report of its own channel, a receipt in the customer's look, an answer in the mailbox."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from cases.actors import Actor
from cases.mailbox import add_from_staff
from cases.receiving import open_report
from cases.tables import Case, Channel, Event, Grant, Report
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.factories import make_staff
from tests.portal.reporter_pages import hidden, opened_mailbox, shown_receipt

TEXT = "装好的空调三天就漏水，打电话没有人管。"


@pytest.fixture(autouse=True)
async def investigator(client: httpx.AsyncClient, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


async def complained(client: httpx.AsyncClient, language: str = "zh", **fields: Any) -> httpx.Response:
    page = (await client.get("/complaint", params={"lang": language})).text
    carried = {name: hidden(page, name) for name in ("entropy", "shown", "questionnaire")}
    data = carried | {"text": TEXT, "q.about": "goods"} | fields
    return await client.post("/complaint", params={"lang": language}, data=data)


async def test_the_open_form_leads_to_it(client: httpx.AsyncClient) -> None:
    assert 'href="/complaint"' in (await client.get("/feedback")).text


async def test_a_complaint_is_a_sealed_report_of_its_own_channel(client: httpx.AsyncClient) -> None:
    assert (await complained(client)).status_code == 200
    assert [row["channel"] for row in await Case.select(Case.channel)] == ["complaint"]
    assert TEXT.encode() not in (await Report.select(Report.envelope))[0]["envelope"]


async def test_the_company_answers_in_the_mailbox(client: httpx.AsyncClient, investigator: Actor) -> None:
    receipt = shown_receipt((await complained(client)).text)
    report = await Report.objects().first()
    assert report is not None
    await add_from_staff(investigator, report.id, "师傅明天上午到，费用由我们承担。", now=datetime.now(UTC))
    page = (await opened_mailbox(client, receipt)).text
    assert TEXT in page
    assert "师傅明天上午到" in page


async def test_the_pages_wear_the_customers_look_and_set_no_cookie(client: httpx.AsyncClient) -> None:
    for page in (await client.get("/complaint"), await complained(client), await complained(client, text="")):
        assert "/static/css/customer.css" in page.text
        assert "/static/css/reporter.css" not in page.text
        assert "set-cookie" not in page.headers
        assert "<script" not in page.text


async def test_no_member_of_staff_is_named_on_it(client: httpx.AsyncClient, investigator: Actor) -> None:
    assert investigator.name not in (await client.get("/complaint")).text


@pytest.mark.parametrize(
    ("wrong", "place"), [({"text": ""}, "text-problem"), ({"q.about": ""}, "q-about"), ({"q.phone": "abc"}, "q-phone")]
)
async def test_what_is_wrong_is_told_and_everything_else_is_kept(
    client: httpx.AsyncClient, wrong: dict[str, str], place: str
) -> None:
    page = await complained(client, **{"q.order_no": "XS-2603-1", **wrong})
    assert page.status_code == 422
    assert f'{place}-problem"' in page.text or f'id="{place}"' in page.text
    assert "XS-2603-1" in page.text
    assert not await Report.exists()


async def test_what_it_says_of_an_order_can_be_compared_with_the_books(
    client: httpx.AsyncClient, investigator: Actor, vault: Vault
) -> None:
    await complained(client, **{"q.order_no": "XS-1", "q.phone": "0733", "q.salesperson": "张伟"})
    report = await Report.objects().first()
    assert report is not None
    opened = await open_report(investigator, report.id, vault)
    assert opened.claim == {"order_no": "XS-1", "customer_phone": "0733", "salesperson": "张伟"}


async def test_whoever_it_names_as_having_served_does_not_read_it(
    client: httpx.AsyncClient, investigator: Actor, vault: Vault
) -> None:
    boris = await make_staff(vault, "investigator", username="boris")
    await complained(client, **{"q.salesperson": investigator.name})
    assert [row["staff"] for row in await Grant.select(Grant.staff)] == [boris.id]


async def test_naming_the_only_reader_is_told_and_the_text_kept(client: httpx.AsyncClient, investigator: Actor) -> None:
    page = await complained(client, **{"q.salesperson": investigator.name})
    assert (page.status_code, TEXT in page.text) == (422, True)
    assert not await Report.exists()


async def test_it_has_a_day_and_no_time(client: httpx.AsyncClient) -> None:
    await complained(client)
    assert {row["at"] for row in await Event.select(Event.at)} == {None}


async def test_where_complaints_are_closed_the_open_form_is_shown(client: httpx.AsyncClient) -> None:
    async with write_tx():
        await Channel.update({Channel.is_open: False}).where(Channel.key == "complaint")
    assert (await client.get("/complaint")).headers["location"] == "/feedback"


async def test_it_is_no_channel_for_reporters(client: httpx.AsyncClient) -> None:
    assert "channel=complaint" not in (await client.get("/report")).text


async def test_in_a_flood_a_new_form_waits_a_little_and_keeps_what_was_written(client: httpx.AsyncClient) -> None:
    names, said = ("entropy", "shown", "questionnaire", "ticket"), {"text": TEXT, "q.about": "goods"}
    for _ in range(300):  # 240 within two minutes are a quiet time
        page = (await client.get("/complaint")).text
        carried = {name: hidden(page, name) for name in names}
        answer = await client.post("/complaint", data=carried | said)
        if answer.status_code == 503:
            break
    assert (answer.status_code, TEXT in answer.text) == (503, True)
    assert hidden(answer.text, "ticket") == carried["ticket"]
