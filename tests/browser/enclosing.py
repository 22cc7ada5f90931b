"""A report with something enclosed: written, sent and fetched again at the desk, as people do it. Knows no kind of file."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.staff import come_in
from tests.journeys.server import Server

ON, SEND, OPEN = "下一步：抄回执码", "封存并发送", "打开举报"


def write(page: Page, server: Server, text: str) -> None:
    page.goto(f"{server.url}/report")
    page.fill("#text", text)


def send(page: Page) -> str:
    """Copies the receipt, and gives it back."""
    receipt = copy_receipt(page)
    send_copied(page)
    return receipt


def copy_receipt(page: Page) -> str:
    page.get_by_role("button", name=ON).click()
    page.locator("#copying .receipt").wait_for()
    words = page.locator("#copying .receipt b").all_inner_texts()
    page.fill("#place_4", words[3])
    page.fill("#place_9", words[8])
    return "".join(words)


def send_copied(page: Page) -> None:
    page.locator("#check").get_by_role("button", name=SEND).click()
    page.locator("#arrived").wait_for()


def find(page: Page, server: Server, text: str) -> None:
    """Sign in and open one report after the other, until it is this one."""
    come_in(page, server)
    for link in [one.get_attribute("href") for one in page.locator(".inbox .lead a").all()]:
        page.goto(f"{server.url}{link}")
        if page.get_by_role("button", name=OPEN).count():
            page.get_by_role("button", name=OPEN).click()
        page.locator("#report .written").wait_for()
        if page.locator("#report .written", has_text=text).count():
            return
    raise AssertionError("no report at the desk has this text")


def fetched_at_the_desk(page: Page, server: Server, text: str, name: str, folder: Path) -> bytes:
    """Find the report by its text, see the file under this name, take it."""
    find(page, server, text)
    expect(page.locator(".files .name")).to_have_text(name)
    with page.expect_download() as waiting:
        page.locator(".files button").first.click()
    waiting.value.save_as(folder / "file")
    return (folder / "file").read_bytes()
