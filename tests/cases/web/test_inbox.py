"""The desk's first page, through the door."""

from __future__ import annotations

import pytest

from cases.casework import assign
from crypto.vault import Vault
from tests.cases.books import SOLD, answer, book_order
from tests.cases.reports import TEXT, filed
from tests.conftest import DeskClient, DeskClientFactory
from tests.factories import make_case


@pytest.fixture
async def desk(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("investigator", language="zh")


async def test_a_finding_stands_in_the_inbox_in_one_sentence(desk: DeskClient, vault: Vault) -> None:
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD)
    page = await desk.get("/desk")
    assert page.status_code == 200
    assert "客户称付 4,200 元到公司账户，已收货；订单记 4,200 元，已撤单" in page.text
    assert "城东店" in page.text


async def test_a_report_stands_there_without_a_word_of_its_text(desk: DeskClient) -> None:
    await filed(desk.actor)
    page = await desk.get("/desk")
    assert "密封的举报" in page.text
    assert TEXT[:6] not in page.text


async def test_a_filter_is_a_link(desk: DeskClient) -> None:
    mine, other = await make_case(desk.actor), await make_case(desk.actor)
    await assign(desk.actor, mine.id, desk.actor.id)
    page = await desk.get("/desk?show=mine")
    assert mine.number in page.text
    assert other.number not in page.text


@pytest.mark.parametrize("query", ["show=%27%3B--", "page=0", "page=-1", "page=99999", "page=a"])
async def test_an_odd_address_shows_the_inbox_all_the_same(desk: DeskClient, query: str) -> None:
    case = await make_case(desk.actor)
    page = await desk.get(f"/desk?{query}")
    assert page.status_code == 200
    assert case.number in page.text


async def test_an_empty_inbox_says_so(desk: DeskClient) -> None:
    assert "这里没有案件" in (await desk.get("/desk")).text


async def test_the_links_of_one_channel_stay_in_it(desk: DeskClient) -> None:
    leak = await make_case(desk.actor, source="report", state="received", channel="data_leak")
    other = await make_case(desk.actor, source="report", state="received", channel="kickback")
    page = (await desk.get("/desk?channel=data_leak")).text
    assert leak.number in page
    assert other.number not in page
    assert "/desk?show=mine&amp;channel=data_leak" in page
    assert "数据泄露" in page
