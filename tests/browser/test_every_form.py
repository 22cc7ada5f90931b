"""Bar: each form that comes with the portal is answered to its end on a telephone without scripts, whatever it asks."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from portal.opening import opened
from portal.settings import Settings
from surveys import invite
from surveys.definitions.reading import READY_MADE
from tests.browser.conftest import OpenPage
from tests.browser.test_customer import faults_of, next_screen
from tests.browser.windows import PHONE
from tests.journeys.server import Server
from tests.surveys.factories import make_plan, make_transaction

MOST_SCREENS = 12
DAY = datetime.now(UTC).date() - timedelta(days=20)
FIELDS = "main [name^='q.']:not([type=hidden]):not([type=file])"


@pytest.fixture
def links(server: Server) -> dict[str, str]:
    """One for each form."""

    async def link_of(form: str, number: int) -> str:
        async with opened(Settings(data_dir=server.data)) as vault:
            person = make_transaction(number, day=DAY)
            return (await invite([person], make_plan(form=form), vault, datetime.now(UTC))).links[0].token

    with ThreadPoolExecutor(1) as beside:  # Playwright keeps an event loop running in this thread
        made = [beside.submit(asyncio.run, link_of(form, number)) for number, form in enumerate(READY_MADE)]
        return {form: f"{server.url}/s/{one.result()}" for form, one in zip(READY_MADE, made, strict=True)}


def walked(page: Page, link: str, *, scripts: bool) -> tuple[bool, list[Any]]:
    """Whether the end was reached, and what was wrong on the way there, which takes scripts of our own to see."""
    page.goto(link)
    faults = faults_of(page, scripts=scripts)
    for _ in range(MOST_SCREENS):
        _answer(page)
        next_screen(page)
        faults += faults_of(page, scripts=scripts)
        if page.locator(".done").count():
            return True, faults
    return False, faults


def _answer(page: Page) -> None:
    """The first card of every question, and something into every field."""
    names = page.locator(FIELDS).evaluate_all("fields => [...new Set(fields.map(field => field.name))]")
    for name in names:
        _fill(page.locator(f'main [name="{name}"]').first)


def _fill(field: Locator) -> None:
    kind = field.get_attribute("type") or "text"
    if kind in ("radio", "checkbox"):
        field.check()
    else:
        field.fill(DAY.isoformat() if kind == "date" else "3333")


@pytest.mark.parametrize(("language", "scripts"), [("zh", False), ("en", True)])
def test_every_form_is_answered_to_its_end(
    links: dict[str, str], open_page: OpenPage, language: str, scripts: bool
) -> None:
    page = open_page(scripts=scripts, size=PHONE)
    ends = {form: walked(page, f"{link}?lang={language}", scripts=scripts) for form, link in links.items()}
    assert ends == dict.fromkeys(READY_MADE, (True, []))
    assert len(ends) == 8
