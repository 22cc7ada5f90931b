"""The figures of a form on paper: A4, drawings whole, and no page for every question."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.windows import DESKTOP
from tests.browser.world import Language, World

A4_POINTS = (595, 842)
PRINTED: ViewportSize = {"width": 688, "height": 993}  # what the margins leave of A4: 182 by 263 mm
CUT = """(height) => [
    ...[...document.querySelectorAll('.chart')]
        .filter((one) => getComputedStyle(one).breakInside !== 'avoid' || one.offsetHeight > height),
    ...[...document.querySelectorAll('table')].filter((one) => one.scrollWidth > one.parentElement.clientWidth),
    ...[...document.querySelectorAll('.strip circle')].filter((one) => !wholly(one, document.body)
        || getComputedStyle(one.ownerSVGElement).overflow !== 'visible'),
    ...[...document.querySelectorAll('.bars text')].filter((one) => !wholly(one, one.ownerSVGElement)),
  ].map((one) => one.outerHTML.slice(0, 80));
function wholly(one, within) {
  const inner = one.getBoundingClientRect(), outer = within.getBoundingClientRect();
  return inner.left >= outer.left && inner.right <= outer.right && inner.bottom <= outer.bottom + 1;
}"""


@pytest.fixture(params=["zh", "en"])
def figures(world: World, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page of the form with the most questions. The window is as before when its test is over."""
    language: Language = request.param
    visit = world.visit("supervisor", language)
    visit.go("/desk/results")
    visit.follow("th a:text-is('回访'), th a:text-is('Call-back')")
    yield visit.page
    visit.page.emulate_media(media="screen")
    visit.page.set_viewport_size(DESKTOP)


def test_it_is_printed_on_a4_several_drawings_a_page(figures: Page) -> None:
    drawings = figures.locator(".chart").count()
    pdf = figures.pdf(prefer_css_page_size=True)
    sizes = [tuple(round(float(side)) for side in box.split()) for box in re.findall(rb"/MediaBox \[([\d. ]+)\]", pdf)]
    assert set(sizes) == {(0, 0, *A4_POINTS)}
    assert drawings > 10
    assert len(sizes) <= drawings / 2


def test_no_drawing_and_no_table_is_cut(figures: Page) -> None:
    figures.set_viewport_size(PRINTED)
    figures.emulate_media(media="print")
    assert figures.locator(".strip circle").count() > 10
    assert figures.evaluate(CUT, PRINTED["height"]) == []
