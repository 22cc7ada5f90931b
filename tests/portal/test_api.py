"""/api/v1: sealed reports and messages in, sealed ones out; strict about form and keys, silent about everything else."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest

from cases.actors import Actor
from cases.mailbox import add_from_staff
from cases.readers import name_mark
from cases.receiving import open_report
from cases.tables import Case, Grant, Message, Report, Staff
from crypto import Receipt, Recipient, new_key_pair, seal
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.factories import make_staff
from tests.portal.reporter_pages import opened_mailbox
from tests.portal.sealing import (
    TEXT,
    channel_of,
    in_base64,
    mailbox_of,
    opened,
    sealed_message,
    sealed_report,
    sent,
    work_done,
)

MORE = "还有一位客户也遇到了。"


@pytest.fixture(autouse=True)
async def investigator(client: httpx.AsyncClient, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def channel(client: httpx.AsyncClient, investigator: Actor) -> dict[str, Any]:
    return await channel_of(client)


@pytest.fixture
def receipt() -> Receipt:
    return Receipt.new()


@pytest.fixture
async def filed(client: httpx.AsyncClient, channel: dict[str, Any], receipt: Receipt) -> Receipt:
    assert (await sent(client, sealed_report(channel, receipt))).status_code == 201
    return receipt


async def test_the_channel_names_roles_and_keys_and_nobody(
    client: httpx.AsyncClient, investigator: Actor, channel: dict[str, Any]
) -> None:
    (person,) = channel["recipients"]
    assert (person["role"], person["public_key"]) == ("investigator", in_base64(investigator.pair.public))
    assert investigator.name not in (await client.get("/api/v1/channel")).text
    assert channel["limits"]["envelope_bytes"] >= 1 << 20


async def test_a_recipients_marks_are_of_every_spelling_of_their_names(
    client: httpx.AsyncClient, investigator: Actor
) -> None:
    async with write_tx():
        await Staff.update({Staff.aliases: "张伟\nWei Zhang"}).where(Staff.id == investigator.id)
    (person,) = (await client.get("/api/v1/channel")).json()["recipients"]
    typed = (investigator.name, "张伟", "張 偉", "wei zhang", "Zhang Wei")
    assert {name_mark(name).hex() for name in typed} <= set(person["name_marks"])


async def test_a_report_sealed_outside_is_stored_and_opens_at_the_desk(
    client: httpx.AsyncClient, investigator: Actor, filed: Receipt, vault: Vault
) -> None:
    row = await Report.objects().first()
    assert row is not None
    assert (await open_report(investigator, row.id, vault)).text == TEXT


async def test_the_answer_holds_nothing_secret(
    client: httpx.AsyncClient, channel: dict[str, Any], receipt: Receipt
) -> None:
    answer = await sent(client, sealed_report(channel, receipt))
    assert answer.json() == {"stored": True}
    assert "set-cookie" not in answer.headers


async def test_the_same_report_sent_again_is_stored_once(
    client: httpx.AsyncClient, channel: dict[str, Any], filed: Receipt
) -> None:
    assert (await sent(client, sealed_report(channel, filed))).status_code == 201
    assert (await Report.count(), await Case.count(), await Message.count()) == (1, 1, 0)


async def test_another_report_with_the_same_receipt_is_refused(
    client: httpx.AsyncClient, channel: dict[str, Any], filed: Receipt
) -> None:
    answer = await sent(client, sealed_report(channel, filed, "别的"))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:brightline:other-report-there")


async def test_it_opens_without_scripts_too(client: httpx.AsyncClient, filed: Receipt) -> None:
    assert TEXT in (await opened_mailbox(client, " ".join(filed.words("zh")))).text


async def test_only_those_it_is_sealed_to_are_granted_the_case(
    client: httpx.AsyncClient, vault: Vault, receipt: Receipt, investigator: Actor
) -> None:
    boris = await make_staff(vault, "investigator", username="boris")
    channel = await channel_of(client)
    channel["recipients"] = [one for one in channel["recipients"] if one["id"] == str(boris.id)]
    assert (await sent(client, sealed_report(channel, receipt))).status_code == 201
    assert [row["staff"] for row in await Grant.select(Grant.staff)] == [boris.id]


def to_a_stranger(channel: dict[str, Any]) -> None:
    channel["recipients"][0]["public_key"] = in_base64(new_key_pair().public)


def to_a_second_key(channel: dict[str, Any]) -> None:
    channel["recipients"].append({**channel["recipients"][0], "public_key": in_base64(new_key_pair().public)})


def to_another_recovery_key(channel: dict[str, Any]) -> None:
    channel["recovery_key"] = in_base64(new_key_pair().public)


@pytest.mark.parametrize("change", [to_a_stranger, to_another_recovery_key])
async def test_a_report_sealed_to_other_keys_is_refused(
    client: httpx.AsyncClient, channel: dict[str, Any], receipt: Receipt, change: Any
) -> None:
    change(channel)
    answer = await sent(client, sealed_report(channel, receipt))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:brightline:readers-changed")
    assert await Report.count() == 0


async def test_a_report_that_leaves_the_ombudsman_out_is_refused(
    client: httpx.AsyncClient, vault: Vault, receipt: Receipt
) -> None:
    await make_staff(vault, "ombudsman")
    told = await channel_of(client)
    first = told["recipients"].pop(0)
    answer = await sent(client, sealed_report(told, receipt))
    assert first["role"] == "ombudsman"
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:brightline:readers-changed")


async def test_a_hidden_further_key_is_refused(
    client: httpx.AsyncClient, channel: dict[str, Any], receipt: Receipt
) -> None:
    named = [one["id"] for one in channel["recipients"]]
    to_a_second_key(channel)
    answer = await sent(client, sealed_report(channel, receipt) | {"recipients": named})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:brightline:readers-changed")


async def test_whoever_left_meanwhile_is_told_of(
    client: httpx.AsyncClient, channel: dict[str, Any], receipt: Receipt, vault: Vault, investigator: Actor
) -> None:
    await make_staff(vault, "investigator", username="boris")
    async with write_tx():
        await Staff.update({Staff.active: False}).where(Staff.id == investigator.id)
    answer = await sent(client, sealed_report(channel, receipt))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:brightline:readers-changed")


def envelope_without(channel: dict[str, Any], receipt: Receipt, count: int) -> str:
    return in_base64(base64.b64decode(sealed_report(channel, receipt)["envelope"])[:-count])


async def test_an_envelope_that_is_not_padded_is_refused(
    client: httpx.AsyncClient, channel: dict[str, Any], receipt: Receipt
) -> None:
    body = sealed_report(channel, receipt) | {"envelope": envelope_without(channel, receipt, 1)}
    answer = await sent(client, body)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:brightline:envelope-unfit")
    assert "unpadded-length" in answer.json()["title"]


async def test_a_text_padded_as_a_file_is_refused(
    client: httpx.AsyncClient, channel: dict[str, Any], receipt: Receipt
) -> None:
    answer = await sent(client, sealed_report(channel, receipt, padding="file"))
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:brightline:envelope-unfit")


async def test_a_reporters_key_that_nothing_can_be_sealed_to_is_refused(
    client: httpx.AsyncClient, channel: dict[str, Any], receipt: Receipt
) -> None:
    answer = await sent(client, sealed_report(channel, receipt) | {"reporter_public_key": in_base64(bytes(32))})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:brightline:envelope-unfit")


BAD: list[tuple[str, object]] = [
    *((name, said) for name in ("mailbox_digest", "content_mark", "reporter_public_key") for said in (None, "AAAA", 7)),
    *(("envelope", said) for said in (None, "", "not base64!", "汉字", [])),
    *(("recipients", said) for said in (None, "all", [1], ["a", "a"], ["x"] * 65)),
    *(("language", said) for said in (None, "fr", ["zh"])),
]


@pytest.mark.parametrize(("name", "said"), BAD)
async def test_a_field_of_another_kind_is_named(
    client: httpx.AsyncClient, channel: dict[str, Any], receipt: Receipt, name: str, said: object
) -> None:
    answer = await sent(client, sealed_report(channel, receipt) | {name: said})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert name in answer.json()["title"]
    assert await Report.count() == 0


@pytest.mark.parametrize("path", ["reports", "mailbox", "mailbox/messages"])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'"text"'])
async def test_a_body_that_is_no_object_is_refused(client: httpx.AsyncClient, path: str, body: bytes) -> None:
    answer = await client.post(f"/api/v1/{path}", content=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


async def test_nobody_named_is_refused(client: httpx.AsyncClient, channel: dict[str, Any], receipt: Receipt) -> None:
    answer = await sent(client, sealed_report(channel, receipt) | {"recipients": []})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:brightline:nobody-left")


async def test_an_endless_body_is_cut_short(client: httpx.AsyncClient) -> None:
    assert (await client.post("/api/v1/reports", content=b"x" * (3 << 20))).status_code == 413


async def test_a_mailbox_gives_everything_sealed_and_its_reader_opens_it(
    client: httpx.AsyncClient, filed: Receipt, investigator: Actor
) -> None:
    row = await Report.objects().first()
    assert row is not None
    await add_from_staff(investigator, row.id, "请问是哪一家店？")
    answer = await mailbox_of(client, filed)
    mailbox = answer.json()
    assert TEXT not in answer.text
    assert TEXT in opened(mailbox["report"], filed)
    (message,) = mailbox["messages"]
    assert (message["role"], message["is_new"]) == ("investigator", True)
    assert "请问是哪一家店？" in opened(message["envelope"], filed)
    assert investigator.name not in answer.text


async def test_a_mailbox_says_where_the_case_stands_in_the_readers_language(
    client: httpx.AsyncClient, filed: Receipt
) -> None:
    in_english = (await mailbox_of(client, filed, "en")).json()
    assert (in_english["state"], in_english["state_words"]) == ("received", "It has arrived.")
    assert len(in_english["received_on"]) == len("2026-03-08")


async def test_a_message_sealed_outside_is_stored_once(client: httpx.AsyncClient, filed: Receipt) -> None:
    body = sealed_message((await mailbox_of(client, filed)).json(), filed, MORE)
    answers = [await client.post("/api/v1/mailbox/messages", json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert await Message.count() == 1
    (message,) = (await mailbox_of(client, filed)).json()["messages"]
    assert MORE in opened(message["envelope"], filed)


async def test_a_message_sealed_to_other_keys_is_refused(client: httpx.AsyncClient, filed: Receipt) -> None:
    mailbox = (await mailbox_of(client, filed)).json()
    mailbox["keys"] = mailbox["keys"][1:]
    answer = await client.post("/api/v1/mailbox/messages", json=sealed_message(mailbox, filed, MORE))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:brightline:readers-changed")
    assert await Message.count() == 0


async def test_a_wrong_token_and_an_erased_report_answer_alike_by_the_same_statements(
    client: httpx.AsyncClient, filed: Receipt, statements: list[str]
) -> None:
    async with write_tx():
        await Case.delete(force=True)
    statements.clear()
    erased = await mailbox_of(client, filed)
    of_erased = statements.copy()
    statements.clear()
    wrong = await mailbox_of(client, Receipt.new())
    assert erased.status_code == wrong.status_code == 404
    assert erased.content == wrong.content
    assert of_erased == statements
    assert len(statements) == 1


async def test_the_sentence_for_a_wrong_token_is_that_of_the_page(client: httpx.AsyncClient) -> None:
    receipt = Receipt.new()
    page = await opened_mailbox(client, " ".join(receipt.words("zh")))
    assert (await mailbox_of(client, receipt)).json()["title"] in page.text


async def test_a_message_with_a_wrong_token_is_refused_whatever_it_holds(client: httpx.AsyncClient) -> None:
    receipt, envelope = Receipt.new(), seal(b"text", [Recipient(new_key_pair().public, "reporter")])
    mark = in_base64(bytes(32))
    body: dict[str, Any] = {
        "mailbox_token": in_base64(receipt.mailbox_token),
        "once_mark": mark,
        "envelope": in_base64(envelope),
    }
    body["work"] = work_done((await client.get("/api/v1/work")).json(), bytes(32))
    answer = await client.post("/api/v1/mailbox/messages", json=body)
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:brightline:receipt-unknown")


async def test_the_page_carries_the_same_keys_as_the_channel(client: httpx.AsyncClient, investigator: Actor) -> None:
    page = (await client.get("/report")).text
    assert in_base64(investigator.pair.public) in page


async def test_an_api_that_nobody_could_read_says_so(client: httpx.AsyncClient) -> None:
    async with write_tx():
        await Staff.update({Staff.active: False}, force=True)
    assert (await client.get("/api/v1/channel")).status_code == 503
