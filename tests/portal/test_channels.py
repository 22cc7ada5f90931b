"""Channels at the reporter's door, with and without scripts: what each asks, who reads it, and where its answers may be read."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import httpx
import pytest

from cases.actors import Actor
from cases.casefile import case_file
from cases.casework import open_sealed_report
from cases.channels.first import DEFAULT, FIRST, ready_made
from cases.channels.told import told
from cases.tables import Case, Channel, Grant, Report
from crypto.receipts import Receipt
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.books import TODAY
from tests.factories import make_staff
from tests.portal.reporter_pages import TEXT, hidden, opened_mailbox, shown_receipt
from tests.portal.sealing import channel_of, sealed_report, sent

LEAK = {
    "channel": "data_leak",
    "q.what": ["customers", "prices"],
    "q.still_going": "yes",
    "q.how_long": "上周又有人接到电话",
}


@pytest.fixture(autouse=True)
async def investigator(client: httpx.AsyncClient, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def colleague(investigator: Actor, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="boris")


async def read_by(key: str, *people: Actor) -> None:
    async with write_tx():
        await Channel.update({Channel.readers: " ".join(str(one.id) for one in people)}).where(Channel.key == key)


async def posted(client: httpx.AsyncClient, fields: dict[str, Any], language: str = "zh") -> httpx.Response:
    page = (await client.get("/report", params={"channel": fields["channel"], "lang": language})).text
    carried = {name: hidden(page, name) for name in ("entropy", "shown", "questionnaire")}
    return await client.post("/report", params={"lang": language}, data=carried | {"text": TEXT} | fields)


@pytest.mark.parametrize("key", [one.key for one in FIRST if one.audience == "reporter"])
async def test_each_channel_asks_its_own_questions(client: httpx.AsyncClient, key: str) -> None:
    page = (await client.get("/report", params={"channel": key, "lang": "en"})).text
    assert set(re.findall(r'data-question="(\w+)" data-type="(?!note)', page)) == {
        question.name for question in ready_made(key).asked
    }
    assert ('name="order_no"' in page) == (key in (DEFAULT, "kickback"))


async def test_without_scripts_a_question_says_when_it_is_meant(client: httpx.AsyncClient) -> None:
    page = html.unescape((await client.get("/report?channel=retaliation&lang=en")).text)
    assert "Only after: Dismissal, or being pushed to leave / Transfer or demotion / Less pay or bonus" in page


async def test_a_report_is_sealed_to_the_readers_of_its_channel_alone(
    client: httpx.AsyncClient, investigator: Actor, colleague: Actor
) -> None:
    await read_by("data_leak", colleague)
    assert (await posted(client, LEAK)).status_code == 200
    assert [row["staff"] for row in await Grant.select(Grant.staff)] == [colleague.id]
    assert [row["channel"] for row in await Report.select(Report.channel)] == ["data_leak"]


async def test_the_page_says_who_reads_this_channel_by_role_and_number(
    client: httpx.AsyncClient, investigator: Actor, colleague: Actor
) -> None:
    await read_by("data_leak", colleague)
    narrow, wide = [(await client.get(f"/report?channel={key}&lang=en")).text for key in ("data_leak", DEFAULT)]
    assert re.search(r"Investigator\s*<small>one person", narrow)
    assert investigator.name not in narrow
    assert re.search(r"Investigator\s*<small>2 people", wide)


async def test_answers_are_read_at_the_desk_beside_their_questions(
    client: httpx.AsyncClient, investigator: Actor, vault: Vault
) -> None:
    await posted(client, LEAK)
    report = await Report.objects().first()
    assert report is not None
    await open_sealed_report(investigator, report.case, report.id, vault)
    (part,) = (await case_file(investigator, report.case, TODAY)).reports
    shown = dict(await told(part.answers, part.questionnaire, "en"))
    assert shown["What got out?"] == "Lists or phone numbers of customers; Prices, quotes or contracts"
    assert shown["What makes you think that it goes on?"] == "上周又有人接到电话"


async def test_answers_are_read_in_the_mailbox(client: httpx.AsyncClient) -> None:
    receipt = shown_receipt((await posted(client, LEAK)).text)
    page = (await opened_mailbox(client, receipt)).text
    assert "客户名单或电话；底价、报价、合同" in page
    assert "泄露的是什么？" in page


async def test_answers_are_nowhere_in_clear(client: httpx.AsyncClient) -> None:
    await posted(client, LEAK)
    report = await Report.objects().first()
    assert report is not None
    stored = str(report.to_dict())
    assert "customers" not in stored
    assert "how_long" not in stored


async def test_a_bad_answer_is_told_and_everything_else_is_kept(client: httpx.AsyncClient) -> None:
    fields = {
        "channel": "kickback",
        "q.form": ["cash"],
        "q.amount": "很多",
        "q.since": "2099-01-01",
        "q.in_return": "选了他家",
    }
    page = await posted(client, fields)
    assert page.status_code == 422
    assert re.findall(r'id="q-(\w+)-problem"', page.text) == ["amount", "since"]
    assert all(said in page.text for said in (TEXT, "很多", "2099-01-01", "选了他家"))
    assert re.search(r'value="cash" checked', page.text)
    assert await Report.count() == 0


async def test_a_needed_answer_is_asked_for(client: httpx.AsyncClient) -> None:
    page = await posted(client, {"channel": "data_leak"})
    assert (page.status_code, re.findall(r'id="q-(\w+)-problem"', page.text)) == (422, ["still_going"])


async def test_answers_of_another_path_are_dropped(client: httpx.AsyncClient) -> None:
    receipt = shown_receipt((await posted(client, LEAK | {"q.still_going": "no"})).text)
    assert "上周又有人接到电话" not in (await opened_mailbox(client, receipt)).text


async def test_a_form_shown_before_the_questions_changed_keeps_its_wording(client: httpx.AsyncClient) -> None:
    page = (await client.get("/report?channel=data_leak")).text
    carried = {name: hidden(page, name) for name in ("entropy", "shown", "questionnaire")}
    async with write_tx():
        other = ready_made("opinion").sha256
        await Channel.update({Channel.questionnaire: other}).where(Channel.key == "data_leak")
    answer = await client.post("/report", data=carried | {"text": TEXT} | LEAK)
    assert "泄露的是什么？" in (await opened_mailbox(client, shown_receipt(answer.text))).text


async def test_a_closed_channel_is_not_offered_but_takes_what_was_begun(client: httpx.AsyncClient) -> None:
    form = await client.get("/report?channel=opinion")
    async with write_tx():
        await Channel.update({Channel.is_open: False}).where(Channel.key == "opinion")
    assert "channel=opinion" not in (await client.get("/report")).text
    carried = {name: hidden(form.text, name) for name in ("entropy", "shown", "questionnaire")}
    assert (await client.post("/report", data=carried | {"text": TEXT, "channel": "opinion"})).status_code == 200


async def test_a_channel_is_offered_in_its_languages(client: httpx.AsyncClient) -> None:
    async with write_tx():
        await Channel.update({Channel.languages: "zh"}).where(Channel.key == "opinion")
    pages = [(await client.get("/report", params={"lang": language})).text for language in ("zh", "en")]
    assert ["channel=opinion" in page for page in pages] == [True, False]


async def test_a_channel_without_anybody_to_read_it_is_not_shown(client: httpx.AsyncClient, vault: Vault) -> None:
    await read_by("kickback", await make_staff(vault, "auditor", username="eve"))
    assert hidden((await client.get("/report?channel=kickback")).text, "channel") == DEFAULT
    assert "kickback" not in {one["key"] for one in (await channel_of(client))["channels"]}


async def test_retaliation_is_urgent(client: httpx.AsyncClient) -> None:
    await posted(client, {"channel": "retaliation", "q.before": "reported"})
    assert [row["severity"] for row in await Case.select(Case.severity)] == [2]


async def test_programs_are_told_every_channel_its_keys_and_questions(
    client: httpx.AsyncClient, investigator: Actor, colleague: Actor
) -> None:
    await read_by("kickback", colleague)
    every = await channel_of(client)
    channels = {one["key"]: one for one in every["channels"]}
    assert set(channels) == {one.key for one in FIRST if one.audience == "reporter"}
    assert [one["id"] for one in channels["kickback"]["recipients"]] == [str(colleague.id)]
    assert len(every["recipients"]) == 2
    assert channels["data_leak"]["questions"]["name"] == "report_data_leak"
    wording = await client.get(f"/api/v1/questionnaires/{channels['data_leak']['questionnaire']}")
    assert wording.json() == channels["data_leak"]["questions"]


async def test_a_wording_that_was_never_kept_is_unknown(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"/api/v1/questionnaires/{'0' * 64}")).status_code == 404


async def test_a_sealed_report_names_its_channel(
    client: httpx.AsyncClient, investigator: Actor, colleague: Actor
) -> None:
    await read_by("kickback", colleague)
    every = await channel_of(client)
    narrow = every | {"recipients": next(one for one in every["channels"] if one["key"] == "kickback")["recipients"]}
    answer = await sent(client, sealed_report(narrow, Receipt.new()) | {"channel": "kickback"})
    assert answer.status_code == 201
    assert [row["channel"] for row in await Case.select(Case.channel)] == ["kickback"]


async def test_a_report_sealed_past_its_channels_readers_is_refused(
    client: httpx.AsyncClient, investigator: Actor, colleague: Actor
) -> None:
    await read_by("kickback", colleague)
    everybody = sealed_report(await channel_of(client), Receipt.new())
    answer = await sent(client, everybody | {"channel": "kickback"})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:brightline:readers-changed")
    assert (await sent(client, everybody)).status_code == 201


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
@pytest.mark.parametrize("typed", ["\0", "nothing", "x" * 200, "😀"])
async def test_what_is_no_channel_and_no_hash_is_answered_in_peace(client: httpx.AsyncClient, typed: str) -> None:
    answer = await client.post("/report", data={"channel": typed, "text": TEXT})
    assert answer.status_code == 422
    answer = await client.post("/report", data={"channel": DEFAULT, "questionnaire": typed, "text": TEXT})
    assert answer.status_code == 200
    assert (await client.get("/report", params={"channel": typed})).status_code == 200


@pytest.mark.parametrize(
    ("channel", "kind"), [("nothing", "channel-unknown"), (7, "body-unfit"), ("\ud800", "channel-unknown")]
)
async def test_a_channel_that_is_none_is_refused(client: httpx.AsyncClient, channel: object, kind: str) -> None:
    body = sealed_report(await channel_of(client), Receipt.new())
    raw = json.dumps(body | {"channel": channel})
    answer = await client.post("/api/v1/reports", content=raw)
    assert (answer.status_code, answer.json()["type"]) == (422, f"urn:brightline:{kind}")
