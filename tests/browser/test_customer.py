"""Bar: on a telephone without scripts, in both languages, a customer answers, puts aside, goes on and corrects; short to read."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from portal.opening import opened
from portal.settings import Settings
from surveys import invite
from tests.browser.conftest import OpenPage
from tests.browser.looking import AXE, OVERHANG, TARGETS, _axe_faults, shoot
from tests.browser.windows import PHONE
from tests.journeys.server import Server, running
from tests.surveys.factories import make_plan, make_transaction

# Reading of paragraphs by adults: Trauzettel-Klosinski & Dietz, "Standardized assessment of reading performance: the new
# International Reading Speed Texts IReST", Investigative Ophthalmology & Visual Science 53 (2012) 5452: a minute takes 255
# characters of Chinese (± 29) or 228 words of English (± 30). All that stands on each of the eight screens counts, buttons,
# heading and the other language included, however often it stood there before.
SIGNS_A_MINUTE = {"zh": 255, "en": 228}
MOST_MINUTES = 2.0
MOST_BYTES = 40 << 10
DAY = datetime.now(UTC).date() - timedelta(days=20)
# The longest way that is ordinary: bought, paid the company what the books say, received it all.
ORDINARY: tuple[dict[str, str], ...] = (
    {"bought": "yes"},
    {"paid_on": DAY.isoformat()},
    {"amount": "4200"},
    {"payee_kind": "company"},
    {"salesperson": "小张"},
    {"received": "all", "invoice": "yes"},
    {"events": "none"},
    {"rating": "4", "may_call": "no"},
)
CUSTOMERS = itertools.count()  # nobody is asked twice


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One company for the whole file: every customer comes with a link of their own."""
    with running(tmp_path_factory.mktemp("customers")) as started:
        yield started


@pytest.fixture
def link(server: Server) -> str:
    async def invited() -> str:
        async with opened(Settings(data_dir=server.data)) as vault:
            person = make_transaction(next(CUSTOMERS), day=DAY, amount_fen=4200_00)
            return (await invite([person], make_plan(), vault, datetime.now(UTC))).links[0].token

    with ThreadPoolExecutor(1) as beside:  # Playwright keeps an event loop running in this thread
        return f"{server.url}/s/{beside.submit(asyncio.run, invited()).result()}"


def fill(page: Page, answers: dict[str, str]) -> None:
    for name, value in answers.items():
        page.locator(f'[name="q.{name}"]').first.wait_for(state="attached")  # the screen before may stand there yet
        card = page.locator(f'[name="q.{name}"][value="{value}"]')
        if card.count():
            card.check()
        else:
            page.fill(f"#q-{name}", value)


def faults_of(page: Page, *, scripts: bool = True) -> list[Any]:
    """Axe needs a browser that runs it; the pages themselves bring no script."""
    assert page.locator("script").count() == 0
    if not scripts:
        return []
    page.evaluate(Axe().axe_script)
    faults = [*_axe_faults(page.evaluate(AXE)), *page.evaluate(OVERHANG), *page.evaluate(TARGETS, 44)]
    weight = len(gzip.compress(page.content().encode()))
    return faults + ([f"{weight} bytes"] if weight > MOST_BYTES else [])


def signs_in(text: str, language: str) -> int:
    """Characters of Chinese with its numbers, or words of English."""
    return len(re.findall(r"[\u4e00-\u9fff]|[A-Za-z0-9]+" if language == "zh" else r"[\w’'-]+", text))


def minutes_to_read(lines: Iterable[str], language: str) -> float:
    return signs_in("\n".join(lines), language) / SIGNS_A_MINUTE[language]


def next_screen(page: Page) -> None:
    press(page, "button.primary")


def press(page: Page, button: str) -> None:
    """Send the screen off and be on the next one: what is read or pressed at once would be the old one's."""
    with page.expect_navigation():
        page.locator(button).click()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_longest_ordinary_way_takes_two_minutes_to_read(
    server: Server, link: str, open_page: OpenPage, language: str
) -> None:
    page = open_page(size=PHONE)
    page.goto(f"{link}?lang={language}")
    lines: list[str] = []
    faults = []
    for number, answers in enumerate(ORDINARY):
        lines += page.inner_text("body").splitlines()
        faults += [f"{number}: {fault}" for fault in faults_of(page)]
        shoot(page, f"customer-{language}-{number}")
        fill(page, answers)
        next_screen(page)
    expect(page.locator(".digits")).to_be_visible()
    faults += faults_of(page)
    shoot(page, f"customer-{language}-thanks")
    assert faults == []
    once = minutes_to_read(sorted(set(lines)), language)
    print(f"{language}: {minutes_to_read(lines, language):.2f} minutes; {once:.2f}, were no line read twice")
    assert minutes_to_read(lines, language) <= MOST_MINUTES


@pytest.mark.parametrize("scripts", [False, True])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_customer_puts_aside_goes_on_and_corrects(
    server: Server, link: str, open_page: OpenPage, language: str, scripts: bool
) -> None:
    page = open_page(scripts=scripts, size=PHONE)
    page.goto(f"{link}?lang={language}")
    for answers in ORDINARY[:2]:
        fill(page, answers)
        next_screen(page)
    press(page, "[value=save]")
    faults = faults_of(page, scripts=scripts)
    shoot(page, f"customer-{language}-saved")
    page.goto(f"{link}?lang={language}")
    expect(page.locator("#q-amount")).to_be_visible()
    expect(page.locator("[value=anew]")).to_be_visible()
    faults += faults_of(page, scripts=scripts)
    shoot(page, f"customer-{language}-resumed")
    for answers in ORDINARY[2:]:
        fill(page, answers)
        next_screen(page)
    code = page.inner_text(".digits")
    page.goto(f"{link}?lang={language}")
    faults += faults_of(page, scripts=scripts)
    shoot(page, f"customer-{language}-closed")
    page.fill("#code", code)
    press(page, "button.plain")
    expect(page.locator('[name="q.bought"][value=yes]')).to_be_checked()
    faults += faults_of(page, scripts=scripts)
    shoot(page, f"customer-{language}-correcting")
    for _ in ORDINARY:
        next_screen(page)
    expect(page.locator(".digits")).to_have_text(code)
    assert faults == []


OPEN_ANSWERS: tuple[dict[str, str], ...] = ({"rating": "4"}, {"events": "none"}, {"remark": "送货准时。"}, {})


@pytest.mark.parametrize("scripts", [False, True])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_open_form_is_answered_on_a_telephone(
    server: Server, open_page: OpenPage, language: str, scripts: bool
) -> None:
    page = open_page(scripts=scripts, size=PHONE)
    page.goto(f"{server.url}/feedback?lang={language}")
    faults = []
    for answers in OPEN_ANSWERS:
        faults += faults_of(page, scripts=scripts)
        fill(page, answers)
        next_screen(page)
    expect(page.locator(".done")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN" if language == "zh" else "en")
    assert faults + faults_of(page, scripts=scripts) == []


def test_enter_in_a_field_goes_on_and_changes_no_language(server: Server, link: str, open_page: OpenPage) -> None:
    page = open_page(scripts=False, size=PHONE)
    page.goto(link)
    fill(page, ORDINARY[0])
    next_screen(page)
    page.fill("#q-paid_on", DAY.isoformat())
    page.press("#q-paid_on", "Enter")
    expect(page.locator("#q-amount")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
