"""The desk's figures of salespeople and stores, through the door: what they count, in which order, and for whom."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from cases.records.tables import SalespersonRecord
from cases.tables import Staff
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.books import ORDERS, SOLD, TO_A_PERSON, TODAY, answer, book, book_order
from tests.conftest import DeskClient, DeskClientFactory

PEOPLE = "employee_no,name,phone,store,joined_on,left_on\nE-2,张伟,,城东店,2020-01-01,\nE-1,安然,,城西店,2021-01-01,\n"


async def books(vault: Vault) -> None:
    """Zhang Wei sold 30 and lost 3; An Ran sold 40 and lost 1. All of last month, and one order of long ago."""
    day, old = TODAY - timedelta(days=20), TODAY - timedelta(days=600)
    rows = [("张伟", "城东店", place < 3) for place in range(30)] + [
        ("安然", "城西店", place < 1) for place in range(40)
    ]
    lines = [
        f"A-{place},客户,1370000{place:04},{who},{store},地板,100,{day},{'cancelled' if gone else 'done'}\n"
        for place, (who, store, gone) in enumerate(rows)
    ]
    await book("salespeople", PEOPLE, vault)
    await book(
        "orders", ORDERS + "".join(lines) + f"B-1,客户,13800000000,张伟,城东店,地板,100,{old},cancelled\n", vault
    )


async def person_page(desk: DeskClient, name: str) -> str:
    row = await SalespersonRecord.select(SalespersonRecord.id).where(SalespersonRecord.name == name).first()
    assert row is not None
    return (await desk.get(f"/desk/salespeople/{row['id']}")).text


@pytest.fixture
async def desk(desk_client: DeskClientFactory) -> DeskClient:
    return await desk_client("supervisor", language="zh")


async def test_the_list_is_by_name_and_says_no_figure(desk: DeskClient, vault: Vault) -> None:
    await books(vault)
    page = (await desk.get("/desk/salespeople")).text
    assert page.index("安然") < page.index("张伟")
    assert not re.search(r"<td[^>]*>\s*\d+\s*</td>", page)


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_a_person_is_counted_by_the_name_on_orders(desk: DeskClient, vault: Vault) -> None:
    await books(vault)
    page = await person_page(desk, "张伟")
    assert "30 笔中的 3 笔" in page
    assert "安然" not in page


async def test_a_store_is_counted_too(desk: DeskClient, vault: Vault) -> None:
    await books(vault)
    assert "40 笔中的 1 笔" in (await desk.get("/desk/stores", params={"name": "城西店"})).text


async def test_a_store_that_is_none_is_not_there(desk: DeskClient) -> None:
    assert (await desk.get("/desk/stores", params={"name": "月球店"})).status_code == 404


async def test_no_customer_stands_on_these_pages(desk: DeskClient, vault: Vault) -> None:
    await book("salespeople", PEOPLE, vault)
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD, **TO_A_PERSON)
    page = await person_page(desk, "张伟")
    assert "已撤单却已交付" in page
    assert not any(word in page for word in ("王芳", "0733", "XS-1"))


async def test_few_answers_are_not_shown(desk: DeskClient, vault: Vault) -> None:
    await book("salespeople", PEOPLE, vault)
    await book_order(vault)
    await answer(vault, SOLD)
    page = await person_page(desk, "张伟")
    assert page.count("不足 5 个，不显示") == 2


async def test_few_orders_are_said_to_be_few(desk: DeskClient, vault: Vault) -> None:
    await book("salespeople", PEOPLE, vault)
    await book_order(vault)
    assert "不足 20 笔订单" in await person_page(desk, "张伟")


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_nobody_counts_findings_about_those_below_them(desk: DeskClient, vault: Vault) -> None:
    await book("salespeople", PEOPLE, vault)
    await book_order(vault, status="cancelled")
    await answer(vault, SOLD)
    async with write_tx():
        await Staff.update({Staff.aliases: "张伟"}).where(Staff.id == desk.actor.id)
    page = await person_page(desk, "张伟")
    assert "已撤单却已交付" not in page
    assert "没有您可以看的疑点" in page


@pytest.mark.parametrize("role", ["administrator", "auditor", "custodian"])
async def test_others_read_no_figures(desk_client: DeskClientFactory, role: str) -> None:
    assert (await (await desk_client(role)).get("/desk/salespeople")).status_code == 403


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_sales_far_below_the_list_price_are_drawn_where_orders_have_one(desk: DeskClient, vault: Vault) -> None:
    await books(vault)
    assert "远低于标价" not in await person_page(desk, "张伟")
    lines = [
        f"C-{place},客户,,{who},城东店,地板,{price},{TODAY},done,100\n"
        for who, prices in (("张伟", [60] * 6 + [85] * 24), ("安然", [85] * 49 + [60]))
        for place, price in enumerate(prices, start=0 if who == "张伟" else 100)
    ]
    await book("orders", ORDERS.strip() + ",list_amount\n" + "".join(lines), vault)
    page = await person_page(desk, "张伟")
    assert "标价的 85%" in page
    assert "30 笔中的 6 笔" in page
