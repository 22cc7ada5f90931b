"""A report, from a phone without scripts to an investigator and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from cases.records.dates import day_of
from tests.browser.conftest import OpenPage
from tests.browser.staff import sign_in
from tests.browser.windows import PHONE
from tests.journeys.server import Server

STORY = "张伟把客户带到别的店签单，钱打到他个人微信。请不要让店长知道是我说的。"
ANSWER = "收到了，谢谢您开口。您还记得是哪一天吗？"
ADDITION = "是三月八日下午，在仓库门口。"
STORY_EN = "Zhang Wei sells past the company. The customer paid him in person."
ANSWER_EN = "Thank you. Which day was it?"


@dataclass(frozen=True)
class Words:
    """What the reporter's pages say, by language."""

    query: str
    send: str
    check: str
    copied: str
    open: str
    role: str


ZH = Words("", "封存并发送", "核对", "抄对了", "打开", "调查员")
EN = Words("?lang=en", "Seal and send", "Check", "Copied right", "Open", "Investigator")


def test_a_report_is_read_answered_and_continued(server: Server, open_page: OpenPage) -> None:
    phone = open_page(scripts=False, size=PHONE)
    _write_report(phone, server, ZH, STORY)
    receipt = _copy_receipt(phone, ZH)
    desk = open_page()
    sign_in(desk, server)
    _open_report(desk, STORY)
    expect(desk.locator(".beside").first).to_contain_text("¥6,800.00")
    _answer(desk, ANSWER)
    _open_mailbox(phone, server, ZH, receipt)
    _expect_answer(phone, ZH, ANSWER)
    phone.fill("#text", ADDITION)
    phone.get_by_role("button", name=ZH.send).click()
    expect(phone.get_by_role("status")).to_contain_text("您的留言已经封好，送到了")
    desk.goto(f"{server.url}/desk")
    expect(desk.locator(".inbox tbody tr")).to_contain_text("1 条新留言")
    desk.locator(".inbox .lead a").click()
    expect(desk.locator(".written.theirs")).to_have_text(ADDITION)


def test_a_report_in_english_is_answered(server: Server, open_page: OpenPage) -> None:
    phone = open_page(scripts=False, size=PHONE)
    _write_report(phone, server, EN, STORY_EN)
    _miscopy_receipt(phone, EN)
    receipt = _copy_receipt(phone, EN)
    desk = open_page()
    sign_in(desk, server)
    _open_report(desk, STORY_EN)
    _answer(desk, ANSWER_EN)
    _open_mailbox(phone, server, EN, receipt)
    _expect_answer(phone, EN, ANSWER_EN)


def _write_report(phone: Page, server: Server, words: Words, text: str) -> None:
    phone.goto(f"{server.url}/report{words.query}")
    phone.fill("#text", text)
    phone.locator("summary", has=phone.locator("xpath=following-sibling::*//*[@id='order_no']")).click()
    phone.fill("#order_no", "XS-2603-004211")
    phone.fill("#amount", "6800")
    phone.select_option("#payee_kind", "personal")
    phone.get_by_role("button", name=words.send).click()
    phone.locator(".receipt").wait_for()


def _copy_receipt(phone: Page, words: Words) -> str:
    """Copy the code, prove two places of it, and leave; the paper is all that is kept."""
    copied = phone.locator(".receipt b").all_inner_texts()
    phone.fill("#place_4", copied[3])
    phone.fill("#place_9", copied[8])
    phone.get_by_role("button", name=words.check, exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(words.copied)
    phone.goto("about:blank")
    return " ".join(copied)


def _miscopy_receipt(phone: Page, words: Words) -> None:
    """One place wrong: the page says which, and shows the same code again."""
    shown = phone.locator(".receipt b").all_inner_texts()
    phone.fill("#place_4", shown[3])
    phone.fill("#place_9", "wrong")
    phone.get_by_role("button", name=words.check, exact=True).click()
    expect(phone.get_by_role("alert")).to_have_text("Place 9 does not agree with your receipt code.")
    assert phone.locator(".receipt b").all_inner_texts() == shown


def _open_report(desk: Page, text: str) -> None:
    desk.locator(".inbox .lead a").click()
    expect(desk.locator("#report")).not_to_contain_text(text)
    desk.get_by_role("button", name="打开举报").click()
    expect(desk.locator("#report .written")).to_have_text(text)


def _answer(desk: Page, text: str) -> None:
    desk.get_by_label("回复举报人").fill(text)
    desk.get_by_role("button", name="发送回复").click()
    expect(desk.locator(".written.ours")).to_have_text(text)


def _open_mailbox(phone: Page, server: Server, words: Words, receipt: str) -> None:
    phone.goto(f"{server.url}/mailbox{words.query}")
    phone.fill("#receipt", receipt)
    phone.get_by_role("button", name=words.open, exact=True).click()


def _expect_answer(phone: Page, words: Words, text: str) -> None:
    """Who in which role, and the day, never the hour."""
    heading = phone.locator("article h3")
    expect(heading).to_contain_text(words.role)
    expect(heading.locator("small").first).to_have_text(day_of(datetime.now(UTC)).isoformat())
    expect(phone.locator("article .written")).to_have_text(text)
