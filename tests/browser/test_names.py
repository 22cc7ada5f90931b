"""A name given with scripts is sealed in the browser; the mailbox, opened there, tells what became of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.windows import PHONE
from tests.browser.world import World
from tests.journeys.server import Server

NAME, CONTACT = "李小雨", "138 0692 0733"


@pytest.fixture
def phone(world: World, open_page: OpenPage) -> Page:
    """The demo company's report page, where custodians keep names."""
    return open_page(size=PHONE)


def names_in(server: Server) -> int:
    with closing(sqlite3.connect(server.data / "brightline.sqlite")) as database:
        return int(database.execute("SELECT count(*) FROM cases_identity").fetchone()[0])


def sent(page: Page, server: Server, bodies: list[bytes], **own: str) -> str:
    page.on("request", lambda request: bodies.append(request.post_data_buffer or b""))
    page.goto(f"{server.url}/report")
    page.fill("#text", "我看到他们私下收钱。")
    page.locator("summary", has_text="您就是匿名").click()
    for name, said in own.items():
        page.fill(f"#{name}", said)
    page.get_by_role("button", name="下一步：抄回执码").click()
    page.locator("#copying .receipt").wait_for()
    words = page.locator("#copying .receipt b").all_inner_texts()
    page.fill("#place_4", words[3])
    page.fill("#place_9", words[8])
    page.locator("#check button").click()
    page.locator("#arrived").wait_for()
    return "".join(words)


def opened(page: Page, server: Server, receipt: str) -> None:
    page.goto(f"{server.url}/mailbox")
    page.fill("#receipt", receipt)
    page.locator("#enter button").click()
    page.locator("#open").wait_for()


def test_a_name_leaves_the_browser_sealed_and_arrives_with_its_report(world: World, phone: Page) -> None:
    bodies: list[bytes] = []
    before = names_in(world.server)
    receipt = sent(phone, world.server, bodies, own_name=NAME, own_contact=CONTACT)
    assert names_in(world.server) == before + 1
    assert not [body for body in bodies if NAME.encode() in body or CONTACT.encode() in body]
    opened(phone, world.server, receipt)
    expect(phone.locator("#identity")).to_contain_text("留了姓名")


def test_a_name_given_later_leaves_the_browser_sealed(world: World, phone: Page) -> None:
    bodies: list[bytes] = []
    receipt = sent(phone, world.server, bodies)
    opened(phone, world.server, receipt)
    expect(phone.locator("#identity")).to_have_text("您是匿名的。")
    phone.locator("summary", has_text="留下姓名").click()
    phone.fill("#own_name", NAME)
    phone.get_by_role("button", name="封存并留下姓名").click()
    expect(phone.locator("#sent")).to_contain_text("您的姓名已经封好")
    expect(phone.locator("#identity")).to_contain_text("留了姓名")
    assert not [body for body in bodies if NAME.encode() in body]


def test_a_way_to_be_reached_without_a_name_is_asked_about(world: World, phone: Page) -> None:
    phone.goto(f"{world.server.url}/report")
    phone.fill("#text", "我看到他们私下收钱。")
    phone.locator("summary", has_text="您就是匿名").click()
    phone.fill("#own_contact", CONTACT)
    phone.get_by_role("button", name="下一步：抄回执码").click()
    expect(phone.locator("#own_name-problem")).to_be_visible()
