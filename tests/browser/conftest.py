"""A real Chromium before a real server. Skipped loudly where there is no Chromium."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.server import Server, running
from tests.machine import chromium

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
SIZES = {"360": PHONE, "1280": DESKTOP}

OpenBrowser = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path / "portal") as started:
        yield started


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenBrowser]:
    """`open_page(scripts=False, size=PHONE, dark=True)`: a browser of somebody's own, with nothing remembered."""
    contexts: list[BrowserContext] = []

    def open_one(*, scripts: bool = True, size: dict[str, int] = DESKTOP, dark: bool = False) -> Page:
        context = browser.new_context(
            java_script_enabled=scripts,
            viewport=size,  # type: ignore[arg-type]  # a TypedDict of the same two numbers
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield open_one
    for context in contexts:
        context.close()


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule and the elements it concerns."""
    results = Axe().run(page)
    return [f"{v['id']}: {[node['target'] for node in v['nodes']]}" for v in results.response["violations"]]


def shoot(page: Page, name: str) -> None:
    """Keep a picture where BRIGHTLINE_SCREENS names a folder; otherwise do nothing."""
    folder = os.environ.get("BRIGHTLINE_SCREENS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
