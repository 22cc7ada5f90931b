"""Takes the pictures of the documentation anew: `python -m tests.browser.screens docs/screens`, from a demo company of its own.

They come out in full colour; before they are committed they are cut to a palette of 128 colours by any tool that can
(with Pillow: `Image.open(path).quantize(128, dither=0).save(path, optimize=True)`).
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.looking import Scheme
from tests.browser.newcomer import walk
from tests.browser.places import Way, at, diverted_case, filled_report, mailbox, preview, thanks
from tests.browser.windows import PHONE, launched, new_page
from tests.browser.world import Language, Visit, Who, World, demo_world


@dataclass(frozen=True)
class Picture:
    """One page in one look; height: how much of it is shown, in pixels."""

    name: str
    who: Who
    way: Way
    height: int
    language: Language = "zh"
    scheme: Scheme = "light"
    width: int = 360

    @property
    def file_name(self) -> str:
        return f"{self.name}-{self.language}-{self.width}-{self.scheme}.png"


def _opened_case(visit: Visit) -> None:
    """The diverted deal, its report opened by whoever looks at it."""
    diverted_case(visit)
    button = visit.page.locator("#report button.primary, #report button").first
    if button.count():
        button.click()
        visit.page.locator("#report .written").wait_for()


def _callback(visit: Visit) -> None:
    visit.go(f"/s/{visit.demo.customer_token}")


PICTURES = (
    Picture("inbox", "investigator", at("/desk"), 900, width=1280),
    Picture("case", "investigator", _opened_case, 1365, width=1280),
    Picture("case", "investigator", _opened_case, 1440, language="en", scheme="dark", width=1280),
    Picture("import-preview", "investigator", preview, 840, width=1280),
    Picture("report", "anybody", filled_report, 1400),
    Picture("mailbox", "anybody", mailbox, 900),
    Picture("callback", "anybody", _callback, 780),
    Picture("thanks", "anybody", thanks, 640),
    Picture("sign-in", "anybody", at("/desk/sign-in"), 860),
)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with launched() as browser, tempfile.TemporaryDirectory() as place:
        take(browser, Path(place), folder)


def take(browser: Browser, place: Path, folder: Path) -> None:
    """Every picture from a demo company built in `place`."""
    with demo_world(browser, place) as world:
        for picture in PICTURES:
            _take(world, picture, folder)
        _take_newcomer(browser, world, folder)


def _take_newcomer(browser: Browser, world: World, folder: Path) -> None:
    """The whole of each page, as somebody scrolls through it."""
    page = new_page(browser, scripts=False, size=PHONE)

    def show(name: str) -> None:
        page.screenshot(path=folder / f"newcomer-{name}.png", full_page=True)

    walk(page, world.server.url, world.demo.receipt, show)
    page.context.close()


def _take(world: World, picture: Picture, folder: Path) -> None:
    page = (visit := world.visit(picture.who, picture.language)).page
    picture.way(visit)
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.emulate_media(color_scheme=picture.scheme)
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }")
    page.screenshot(path=folder / picture.file_name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
