"""Signing in at the desk as somebody whom `brightline init` made: with the password and a code, as people do."""

from __future__ import annotations

import time

import pyotp
from playwright.sync_api import Page

from tests.journeys.server import Server

_last_step: dict[str, int] = {}


def sign_in(page: Page, server: Server, username: str = "investigator") -> None:
    """Leaves the page at the inbox."""
    person = next(one for one in server.made["staff"] if one["username"] == username)
    page.goto(f"{server.url}/desk")
    page.fill("#username", person["username"])
    page.fill("#password", person["password"])
    page.fill("#code", _unused_code(person["totp_secret"]))
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"{server.url}/desk")


def _unused_code(secret: str) -> str:
    """A code is good once, but that of the next half minute is taken too; a third of the same minute has to wait."""
    _last_step[secret] = max(int(time.time()) // 30, _last_step.get(secret, 0) + 1)
    time.sleep(max(0.0, (_last_step[secret] - 1) * 30 - time.time()))
    return pyotp.TOTP(secret).generate_otp(_last_step[secret])
