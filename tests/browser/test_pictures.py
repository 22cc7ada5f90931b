"""A picture enclosed with a report: redrawn before it is sealed, and each line tells beforehand what becomes of a file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import OpenPage
from tests.browser.enclosing import fetched_at_the_desk, send, write
from tests.browser.windows import PHONE
from tests.cases.evidence import planted
from tests.journeys.server import Server, running

CLEANED, AS_IT_IS = "已在这里重新画过", "这里清理不了"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("pictures")) as started:
        yield started


def photograph() -> FilePayload:
    return FilePayload(name=f"{planted.SECRET}.jpg", mimeType="image/jpeg", buffer=planted.jpeg())


def test_a_picture_reaches_the_desk_drawn_anew_under_a_name_that_tells_nothing(
    server: Server, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(size=PHONE)
    write(page, server, "附一张照片")
    page.set_input_files("#files", photograph())
    expect(page.locator("#chosen p")).to_contain_text(CLEANED)
    send(page)
    data = fetched_at_the_desk(open_page(), server, "附一张照片", "picture.jpg", tmp_path)
    assert planted.traces(data) == []
    assert Image.open(io.BytesIO(data)).size == (40, 64)


def test_what_cannot_be_cleaned_is_told_before_anything_is_sent(server: Server, open_page: OpenPage) -> None:
    page, sent = open_page(size=PHONE), list[bytes | None]()
    page.on("request", lambda request: sent.append(request.post_data_buffer))
    write(page, server, "附一份文件")
    page.set_input_files("#files", FilePayload(name="合同.pdf", mimeType="application/pdf", buffer=planted.pdf()))
    expect(page.locator("#chosen p")).to_contain_text(AS_IT_IS)
    assert not any(sent)
    page.locator("#chosen button").click()
    expect(page.locator("#chosen li")).to_have_count(0)


def test_a_picture_without_what_redraws_it_is_not_taken(server: Server, open_page: OpenPage) -> None:
    page = open_page(size=PHONE)
    page.route("**/images.js", lambda route: route.abort())
    write(page, server, "附一张照片")
    page.set_input_files("#files", photograph())
    expect(page.locator("#files-problem")).to_be_visible()
    expect(page.locator("#chosen li")).to_have_count(0)
