"""Signing in at the desk as somebody whom `brightline init` made: with the password and a code, as people do."""

from __future__ import annotations

import time
from pathlib import Path

import pyotp
from playwright.sync_api import Page, StorageState

from tests.journeys.server import Server

# by the company's folder: a port may be another company's a minute later
_last_step: dict[tuple[Path, str], int] = {}
_stayed: dict[tuple[Path, str], StorageState] = {}


def come_in(page: Page, server: Server, username: str = "investigator") -> None:
    """As somebody who has signed in here before, if so: a third sign-in within a minute would have to wait for its code."""
    if seen := _stayed.get((server.folder, username)):
        page.context.add_cookies([{**cookie} for cookie in seen["cookies"]])
        page.goto(f"{server.url}/desk")
        page.wait_for_url(f"{server.url}/desk")
    else:
        sign_in(page, server, username)
        _stayed[server.folder, username] = page.context.storage_state()


def sign_in(page: Page, server: Server, username: str = "investigator") -> None:
    """Leaves the page at the inbox."""
    person = next(one for one in server.made["staff"] if one["username"] == username)
    page.goto(f"{server.url}/desk")
    page.fill("#username", person["username"])
    page.fill("#password", person["password"])
    page.fill("#code", _unused_code(server, person["totp_secret"]))
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"{server.url}/desk")


def _unused_code(server: Server, secret: str) -> str:
    """A code is good once, but that of the next half minute is taken too; a third of the same minute has to wait."""
    step = max(int(time.time()) // 30, _last_step.get((server.folder, secret), 0) + 1)
    _last_step[server.folder, secret] = step
    time.sleep(max(0.0, (step - 1) * 30 - time.time()))
    return pyotp.TOTP(secret).generate_otp(step)
