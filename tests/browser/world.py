"""One demo company behind a real server, and one browser for each person who sits before it. Knows no page but sign-in."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from playwright.sync_api import Browser, ConsoleMessage, Page, Response, ViewportSize

from portal.demo.marking import Mark, standing
from portal.settings import Settings
from tests.browser.windows import DESKTOP, new_page
from tests.journeys.server import COMMAND, ROOT, Server
from tests.machine import free_port

Language: TypeAlias = Literal["zh", "en"]
Who: TypeAlias = Literal["anybody", "operator", "investigator", "administrator", "auditor", "supervisor", "caller"]

# two investigators, so that nobody has to change the language of the desk to and fro; for the others ?lang= does
USERNAMES: dict[tuple[Who, Language], str] = {
    ("investigator", "zh"): "investigator",
    ("investigator", "en"): "investigator2",
    ("administrator", "zh"): "admin",
    ("administrator", "en"): "admin",
    ("auditor", "zh"): "auditor",
    ("auditor", "en"): "auditor",
    ("caller", "zh"): "caller",
    ("caller", "en"): "caller",
    ("supervisor", "zh"): "supervisor",
    ("supervisor", "en"): "supervisor",
}
SET_UP_CODE = re.compile(r"type this code: (\S+)")


@dataclass
class Visit:
    """One window of one person, and what it noticed since it was last told to forget."""

    page: Page
    server: Server
    language: Language
    demo: Mark
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Note every request and everything the browser complains of from here on."""
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("response", self._check)

    def forget(self) -> None:
        self.requests.clear()
        self.complaints.clear()

    def go(self, path: str) -> None:
        """Open a page of ours in this visitor's language."""
        mark = "&" if "?" in path else "?"
        self.page.goto(f"{self.server.url}{path}{mark}lang={self.language}")

    def follow(self, selector: str) -> None:
        """Go where the first such link leads, still in this visitor's language."""
        self.go(str(self.page.locator(selector).first.get_attribute("href")))

    def press(self, zh: str, en: str) -> None:
        self.page.get_by_role("button", name=zh if self.language == "zh" else en, exact=True).first.click()

    def set_up_code(self) -> str:
        """The last one the terminal of the operator's server showed."""
        return str(SET_UP_CODE.findall(self.server.log.read_text("utf-8"))[-1])

    def _hear(self, message: ConsoleMessage) -> None:
        # Chromium also says so of pages that answer 404 or 422 on purpose; _check looks at everything else
        if not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"{message.type}: {message.text}")

    def _check(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.complaints.append(f"{response.status} for a {response.request.resource_type}")


class World:
    """The demo company and its visitors. Each (person, language) keeps one window for the whole run."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser = browser
        self._folder = folder
        self._opened: list[Page] = []
        self._visits: dict[tuple[Who, Language], Visit] = {}
        self._empty: list[Server] = []
        port = free_port()
        named = f"http://localhost:{port}"  # a name, since there are no passkeys under an address of digits
        self.server = Server(folder / "demo", port, environment={"BRIGHTLINE_DEMO": "1", "BRIGHTLINE_URL": named})

    def start(self) -> None:
        self.server.temp.mkdir(parents=True)
        command = [*COMMAND, "demo", "--data", str(self.server.data)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        found = standing(Settings(data_dir=self.server.data))
        assert found is not None
        self.demo = found
        self.server.start()

    def stop(self) -> None:
        for page in self._opened:
            page.context.close()
        for server in (self.server, *self._empty):
            server.stop()

    def visit(self, who: Who, language: Language) -> Visit:
        if (who, language) not in self._visits:
            self._visits[who, language] = self.new_visit(who, language)
        return self._visits[who, language]

    def new_visit(self, who: Who, language: Language, *, size: ViewportSize = DESKTOP, dark: bool = False) -> Visit:
        """A window with nothing remembered; staff are signed in by the demo's own buttons."""
        server = self._empty_server() if who == "operator" else self.server
        page = new_page(self._browser, size=size, dark=dark)
        self._opened.append(page)
        visit = Visit(page, server, language, self.demo)
        visit.listen()
        if (who, language) in USERNAMES:
            _sign_in_to_demo(visit, USERNAMES[who, language])
        return visit

    def _empty_server(self) -> Server:
        """A portal that nobody has set up yet: each can be set up once."""
        server = Server(self._folder / f"empty{len(self._empty)}")
        server.temp.mkdir(parents=True)
        self._empty.append(server)
        server.start()
        return server


@contextmanager
def demo_world(browser: Browser, folder: Path) -> Iterator[World]:
    world = World(browser, folder)
    try:
        world.start()
        yield world
    finally:
        world.stop()


def _sign_in_to_demo(visit: Visit, username: str) -> None:
    visit.go("/desk/sign-in")
    visit.page.locator(f'form:has(input[value="{username}"]) button').click()
    visit.page.wait_for_url(f"{visit.server.url}/desk")
    if visit.language == "en":
        visit.page.get_by_role("button", name="English").click()
        visit.page.get_by_role("heading", name="Cases").wait_for()
