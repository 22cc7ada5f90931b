"""A real Chromium before a real server. Skipped loudly where there is no Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.windows import DESKTOP, launched, new_page
from tests.browser.world import World, demo_world
from tests.journeys.server import Server, running

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="session")
def world(browser: Browser, demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A demo company for all tests of this process. Whoever changes it changes it for everybody."""
    folder = tmp_path_factory.mktemp("world")
    shutil.copytree(demo_folder, folder / "demo" / "data")
    with demo_world(browser, folder) as found:
        yield found


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A company of the test's own, with an administrator and an investigator and nothing else."""
    with running(tmp_path / "portal") as started:
        yield started


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """`open_page(scripts=False, size=PHONE)`: a window of somebody's own, with nothing remembered."""
    opened: list[Page] = []

    def open_one(*, scripts: bool = True, size: ViewportSize = DESKTOP) -> Page:
        opened.append(new_page(browser, scripts=scripts, size=size))
        return opened[-1]

    yield open_one
    for page in opened:
        page.context.close()
