"""Signing in at the desk as somebody whom `brightline init` made: with the password and a code, as people do."""

from __future__ import annotations

import pyotp
from playwright.sync_api import Page

from tests.journeys.server import Server


def sign_in(page: Page, server: Server, username: str = "investigator") -> None:
    """Leaves the page at the inbox."""
    person = next(one for one in server.made["staff"] if one["username"] == username)
    page.goto(f"{server.url}/desk")
    page.fill("#username", person["username"])
    page.fill("#password", person["password"])
    page.fill("#code", pyotp.TOTP(person["totp_secret"]).now())
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"{server.url}/desk")
