"""The report form and the receipt page, as a browser without scripts meets them."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import httpx
import pytest

from cases.actors import Actor
from cases.channels.first import COMPLAINT, DEFAULT, FIRST
from cases.contents import MOST_CHARACTERS
from cases.tables import Case, Grant, Message, Report, Staff
from crypto.receipts import Receipt
from crypto.vault import Vault
from portal.form_tokens import form_token
from portal.pages import TEMPLATES
from surveys.outbox import write_tx
from tests.factories import make_staff
from tests.portal.reporter_pages import TEXT, fresh_form, hidden, opened_mailbox, send, sent_report, shown_receipt

PUBLIC_PAGES = ["/", "/report", "/report/enclosing", "/mailbox", "/blank", "/report?lang=en", "/no-such-page"]


@pytest.fixture(autouse=True)
async def investigator(client: httpx.AsyncClient, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def colleague(investigator: Actor, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="boris")


async def test_a_report_gives_a_receipt_that_opens_its_mailbox(client: httpx.AsyncClient) -> None:
    receipt = await sent_report(client)
    assert TEXT in (await opened_mailbox(client, receipt)).text


async def test_an_english_reader_gets_twelve_english_words(client: httpx.AsyncClient) -> None:
    answer = await send(client, await fresh_form(client), language="en")
    assert re.fullmatch(r"([a-z]+ ){11}[a-z]+", shown_receipt(answer.text))


async def test_the_same_form_sent_twice_stores_once_and_shows_the_same_receipt(client: httpx.AsyncClient) -> None:
    form = await fresh_form(client)
    first, second = await send(client, form), await send(client, form)
    assert shown_receipt(first.text) == shown_receipt(second.text)
    assert (await Report.count(), await Case.count(), await Message.count()) == (1, 1, 0)


async def test_a_changed_form_adds_a_message_to_the_same_report(client: httpx.AsyncClient) -> None:
    form = await fresh_form(client)
    receipt = shown_receipt((await send(client, form)).text)
    changed = await send(client, form | {"text": "还有一件事", "amount": "6800"})
    assert shown_receipt(changed.text) == receipt
    page = (await opened_mailbox(client, receipt)).text
    assert TEXT in page
    assert "还有一件事" in page
    assert await Report.count() == 1


@pytest.mark.parametrize("entropy", ["", "abc", "not base64 at all!!", "AAAA" * 20])
async def test_a_form_without_good_entropy_gets_a_receipt_of_its_own(client: httpx.AsyncClient, entropy: str) -> None:
    form = await fresh_form(client) | {"entropy": entropy}
    receipts = {shown_receipt((await send(client, form)).text), shown_receipt((await send(client, form)).text)}
    assert len(receipts) == 2


@pytest.mark.parametrize(
    ("field", "typed"),
    [("amount", "一大笔"), ("occurred_on", "上个月"), ("customer_phone", "abc"), ("order_no", "9" * 300)],
)
async def test_a_field_that_cannot_be_read_is_told_and_everything_typed_is_kept(
    client: httpx.AsyncClient, field: str, typed: str
) -> None:
    form = await fresh_form(client) | {field: typed, "salesperson": "张伟"}
    answer = await send(client, form)
    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.text
    assert typed in answer.text
    assert TEXT in answer.text
    assert "张伟" in answer.text
    assert hidden(answer.text, "entropy") == form["entropy"]
    assert await Report.count() == 0


async def test_a_text_that_is_too_long_is_kept(client: httpx.AsyncClient) -> None:
    long = "长" * (MOST_CHARACTERS + 1)
    answer = await send(client, await fresh_form(client) | {"text": long})
    assert answer.status_code == 422
    assert long in answer.text
    assert 'id="text-problem"' in answer.text


async def test_an_empty_text_is_asked_for(client: httpx.AsyncClient) -> None:
    answer = await send(client, await fresh_form(client) | {"text": "  ", "order_no": "XS-1"})
    assert answer.status_code == 422
    assert "XS-1" in answer.text


async def test_whoever_is_left_out_holds_no_key(
    client: httpx.AsyncClient, investigator: Actor, colleague: Actor
) -> None:
    await sent_report(client, left_out=str(colleague.id))
    assert [row["staff"] for row in await Grant.select(Grant.staff)] == [investigator.id]


async def test_whoever_is_named_in_the_report_is_left_out(
    client: httpx.AsyncClient, investigator: Actor, colleague: Actor
) -> None:
    await sent_report(client, salesperson=" boris ")
    assert [row["staff"] for row in await Grant.select(Grant.staff)] == [investigator.id]


async def test_whoever_joined_after_the_page_was_shown_does_not_read_it(
    client: httpx.AsyncClient, investigator: Actor, vault: Vault
) -> None:
    form = await fresh_form(client)
    await make_staff(vault, "investigator", username="carol")
    await send(client, form)
    assert [row["staff"] for row in await Grant.select(Grant.staff)] == [investigator.id]


async def test_somebody_switched_off_a_moment_ago_gets_no_key(
    client: httpx.AsyncClient, investigator: Actor, colleague: Actor
) -> None:
    form = await fresh_form(client)
    async with write_tx():
        await Staff.update({Staff.active: False}).where(Staff.id == colleague.id)
    await send(client, form)
    assert [row["staff"] for row in await Grant.select(Grant.staff)] == [investigator.id]


async def test_leaving_everybody_out_is_refused_and_the_text_kept(
    client: httpx.AsyncClient, investigator: Actor
) -> None:
    answer = await send(client, await fresh_form(client) | {"left_out": str(investigator.id)})
    assert answer.status_code == 422
    assert TEXT in answer.text
    assert await Report.count() == 0


async def test_two_characters_copied_right_are_confirmed(client: httpx.AsyncClient) -> None:
    page = (await send(client, await fresh_form(client))).text
    words = shown_receipt(page).split()
    fields = {"token": hidden(page, "token"), "place_4": words[3], "place_9": f" {words[8]} "}
    answer = await client.post("/report/check", data=fields)
    assert answer.status_code == 200
    assert "抄对了" in answer.text


async def test_a_character_copied_wrong_shows_the_receipt_again(client: httpx.AsyncClient) -> None:
    page = (await send(client, await fresh_form(client))).text
    words = shown_receipt(page).split()
    fields = {"token": hidden(page, "token"), "place_4": "?", "place_9": words[8]}
    answer = await client.post("/report/check", data=fields)
    assert answer.status_code == 422
    assert shown_receipt(answer.text).split() == words


async def test_a_mailbox_token_does_not_show_a_receipt(client: httpx.AsyncClient) -> None:
    fields = {"token": form_token(Receipt.new(), "mailbox", 60), "place_4": "?", "place_9": "?"}
    assert shown_receipt((await client.post("/report/check", data=fields)).text) == ""


@pytest.mark.parametrize("page", PUBLIC_PAGES)
async def test_a_public_page_sets_no_cookie_and_needs_nothing_from_elsewhere(
    client: httpx.AsyncClient, page: str
) -> None:
    answer = await client.get(page)
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert not re.search(r"<style|\son\w+=|(src|href|action)=\"(https?:)?//", answer.text)
    assert re.findall(r"<script(?! type=\"module\" src=\"/static/vendor/)", answer.text) == []


async def test_a_receipt_page_sets_no_cookie(client: httpx.AsyncClient) -> None:
    assert "set-cookie" not in (await send(client, await fresh_form(client))).headers


async def test_no_address_on_any_page_carries_anything_secret(client: httpx.AsyncClient) -> None:
    form = (await client.get("/report")).text
    receipt = (await send(client, await fresh_form(client))).text
    mailbox = (await opened_mailbox(client, shown_receipt(receipt))).text
    addresses = set(re.findall(r'(?:href|action|src)="([^"]+)"', form + receipt + mailbox))
    assert addresses == {
        *("/static/css/tokens.css", "/static/css/reporter.css", "data:,", "/blank", "?lang=en&amp;channel=diversion"),
        *(f"/report?channel={one.key}" for one in FIRST if one.key not in (DEFAULT, COMPLAINT)),
        *("/report", "/report/check", "/mailbox", "/mailbox/message", "/static/vendor/report.zh.js"),
    }


async def test_the_report_page_is_small_and_asks_for_three_files_at_most(client: httpx.AsyncClient) -> None:
    page = (await client.get("/report")).text
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    whole = [page.encode(), *(Path(TEMPLATES / name.lstrip("/")).read_bytes() for name in files)]
    assert len(files) <= 3
    assert sum(len(gzip.compress(part)) for part in whole) <= 40 * 1024


async def test_the_reporters_sheet_is_small() -> None:
    assert (TEMPLATES / "static" / "css" / "reporter.css").stat().st_size <= 4 * 1024


async def test_without_anybody_to_read_the_page_says_so_before_anything_is_written(client: httpx.AsyncClient) -> None:
    async with write_tx():
        await Staff.update({Staff.active: False}, force=True)
    assert (await client.get("/report")).status_code == 503
