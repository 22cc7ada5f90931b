"""Passkeys with Chromium's own authenticator: made on one's page, shown at the door, and of no use anywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.staff import sign_in
from tests.journeys.server import Server

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class NamedServer(Server):
    """The same server, reached by a name: browsers have no passkeys for an address of digits."""

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One company for the whole file."""
    started = NamedServer(tmp_path_factory.mktemp("passkeys"))
    started.init()
    try:
        started.start()
        yield started
    finally:
        started.stop()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A window with an authenticator of its own, whose owner says yes to everything."""
    opened = open_page()
    devtools = opened.context.new_cdp_session(opened)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return opened


def password(server: Server) -> str:
    return str(next(one["password"] for one in server.made["staff"] if one["username"] == "investigator"))


def make_one(page: Page, server: Server, name: str) -> None:
    page.goto(f"{server.url}/desk/account")
    page.fill("#passkey-password", password(server))
    page.locator("form[action$='/passkeys'] button").click()
    page.fill("#name", name)
    page.locator("#make-passkey button").click()


def come_back(page: Page, server: Server) -> None:
    """To the door, with name and password typed."""
    page.context.clear_cookies()
    page.goto(f"{server.url}/desk/sign-in?lang=en")
    page.fill("#username", "investigator")
    page.fill("#password", password(server))


def remove_it(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/desk/account")
    page.locator("summary").click()
    page.fill("#remove-password", password(server))
    page.locator("form[action$=remove] button").click()
    page.wait_for_url("**done=passkey-removed")


def test_a_passkey_made_here_signs_in_until_it_is_removed(server: Server, page: Page) -> None:
    sign_in(page, server)
    make_one(page, server, "Laptop")
    page.wait_for_url("**/desk/account?done=passkey")
    for _ in range(2):
        come_back(page, server)
        page.locator("#use-passkey").click()
        page.wait_for_url(f"{server.url}/desk")
    remove_it(page, server)
    come_back(page, server)
    page.locator("#use-passkey").click()
    expect(page.locator("main > .problem")).to_contain_text("Name, password and passkey do not fit together")


def test_one_device_makes_one_passkey(server: Server, page: Page) -> None:
    sign_in(page, server)
    make_one(page, server, "Laptop")
    page.wait_for_url("**/desk/account?done=passkey")
    make_one(page, server, "Laptop again")
    expect(page.locator("#passkey-problem")).to_be_visible()
    page.goto(f"{server.url}/desk/account")
    assert page.locator("#which option").count() == 1
    remove_it(page, server)


def test_without_a_passkey_the_page_says_so_and_keeps_what_was_typed(server: Server, page: Page) -> None:
    come_back(page, server)
    page.locator("#use-passkey").click()
    expect(page.locator("#passkey-problem")).to_contain_text("No passkey came")
    assert page.input_value("#password") == password(server)


def test_at_another_address_of_the_same_server_the_page_says_so(server: Server, page: Page) -> None:
    page.goto(f"http://127.0.0.1:{server.port}/desk/sign-in?lang=en")
    page.fill("#username", "investigator")
    page.fill("#password", password(server))
    page.locator("#use-passkey").click()
    expect(page.locator("#passkey-problem")).to_contain_text("only at the address this portal is known by")


def test_without_scripts_the_code_signs_in_and_no_passkey_is_offered(server: Server, open_page: OpenPage) -> None:
    page = open_page(scripts=False)
    page.goto(f"{server.url}/desk/sign-in")
    expect(page.locator("#use-passkey")).to_be_hidden()
    sign_in(page, server, "admin")
    page.goto(f"{server.url}/desk/account")
    expect(page.locator("form[action$='/passkeys']")).to_be_hidden()
    expect(page.locator("[data-passkeys=off]")).to_be_visible()
