"""Somebody new to it, on a phone, in Chinese, without scripts: from the front page to an answer."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from crypto.receipts import Receipt
from tests.browser.places import STORY

Show = Callable[[str], None]  # told the name of the page that has just been reached


def walk(page: Page, url: str, answered: Receipt, show: Show) -> None:
    """answered: a receipt whose mailbox holds an answer already."""
    page.goto(f"{url}/")
    show("1-front")
    page.goto(f"{url}/report")
    show("2-report")
    page.fill("#text", STORY["zh"])
    page.locator("summary", has=page.locator("xpath=following-sibling::*//*[@id='order_no']")).click()
    page.fill("#order_no", "XS-2603-004211")
    page.fill("#amount", "很多")
    page.get_by_role("button", name="封存并发送").click()
    page.locator(".problem").first.wait_for()
    show("3-report-amount-unreadable")
    page.fill("#amount", "6800")
    page.get_by_role("button", name="封存并发送").click()
    page.locator(".receipt").wait_for()
    words = page.locator(".receipt b").all_inner_texts()
    show("4-receipt")
    page.emulate_media(media="print")
    show("5-receipt-printed")
    page.emulate_media(media="screen")
    page.fill("#place_4", words[3])
    page.fill("#place_9", words[8])
    page.get_by_role("button", name="核对").click()
    page.wait_for_load_state()
    show("6-copied")
    _enter(page, url, words, lambda: show("7-mailbox"))
    show("8-mailbox-open")
    page.fill("#text", "还有一件事：他用的是个人微信收款码。")
    page.get_by_role("button", name="封存并发送").click()
    page.get_by_role("status").wait_for()
    show("9-added")
    _enter(page, url, answered.words("zh"))
    show("10-answered")


def _enter(page: Page, url: str, words: list[str] | tuple[str, ...], before: Callable[[], None] = lambda: None) -> None:
    page.goto(f"{url}/mailbox")
    before()
    page.fill("#receipt", " ".join(words))
    page.get_by_role("button", name="打开").click()
    page.locator("#text").wait_for()
