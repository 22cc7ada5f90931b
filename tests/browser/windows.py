"""The Chromium of this machine: how it is started, and the two sizes of window everything is held against."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

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
    "--use-fake-device-for-media-stream",  # a microphone that beeps, allowed to whoever asks
    "--use-fake-ui-for-media-stream",
    "--host-resolver-rules=MAP *.onion 127.0.0.1",  # a site by plain http under a name, as through Tor
]
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PATIENCE_MS = 30_000


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser, or a loud skip where there is none."""
    path = chromium()
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


def new_page(browser: Browser, *, scripts: bool = True, size: ViewportSize = DESKTOP, dark: bool = False) -> Page:
    """A window of somebody's own, with nothing remembered. Its context is theirs alone: close that.

    Motion is off: colours on their way from light to dark would be held against the page.
    """
    context = browser.new_context(
        java_script_enabled=scripts,
        viewport=size,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale="zh-CN",
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page
