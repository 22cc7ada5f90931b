"""Files with and without scripts: sealed before they leave, sent on after a break, and handed out cleaned at the desk."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser import enclosing
from tests.browser.conftest import OpenPage
from tests.browser.enclosing import SEND, copy_receipt, fetched_at_the_desk, find, send, send_copied
from tests.browser.windows import PHONE
from tests.cases.evidence import planted
from tests.journeys.server import Server, running

MARKER = f"证物{secrets.token_hex(8)}".encode()
# a text of 3 MB, with nothing in it to clean: the desk hands it out as it was
FILE = FilePayload(name="送货单.txt", mimeType="text/plain", buffer=MARKER + b" 0123456789abcde" * 190_000)
PHOTO = FilePayload(name="货车.jpg", mimeType="image/jpeg", buffer=planted.jpeg())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("files")) as started:
        yield started


def write(page: Page, server: Server, text: str, file: FilePayload = FILE) -> None:
    enclosing.write(page, server, text)
    page.set_input_files("#files", file)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_file_is_sealed_here_sent_on_after_a_break_and_whole_at_the_desk(
    server: Server, open_page: OpenPage, tmp_path: Path
) -> None:
    page, sent = open_page(size=PHONE), list[bytes]()
    page.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    breaks = iter([False, True, False])

    def break_once(route: Route) -> None:
        route.abort() if next(breaks, False) else route.continue_()

    page.route("**/pieces*", break_once)
    write(page, server, "有脚本的举报")
    expect(page.locator("#chosen li")).to_contain_text(FILE["name"])
    copy_receipt(page)
    assert not any(sent)
    send_copied(page)
    assert sum(map(len, sent)) > len(FILE["buffer"])
    assert not any(MARKER in body for body in sent)
    assert digest(fetched_at_the_desk(open_page(), server, "有脚本的举报", FILE["name"], tmp_path)) == digest(
        FILE["buffer"]
    )


def test_a_file_that_was_taken_out_again_stays_here(server: Server, open_page: OpenPage) -> None:
    page, asked = open_page(size=PHONE), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    write(page, server, "不附文件")
    page.locator("#chosen button").click()
    expect(page.locator("#chosen li")).to_have_count(0)
    send(page)
    assert not any("/uploads" in url for url in asked)


def test_the_mailbox_takes_a_file_with_a_message(server: Server, open_page: OpenPage) -> None:
    page = open_page(size=PHONE)
    page.goto(f"{server.url}/report")
    page.fill("#text", "先写文字")
    receipt = send(page)
    page.goto(f"{server.url}/mailbox")
    page.fill("#receipt", receipt)
    page.get_by_role("button", name="打开", exact=True).click()
    page.fill("#text", "补一张照片")
    page.set_input_files("#files", FILE)
    page.locator("#add button", has_text=SEND).click()
    expect(page.locator("#messages article.own")).to_contain_text(FILE["name"])


def test_without_scripts_a_file_comes_with_the_form(server: Server, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(scripts=False, size=PHONE)
    write(page, server, "没有脚本的举报")
    page.get_by_role("button", name=SEND).click()
    page.locator(".receipt").first.wait_for()
    assert digest(fetched_at_the_desk(open_page(), server, "没有脚本的举报", FILE["name"], tmp_path)) == digest(
        FILE["buffer"]
    )


def test_a_picture_is_looked_at_in_a_page_of_its_own(server: Server, open_page: OpenPage) -> None:
    page, desk = open_page(scripts=False, size=PHONE), open_page()
    write(page, server, "照片在此", PHOTO)
    page.get_by_role("button", name=SEND).click()
    expect(page.get_by_text("拍摄地点")).to_be_visible()
    find(desk, server, "照片在此")
    with desk.expect_popup() as waiting:
        desk.get_by_role("button", name="看图片").click()
    waiting.value.locator("img").wait_for()
    assert waiting.value.evaluate("() => document.images[0].naturalWidth") == 40
