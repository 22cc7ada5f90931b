"""A site by plain http under a name, as an onion service is: no secure context, and all works, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.windows import PHONE
from tests.journeys.server import Server

NAME = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion"
TEXT = "我看到销售把客户带到别的店签单。"


@pytest.fixture
def site(server: Server) -> str:
    return f"http://{NAME}:{server.port}"


def write(page: Page, site: str, button: str) -> None:
    page.goto(f"{site}/report")
    page.fill("#text", TEXT)
    page.get_by_role("button", name=button).click()
    page.locator(".receipt").first.wait_for()


def come_back(page: Page, site: str, words: list[str]) -> None:
    page.goto(f"{site}/mailbox")
    page.fill("#receipt", "".join(words))
    page.get_by_role("button", name="打开", exact=True).click()
    page.locator("summary:not(#voice *)").last.click()
    page.get_by_text(TEXT).wait_for()


def test_scripts_need_no_secure_context(open_page: OpenPage, site: str) -> None:
    page = open_page(size=PHONE)
    write(page, site, "下一步：抄回执码")
    assert page.evaluate("isSecureContext") is False
    words = page.locator("#copying .receipt b").all_inner_texts()
    page.fill("#place_4", words[3])
    page.fill("#place_9", words[8])
    page.get_by_role("button", name="封存并发送").click()
    page.locator("#arrived").wait_for()
    come_back(page, site, words)


def test_the_safest_mode_files_and_comes_back(open_page: OpenPage, site: str) -> None:
    """Without scripts, and without the pictures and fonts that Tor Browser's "Safest" leaves out."""
    page = open_page(scripts=False, size=PHONE)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.resource_type))
    write(page, site, "封存并发送")
    come_back(page, site, page.locator(".receipt b").all_inner_texts())
    assert set(loaded) <= {"document", "stylesheet", "other"}
