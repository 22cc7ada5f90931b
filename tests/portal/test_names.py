"""Giving one's name, with and without scripts, beside a report or later: to custodians only; the mailbox tells the rest."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from cases.actors import Actor
from cases.approvals import ask, decide
from cases.conflicts import excluded_people
from cases.disclosing import hand_over
from cases.identities import unpacked_person
from cases.records.dates import day_of
from cases.tables import Identity, Report
from crypto import Receipt, open_envelope
from crypto.errors import WrongKey
from crypto.vault import Vault
from tests.factories import make_staff
from tests.portal.reporter_pages import fresh_form, hidden, opened_mailbox, send, sent_report
from tests.portal.sealing import channel_of, in_base64, mailbox_of, sealed_name, sealed_report, sent

NAME, CONTACT = "李小雨", "138 0692 0733"
ASKED = "怎么联系您"


@pytest.fixture(autouse=True)
async def investigator(client: httpx.AsyncClient, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def custodian(investigator: Actor, vault: Vault) -> Actor:
    return await make_staff(vault, "custodian", username="carla")


async def kept_by(actor: Actor) -> str:
    row = await Identity.objects().first()
    assert row is not None
    return unpacked_person(open_envelope(bytes(row.envelope), actor.pair)).name


async def give_later(client: httpx.AsyncClient, receipt: str, **fields: Any) -> httpx.Response:
    page = (await opened_mailbox(client, receipt)).text
    given = {"token": hidden(page, "token"), "shown": hidden(page, "shown"), "own_name": NAME}
    return await client.post("/mailbox/identity", data=given | fields)


async def test_a_name_given_with_a_report_is_kept_by_custodians_alone(
    client: httpx.AsyncClient, custodian: Actor, investigator: Actor
) -> None:
    await sent_report(client, own_name=NAME, own_contact=CONTACT)
    assert await kept_by(custodian) == NAME
    with pytest.raises(WrongKey):
        await kept_by(investigator)


async def test_an_empty_name_is_anonymous(client: httpx.AsyncClient, custodian: Actor) -> None:
    receipt = await sent_report(client, own_name="", own_contact="")
    assert not await Identity.exists()
    assert "您是匿名的" in (await opened_mailbox(client, receipt)).text


async def test_where_nobody_could_keep_it_no_name_is_asked_for(client: httpx.AsyncClient) -> None:
    receipt = await sent_report(client)
    pages = [(await client.get(path)).text for path in ("/report", "/mailbox")]
    pages.append((await opened_mailbox(client, receipt)).text)
    assert [ASKED in page for page in pages] == [False] * 3


@pytest.mark.parametrize(
    "fields",
    [{"own_contact": CONTACT}, {"own_name": NAME, "salesperson": "Carla"}, {"own_name": "李" * 201}],
    ids=["no name", "its only custodian is named", "too long"],
)
async def test_a_name_that_cannot_be_kept_sends_nothing_and_loses_nothing(
    client: httpx.AsyncClient, custodian: Actor, fields: dict[str, str]
) -> None:
    answer = await send(client, await fresh_form(client) | fields)
    assert answer.status_code == 422
    assert 'id="own_name-problem"' in answer.text
    assert all(said in answer.text for said in fields.values())
    assert not await Report.exists()


async def test_a_custodian_left_out_keeps_nothing(client: httpx.AsyncClient, custodian: Actor, vault: Vault) -> None:
    other = await make_staff(vault, "custodian", username="other")
    await sent_report(client, own_name=NAME, left_out=str(custodian.id))
    assert await kept_by(other) == NAME
    with pytest.raises(WrongKey):
        await kept_by(custodian)


async def test_a_custodian_left_out_is_on_record_without_a_name_too(
    client: httpx.AsyncClient, custodian: Actor, investigator: Actor
) -> None:
    await sent_report(client, left_out=str(custodian.id))
    report = await Report.objects().first()
    assert report is not None
    assert await excluded_people(investigator, report.case) == {custodian.id}


async def test_a_name_can_be_given_later(client: httpx.AsyncClient, custodian: Actor) -> None:
    answer = await give_later(client, await sent_report(client))
    assert "您的姓名已经封好" in answer.text
    assert await kept_by(custodian) == NAME


@pytest.mark.parametrize(("fields", "status"), [({"own_name": " "}, 422), ({"token": "stale"}, 422)])
async def test_a_later_name_that_does_not_fit_is_not_kept(
    client: httpx.AsyncClient, custodian: Actor, fields: dict[str, str], status: int
) -> None:
    answer = await give_later(client, await sent_report(client), **fields)
    assert answer.status_code == status
    assert not await Identity.exists()


async def test_a_custodian_named_in_the_report_does_not_get_the_name_later(
    client: httpx.AsyncClient, custodian: Actor
) -> None:
    receipt = await sent_report(client, salesperson="carla")
    assert (await give_later(client, receipt)).status_code == 422
    assert not await Identity.exists()


async def test_the_mailbox_tells_the_day_somebody_learned_it(
    client: httpx.AsyncClient, custodian: Actor, investigator: Actor, vault: Vault
) -> None:
    other = await make_staff(vault, "investigator", username="boris")
    receipt = await sent_report(client, own_name=NAME)
    await disclose(investigator, other, custodian)
    today = day_of(datetime.now(UTC)).isoformat()
    assert f"一位调查员在 {today} 知道了它" in (await opened_mailbox(client, receipt)).text
    answer = (await mailbox_of(client, Receipt.from_words(receipt))).json()
    assert answer["identity"] == {"given_on": today, "disclosed_on": [today]}


async def disclose(asker: Actor, other: Actor, custodian: Actor) -> None:
    report, identity = await Report.objects().first(), await Identity.objects().first()
    assert report is not None
    assert identity is not None
    approval = await ask(asker, report.case, "disclose_identity", identity.id, "because")
    for person in (other, custodian):
        await decide(person, approval, is_given=True)
    await hand_over(custodian, approval)


async def test_a_name_sealed_in_the_browser_comes_with_its_report(client: httpx.AsyncClient, custodian: Actor) -> None:
    channel, receipt = await channel_of(client), Receipt.new()
    name = sealed_name(channel, receipt, NAME)
    body = sealed_report(channel, receipt) | {"identity": name["envelope"], "custodians": name["custodians"]}
    assert (await sent(client, body)).status_code == 201
    assert await kept_by(custodian) == NAME


async def test_a_name_sealed_to_somebody_else_stores_nothing(
    client: httpx.AsyncClient, custodian: Actor, investigator: Actor
) -> None:
    channel, receipt = await channel_of(client), Receipt.new()
    channel["custodians"][0]["public_key"] = in_base64(investigator.pair.public)
    name = sealed_name(channel, receipt, NAME)
    body = sealed_report(channel, receipt) | {"identity": name["envelope"], "custodians": name["custodians"]}
    answer = await sent(client, body)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:brightline:readers-changed")
    assert not await Report.exists()


@pytest.mark.parametrize(
    ("custodians", "kind"),
    [([], "nobody-keeps"), (["someone"], "readers-changed"), ("all", "body-unfit"), (None, "body-unfit")],
)
async def test_a_name_for_nobody_we_know_is_refused(
    client: httpx.AsyncClient, custodian: Actor, custodians: object, kind: str
) -> None:
    channel, receipt = await channel_of(client), Receipt.new()
    name = sealed_name(channel, receipt, NAME)
    body = sealed_report(channel, receipt) | {"identity": name["envelope"], "custodians": custodians}
    assert (await sent(client, body)).json()["type"] == f"urn:brightline:{kind}"
    assert not await Report.exists()


async def test_a_name_sealed_in_the_browser_can_come_later_and_again(
    client: httpx.AsyncClient, custodian: Actor
) -> None:
    channel, receipt = await channel_of(client), Receipt.new()
    await sent(client, sealed_report(channel, receipt))
    for name in ("李晓雨", NAME):
        body = {"mailbox_token": in_base64(receipt.mailbox_token)} | sealed_name(channel, receipt, name)
        assert (await client.post("/api/v1/mailbox/identity", json=body)).status_code == 201
    assert (await kept_by(custodian), await Identity.count()) == (NAME, 1)


async def test_a_name_for_a_mailbox_that_is_not_there_is_refused(client: httpx.AsyncClient, custodian: Actor) -> None:
    receipt = Receipt.new()
    body = {"mailbox_token": in_base64(receipt.mailbox_token)}
    body |= sealed_name(await channel_of(client), receipt, NAME)
    assert (await client.post("/api/v1/mailbox/identity", json=body)).status_code == 404
