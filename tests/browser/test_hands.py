"""A report by the keyboard alone, away from the page by it, and what a printer puts on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.journeys.server import Server, running

MOST_STEPS = 90
HERE = "document.activeElement?.id || document.activeElement?.innerText || ''"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One company for the whole file."""
    with running(tmp_path_factory.mktemp("hands")) as started:
        yield started


@pytest.fixture
def page(server: Server, open_page: OpenPage) -> Page:
    opened = open_page()
    opened.goto(f"{server.url}/report?lang=en")
    opened.locator("[data-scripts=on]").first.wait_for()
    return opened


def walk_to(page: Page, name: str) -> None:
    """Tab by Tab, each step with a ring to be seen."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        if name in page.evaluate(HERE):
            return
    pytest.fail(f"Tab never came to {name}")


def go_on_to_the_receipt(page: Page) -> list[str]:
    walk_to(page, "text")
    page.keyboard.type("I saw it with my own eyes.")
    walk_to(page, "On to the receipt code")
    page.keyboard.press("Enter")
    page.locator("#copying .receipt").wait_for()
    return page.locator("#copying .receipt b").all_inner_texts()


def test_a_report_is_written_and_sent_by_the_keyboard_alone(page: Page) -> None:
    words = go_on_to_the_receipt(page)
    for place in (4, 9):
        walk_to(page, f"place_{place}")
        page.keyboard.type(words[place - 1])
    walk_to(page, "Seal and send")
    page.keyboard.press("Enter")
    expect(page.locator("#arrived h1")).to_be_focused()


def test_escape_twice_leaves_and_nothing_is_behind(page: Page) -> None:
    page.fill("#text", "I saw it.")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("**/blank")
    page.go_back()
    assert "/report" not in page.url


def test_escape_once_stays(page: Page) -> None:
    page.fill("#text", "I saw it.")
    page.keyboard.press("Escape")
    page.wait_for_timeout(1000)
    page.keyboard.press("Escape")
    assert page.input_value("#text") == "I saw it."


def test_a_printer_gets_the_words_their_places_and_a_line_for_the_day(page: Page) -> None:
    words = go_on_to_the_receipt(page)
    page.emulate_media(media="print")
    wanted = [part for place, word in enumerate(words, start=1) for part in (str(place), word)]
    assert re.split(r"\s+", page.inner_text("body").strip()) == [*wanted, "Day", "(by", "hand):", "____________"]
