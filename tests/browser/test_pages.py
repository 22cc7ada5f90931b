"""Every page, in both languages: readable by everybody, within its window, and asking nobody else for anything."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Response

from tests.browser.looking import Seen, look, shoot
from tests.browser.places import PLACES, Place
from tests.browser.world import Language, Visit, World

LANGUAGES: tuple[Language, ...] = ("zh", "en")
EVERYWHERE = [
    pytest.param(place, language, id=f"{place.name}-{language}") for language in LANGUAGES for place in PLACES
]
MOST_BYTES = 40 << 10
MOST_REQUESTS = 4


@pytest.mark.parametrize(("place", "language"), EVERYWHERE)
def test_nothing_can_be_held_against_a_page(world: World, place: Place, language: Language) -> None:
    visit = world.visit(place.who, language)
    visit.forget()
    place.way(visit)
    seen = look(visit, place.audience)
    shoot(visit.page, f"{place.name}-{language}")
    assert seen == Seen()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reporters_page_is_small(world: World, language: Language) -> None:
    answers = _answers(world.new_visit("anybody", language), "/report")
    assert len(answers) <= MOST_REQUESTS
    assert _gzipped(answers) <= MOST_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_customers_page_is_small(world: World, language: Language) -> None:
    answers = _answers(world.new_visit("anybody", language), f"/s/{world.demo.customer_token}")
    assert len(answers) <= MOST_REQUESTS
    assert _gzipped(answers) <= MOST_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_public_doors_leave_nothing_in_a_browser(world: World, language: Language) -> None:
    visit = world.new_visit("anybody", language)
    visit.go("/")
    visit.go("/report")
    visit.go(f"/s/{world.demo.customer_token}")
    assert visit.page.context.storage_state() == {"cookies": [], "origins": []}


def _answers(visit: Visit, path: str) -> list[Response]:
    """Everything the page loads; a picture within the page itself is no request."""
    answers: list[Response] = []
    visit.page.on(
        "response", lambda answer: answers.append(answer)
    )  # playwright marks what it calls; a method cannot be marked
    visit.go(path)
    visit.page.wait_for_load_state("networkidle")
    return [answer for answer in answers if answer.url.startswith("http")]


def _gzipped(answers: list[Response]) -> int:
    return sum(len(gzip.compress(answer.body())) for answer in answers)
