"""A channel’s questions with scripts: asked when they are meant, looked at before sealing, read again in the mailbox."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.windows import PHONE
from tests.journeys.server import Server, running

ON, SEND = "下一步：抄回执码", "封存并发送"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("questions")) as started:
        yield started


@pytest.fixture
def page(server: Server, open_page: OpenPage) -> Page:
    window = open_page(size=PHONE)
    window.goto(f"{server.url}/report?channel=data_leak")
    window.fill("#text", "客户名单被人带走了。")
    return window


def go_on(page: Page) -> None:
    page.get_by_role("button", name=ON).click()


def filed(page: Page) -> str:
    go_on(page)
    page.locator("#copying .receipt").wait_for()
    words = page.locator("#copying .receipt b").all_inner_texts()
    page.fill("#place_4", words[3])
    page.fill("#place_9", words[8])
    page.locator("#check").get_by_role("button", name=SEND).click()
    page.locator("#arrived").wait_for()
    return "".join(words)


def test_a_question_is_hidden_until_it_is_meant(page: Page) -> None:
    expect(page.locator("#q-how_long")).to_be_hidden()
    page.select_option("#q-still_going", "yes")
    expect(page.locator("#q-how_long")).to_be_visible()
    page.select_option("#q-still_going", "no")
    expect(page.locator("#q-how_long")).to_be_hidden()


def test_what_is_wrong_with_an_answer_is_told_before_anything_is_sealed(page: Page) -> None:
    page.fill("#q-noticed_on", "上个月")
    go_on(page)
    expect(page.locator("#q-still_going-problem")).to_be_visible()
    expect(page.locator("#q-noticed_on-problem")).to_be_visible()
    expect(page.locator("#copying")).to_be_hidden()


def test_a_needed_tick_is_asked_for_beside_it(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/report?channel=opinion")
    page.fill("#text", "更衣室的灯坏了。")
    page.evaluate("() => { document.querySelector('[data-question=may_share]').dataset.required = '' }")
    go_on(page)
    expect(page.locator("#q-may_share-problem")).to_be_visible()
    expect(page.locator("#q-may_share input")).to_be_focused()


def test_answers_are_read_in_the_mailbox_beside_their_questions(page: Page, server: Server) -> None:
    page.get_by_label("底价、报价、合同").check()
    page.select_option("#q-still_going", "yes")
    page.fill("#q-how_long", "昨天又有一次")
    page.select_option("#q-still_going", "no")
    receipt = filed(page)
    page.goto(f"{server.url}/mailbox")
    page.fill("#receipt", receipt)
    page.get_by_role("button", name="打开", exact=True).click()
    own = page.locator("#own")
    expect(own).to_contain_text("泄露的是什么？")
    expect(own).to_contain_text("底价、报价、合同")
    expect(own).to_contain_text("已经停了")
    expect(own).not_to_contain_text("昨天又有一次")
