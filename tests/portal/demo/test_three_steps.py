"""Whoever follows the three printed steps finds the diverted deal; nobody finds a code outside a demo."""

from __future__ import annotations

import httpx
import pytest

from portal.demo.marking import standing
from portal.demo.people import CLOSES_PRIVATELY, PASSWORD
from portal.demo.plots import REPORTED, WAITING
from portal.demo.words import welcome
from portal.settings import Settings
from tests.conftest import DeskClientFactory
from tests.portal.demo.pages import first_lead, one_click, sign_in
from tests.portal.demo.tellings import company


def _diverted_order(demo: Settings) -> str:
    """From the truth the company was made of, not from anything the portal says."""
    mark = standing(demo)
    assert mark is not None
    return next(deal.ref for deal in company(mark.made_on).deals if deal.customer == REPORTED.customer)


async def test_three_steps_lead_to_the_diverted_deal(browser: httpx.AsyncClient, demo: Settings) -> None:
    entered = await sign_in(browser, "investigator")
    inbox = await browser.get(entered.headers["location"])
    lead = await browser.get(first_lead(inbox.text))
    assert _diverted_order(demo) in lead.text
    assert "说法与记录对照" in lead.text
    assert "已撤单" in lead.text
    assert CLOSES_PRIVATELY.name in lead.text


async def test_the_same_three_steps_work_in_english(browser: httpx.AsyncClient, demo: Settings) -> None:
    await sign_in(browser, "investigator")
    inbox = await browser.get("/desk?lang=en")
    lead = await browser.get(first_lead(inbox.text) + "?lang=en")
    assert _diverted_order(demo) in lead.text
    assert "Said beside recorded" in lead.text


@pytest.mark.parametrize("path", ["/", "/report", "/mailbox", "/feedback", "/desk/sign-in"])
async def test_every_printed_address_answers(browser: httpx.AsyncClient, demo: Settings, path: str) -> None:
    mark = standing(demo)
    assert mark is not None
    assert path.removesuffix("/sign-in") in welcome(mark, "")
    assert (await browser.get(path)).status_code == 200


async def test_the_printed_link_is_one_a_customer_can_answer(browser: httpx.AsyncClient, demo: Settings) -> None:
    mark = standing(demo)
    assert mark is not None
    page = await browser.get(f"/s/{mark.customer_token}")
    assert page.status_code == 200
    assert WAITING.customer not in page.text


async def test_a_shown_code_signs_in_once_and_the_next_one_is_shown(browser: httpx.AsyncClient) -> None:
    first = one_click((await browser.get("/desk/sign-in")).text, "supervisor")
    assert (await browser.post("/desk/sign-in", data=first)).status_code == 303
    assert (await browser.post("/desk/sign-in", data=first)).status_code == 403
    second = one_click((await browser.get("/desk/sign-in")).text, "supervisor")
    assert second["code"] != first["code"]


async def test_a_real_portal_shows_no_code(client: httpx.AsyncClient, desk_client: DeskClientFactory) -> None:
    await desk_client("investigator", username="investigator")
    page = await client.get("/desk/sign-in")
    assert page.status_code == 200
    assert PASSWORD not in page.text
    assert 'name="code" value' not in page.text
