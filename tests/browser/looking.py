"""What can be held against a page as it stands: looked at by day and night, wide and narrow. Knows no page by name."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias  # Any: what axe and scripts in the page answer is JSON
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.browser.windows import DESKTOP, PHONE
from tests.browser.world import Visit

Scheme: TypeAlias = Literal["light", "dark"]
WIDTHS: dict[str, ViewportSize] = {"360": PHONE, "1280": DESKTOP}
EVERY_LOOK: tuple[tuple[str, Scheme], ...] = (("360", "light"), ("1280", "dark"), ("360", "dark"), ("1280", "light"))
# Axe takes a third of a second. Two looks a language, opposite ones, meet every size by day and by night.
AXE_LOOKS = {"zh": EVERY_LOOK[:2], "en": EVERY_LOOK[2:]}
TARGET_PIXELS = {"public": 44, "desk": 28}

# A link inside a sentence is as high as its line (WCAG 2.5.8 leaves those out); a link spread over its row by ::after is
# as large as that; a box to tick is as large as the label around it.
TARGETS = """
least => {
  const box = element => {
    const after = getComputedStyle(element, '::after')
    if (after.content !== 'none' && after.position === 'absolute') return element.offsetParent.getBoundingClientRect()
    return (['checkbox', 'radio'].includes(element.type) && element.closest('label') || element).getBoundingClientRect()
  }
  const inSentence = element => element.matches('a') && [...element.parentElement.childNodes].some(
    node => node.nodeType === Node.TEXT_NODE && node.textContent.trim().length > 3)
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(element => element.checkVisibility() && !element.matches('.skip') && !inSentence(element))
    .map(element => [element, box(element)])
    .filter(([, size]) => size.height > 0 && (size.height < least - 0.5 || size.width < least - 0.5))
    .map(([element, size]) => `${element.tagName.toLowerCase()} ${(element.innerText || element.name || '').slice(0, 20)}`
      + ` ${Math.round(size.width)}x${Math.round(size.height)}`)
}
"""
OVERHANG = """
() => document.scrollingElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
  .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
  .map(element => element.tagName.toLowerCase() + '.' + element.className).slice(0, 8)
"""
AXE = "() => axe.run(document, {resultTypes: ['violations']})"


@dataclass(frozen=True)
class Seen:
    """Everything found wrong, each with the look it was found in ("360 dark"); empty where nothing is."""

    faults: list[str] = field(default_factory=list)  # by axe
    overhang: list[str] = field(default_factory=list)  # what hangs over the window's edge
    small: list[str] = field(default_factory=list)  # targets too small to hit
    foreign: list[str] = field(default_factory=list)  # addresses of others that were asked for anything
    complaints: list[str] = field(default_factory=list)  # of the browser


def look(visit: Visit, audience: str) -> Seen:
    """Look at the open page wide and narrow, by day and by night; leaves the window wide and light."""
    seen = Seen(foreign=_foreign(visit), complaints=list(visit.complaints))
    page = visit.page
    page.evaluate(Axe().axe_script)  # by the debugger's door: the page's own policy lets no script of ours in
    for width, scheme in AXE_LOOKS[visit.language]:
        _dress(page, width, scheme)
        name = f"{width} {scheme}"
        seen.faults.extend(f"{name}: {fault}" for fault in _axe_faults(page.evaluate(AXE)))
        seen.overhang.extend(f"{name}: {what}" for what in page.evaluate(OVERHANG))
        seen.small.extend(f"{name}: {what}" for what in page.evaluate(TARGETS, TARGET_PIXELS[audience]))
    _dress(page, "1280", "light")
    return seen


def shoot(page: Page, name: str) -> None:
    """Keep a picture of every look where BRIGHTLINE_SCREENS names a folder; otherwise do nothing."""
    folder = os.environ.get("BRIGHTLINE_SCREENS")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    for width, scheme in EVERY_LOOK:
        _dress(page, width, scheme)
        page.evaluate("() => scrollTo(0, 0)")
        page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)


def _dress(page: Page, width: str, scheme: Scheme) -> None:
    page.set_viewport_size(WIDTHS[width])
    page.emulate_media(color_scheme=scheme)


def _foreign(visit: Visit) -> list[str]:
    ours = urlsplit(visit.server.url).netloc
    return [
        url for url in visit.requests if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).netloc != ours
    ]


def _axe_faults(found: Any) -> list[str]:
    return [f"{fault['id']}: {[node['target'] for node in fault['nodes']]}" for fault in found["violations"]]
