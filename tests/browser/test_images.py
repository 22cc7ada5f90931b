"""A picture drawn anew in the browser before it is sealed: nothing of what was planted goes along."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.cases.evidence import planted
from tests.cases.evidence.planted import SECRET, traces
from tests.journeys.server import Server, running

REDRAW = """
async ([name, data]) => {
  const { redrawn } = await import("/static/vendor/images.js")
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0))
  const { file, isCleaned, reason } = await redrawn(new File([bytes], name))
  const written = new Uint8Array(await file.arrayBuffer())
  const said = btoa(Array.from(written, (byte) => String.fromCharCode(byte)).join(""))
  return { name: file.name, type: file.type, isCleaned, reason, data: said }
}
"""
NOISE = """
const read = CanvasRenderingContext2D.prototype.getImageData
CanvasRenderingContext2D.prototype.getImageData = function (...place) {
  const found = read.apply(this, place)
  found.data[0] ^= 1
  return found
}
"""


@dataclass(frozen=True)
class Redrawn:
    name: str
    type: str
    is_cleaned: bool
    reason: str
    data: bytes


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One company for the whole file."""
    with running(tmp_path_factory.mktemp("images")) as started:
        yield started


@pytest.fixture
def page(server: Server, open_page: OpenPage) -> Page:
    opened = open_page()
    opened.goto(f"{server.url}/report")
    return opened


def redraw(page: Page, data: bytes) -> Redrawn:
    said = page.evaluate(REDRAW, [f"{SECRET}.bin", base64.b64encode(data).decode()])
    return Redrawn(said["name"], said["type"], said["isCleaned"], said["reason"], base64.b64decode(said["data"]))


@pytest.mark.parametrize(
    ("make", "name", "size"),
    [
        (planted.jpeg, "picture.jpg", (40, 64)),
        (planted.png, "picture.png", (40, 64)),
        (planted.webp, "picture.webp", (64, 40)),
    ],
    ids=["jpg", "png", "webp"],  # Chromium turns a WebP for nobody, so it is drawn as it was seen
)
def test_a_picture_is_drawn_anew_upright_and_without_a_secret(
    page: Page, make, name: str, size: tuple[int, int]
) -> None:  # type: ignore[no-untyped-def]  # parametrised
    found = redraw(page, make())
    assert (found.name, found.is_cleaned, found.reason) == (name, True, "")
    assert traces(found.data) == []
    drawn = Image.open(io.BytesIO(found.data)).convert("RGB")
    assert drawn.size == size
    assert drawn.getpixel((5, 5))[0] > 200  # type: ignore[index]  # three colours


@pytest.mark.parametrize(
    ("make", "reason"),
    [(planted.pdf, "kind"), (planted.gif, "kind"), (planted.txt, "kind"), (lambda: planted.jpeg()[:700], "damaged")],
    ids=["pdf", "gif", "txt", "half a picture"],
)
def test_what_cannot_be_cleaned_here_comes_back_untouched_with_the_reason(page: Page, make, reason: str) -> None:  # type: ignore[no-untyped-def]  # parametrised
    data = make()
    found = redraw(page, data)
    assert (found.is_cleaned, found.reason, found.data) == (False, reason, data)


def test_a_browser_that_gives_back_other_pixels_is_not_trusted_with_a_picture(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page()
    page.add_init_script(NOISE)
    page.goto(f"{server.url}/report")
    assert redraw(page, planted.jpeg()).reason == "altered"


def test_an_animation_is_not_cut_to_its_first_picture(page: Page) -> None:
    out = io.BytesIO()
    frames = [planted.picture().rotate(angle) for angle in (0, 180)]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], duration=100)
    assert redraw(page, out.getvalue()).reason == "moving"
