"""The mailbox pages: a receipt opens them, a sealed token keeps them open, and nothing typed is lost."""

from __future__ import annotations

import time

import httpx
import pytest

from cases.actors import Actor
from cases.mailbox import add_from_staff
from cases.tables import Case, Message, Report
from crypto.receipts import Receipt
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.factories import make_staff
from tests.portal.reporter_pages import TEXT, hidden, opened_mailbox, sent_report

MORE = "还有一位客户也遇到了。"


@pytest.fixture(autouse=True)
async def investigator(client: httpx.AsyncClient, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def receipt(client: httpx.AsyncClient, investigator: Actor) -> str:
    return await sent_report(client)


def unknown_receipt() -> str:
    return " ".join(Receipt.new().words("zh"))


async def test_it_shows_what_was_sent_and_where_the_case_stands(client: httpx.AsyncClient, receipt: str) -> None:
    page = (await opened_mailbox(client, receipt)).text
    assert TEXT in page
    assert "已经送到" in page


async def test_an_answer_shows_its_text_and_the_role_of_whoever_wrote_it_but_no_name(
    client: httpx.AsyncClient, receipt: str, investigator: Actor
) -> None:
    report = await Report.objects().first()
    assert report is not None
    await add_from_staff(investigator, report.id, "请问是哪一家店？")
    page = (await opened_mailbox(client, receipt)).text
    assert "请问是哪一家店？" in page
    assert "调查员" in page
    assert investigator.name not in page


async def test_what_is_added_is_there_and_the_same_form_sent_twice_stores_it_once(
    client: httpx.AsyncClient, receipt: str
) -> None:
    token = hidden((await opened_mailbox(client, receipt)).text, "token")
    first = await client.post("/mailbox/message", data={"token": token, "text": MORE})
    second = await client.post("/mailbox/message", data={"token": token, "text": MORE})
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.text.count(MORE) == 1
    assert await Message.count() == 1


async def test_the_same_words_in_a_new_form_are_a_new_message(client: httpx.AsyncClient, receipt: str) -> None:
    first = hidden((await opened_mailbox(client, receipt)).text, "token")
    sent = await client.post("/mailbox/message", data={"token": first, "text": MORE})
    await client.post("/mailbox/message", data={"token": hidden(sent.text, "token"), "text": MORE})
    assert await Message.count() == 2


async def test_after_fifteen_minutes_the_receipt_is_asked_for_and_the_text_kept(
    client: httpx.AsyncClient, receipt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = hidden((await opened_mailbox(client, receipt)).text, "token")
    later = time.time() + 15 * 60 + 2
    monkeypatch.setattr(time, "time", lambda: later)
    stale = await client.post("/mailbox/message", data={"token": token, "text": MORE})
    assert stale.status_code == 422
    assert MORE in stale.text
    assert TEXT not in stale.text
    again = await opened_mailbox(client, receipt, text=MORE)
    assert MORE in again.text
    assert await Message.count() == 0


@pytest.mark.parametrize("token", ["", "AAAA", "不是令牌", "A" * 120])
async def test_a_token_that_is_not_ours_opens_nothing_and_keeps_the_text(
    client: httpx.AsyncClient, receipt: str, token: str
) -> None:
    answer = await client.post("/mailbox/message", data={"token": token, "text": MORE})
    assert answer.status_code == 422
    assert MORE in answer.text
    assert TEXT not in answer.text


async def test_an_empty_message_is_told_and_the_mailbox_stays_open(client: httpx.AsyncClient, receipt: str) -> None:
    token = hidden((await opened_mailbox(client, receipt)).text, "token")
    answer = await client.post("/mailbox/message", data={"token": token, "text": " "})
    assert answer.status_code == 422
    assert TEXT in answer.text


async def test_a_mistyped_receipt_is_told_without_a_look_up(
    client: httpx.AsyncClient, receipt: str, statements: list[str]
) -> None:
    swapped = receipt.split()
    swapped[0:2] = swapped[1::-1]
    answer = await opened_mailbox(client, " ".join(swapped[:11]))
    assert answer.status_code == 422
    assert "11" in answer.text
    assert statements == []


async def test_what_was_typed_as_a_receipt_is_kept_to_be_corrected(client: httpx.AsyncClient) -> None:
    assert "岗敌霸" in (await opened_mailbox(client, "岗敌霸")).text


async def test_a_wrong_receipt_and_an_erased_one_get_the_same_page_by_the_same_statements(
    client: httpx.AsyncClient, receipt: str, statements: list[str]
) -> None:
    async with write_tx():
        await Case.delete(force=True)
    statements.clear()
    erased = await opened_mailbox(client, receipt)
    of_erased, wrong_receipt = statements.copy(), unknown_receipt()
    statements.clear()
    wrong = await opened_mailbox(client, wrong_receipt)
    assert erased.status_code == wrong.status_code == 404
    assert erased.text.replace(receipt, "") == wrong.text.replace(wrong_receipt, "")
    assert of_erased == statements
    assert len(statements) == 1


async def test_a_receipt_may_be_typed_as_one_run_of_characters(client: httpx.AsyncClient, receipt: str) -> None:
    assert TEXT in (await opened_mailbox(client, receipt.replace(" ", ""))).text


async def test_fetching_the_mailbox_with_a_receipt_in_the_address_opens_nothing(
    client: httpx.AsyncClient, receipt: str
) -> None:
    assert TEXT not in (await client.get("/mailbox", params={"receipt": receipt})).text


async def test_no_mailbox_page_sets_a_cookie(client: httpx.AsyncClient, receipt: str) -> None:
    assert "set-cookie" not in (await opened_mailbox(client, receipt)).headers


async def test_what_somebody_wrote_is_shown_as_text_and_never_runs(
    client: httpx.AsyncClient, investigator: Actor
) -> None:
    receipt = await sent_report(client, text="<script>alert(1)</script>", payee_name='"><img src=x onerror=alert(1)>')
    page = (await opened_mailbox(client, receipt)).text
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page
