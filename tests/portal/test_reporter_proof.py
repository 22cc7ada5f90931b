"""The proof file as a reporter gets it: from the opened mailbox only, from tomorrow on, with nothing of the case in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from cases.log.integrating import integrate
from cases.log.reading import signer_of
from cases.records.dates import day_of
from crypto.proofs import check_proof
from crypto.receipts import Receipt
from crypto.vault import Vault
from tests.factories import make_staff
from tests.portal.reporter_pages import TEXT, fresh_form, hidden, opened_mailbox, send, sent_report
from tests.portal.sealing import in_base64


@pytest.fixture
async def receipt(client: httpx.AsyncClient, vault: Vault) -> str:
    await make_staff(vault, "investigator")
    return await sent_report(client)


@pytest.fixture
async def integrated(receipt: str, vault: Vault) -> None:
    await integrate(day_of(datetime.now(UTC)) + timedelta(days=1), signer_of(vault))


async def asked_for_proof(client: httpx.AsyncClient, receipt: str) -> httpx.Response:
    token = hidden((await opened_mailbox(client, receipt)).text, "token")
    return await client.post("/mailbox/proof", data={"token": token})


@pytest.mark.usefixtures("integrated")
async def test_the_mailbox_hands_out_a_proof_that_is_good(
    client: httpx.AsyncClient, receipt: str, vault: Vault
) -> None:
    assert "保存证明文件" in (await opened_mailbox(client, receipt)).text
    answer = await asked_for_proof(client, receipt)
    mailbox = Receipt.from_words(receipt).mailbox_digest
    proven = check_proof(answer.text, key=signer_of(vault).key, mailbox_digest=mailbox)
    assert (answer.status_code, proven.leaves, proven.is_own) == (200, 1, True)
    assert answer.headers["content-disposition"] == 'attachment; filename="proof.json"'


@pytest.mark.usefixtures("integrated")
async def test_the_file_and_its_address_hold_nothing_of_the_report(client: httpx.AsyncClient, receipt: str) -> None:
    answer = await asked_for_proof(client, receipt)
    assert [secret for secret in (TEXT, receipt, "testserver") if secret in answer.text] == []
    assert str(answer.url).endswith("/mailbox/proof")
    assert "set-cookie" not in answer.headers


async def test_on_the_first_day_the_mailbox_says_from_when_on(client: httpx.AsyncClient, receipt: str) -> None:
    assert "从明天起，您可以在这里保存" in (await opened_mailbox(client, receipt)).text
    answer = await asked_for_proof(client, receipt)
    assert answer.status_code == 409
    assert TEXT in answer.text


async def test_the_receipt_page_says_that_a_proof_will_be_there(client: httpx.AsyncClient, receipt: str) -> None:
    assert "从明天起" in (await send(client, await fresh_form(client))).text


@pytest.mark.usefixtures("integrated")
@pytest.mark.parametrize("token", ["", "AAAA"])
async def test_without_an_open_mailbox_there_is_no_proof(client: httpx.AsyncClient, token: str) -> None:
    answer = await client.post("/mailbox/proof", data={"token": token})
    assert answer.status_code == 422
    assert "brightline-proof" not in answer.text


@pytest.mark.usefixtures("integrated")
async def test_a_proof_cannot_be_fetched(client: httpx.AsyncClient) -> None:
    assert (await client.get("/mailbox/proof")).status_code == 405


@pytest.mark.usefixtures("integrated")
async def test_a_script_gets_the_same_file_for_the_mailboxs_token(client: httpx.AsyncClient, receipt: str) -> None:
    own = Receipt.from_words(receipt)
    answer = await client.post("/api/v1/mailbox/proof", json={"mailbox_token": in_base64(own.mailbox_token)})
    assert check_proof(answer.text, mailbox_digest=own.mailbox_digest).is_own is True
    assert answer.text == (await asked_for_proof(client, receipt)).text


async def test_a_script_is_told_when_there_is_none_yet(client: httpx.AsyncClient, receipt: str) -> None:
    token = in_base64(Receipt.from_words(receipt).mailbox_token)
    answer = await client.post("/api/v1/mailbox/proof", json={"mailbox_token": token})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:brightline:proof-not-yet")


async def test_an_unknown_token_gets_no_proof(client: httpx.AsyncClient, receipt: str) -> None:
    token = in_base64(Receipt.new().mailbox_token)
    answer = await client.post("/api/v1/mailbox/proof", json={"mailbox_token": token})
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:brightline:receipt-unknown")
