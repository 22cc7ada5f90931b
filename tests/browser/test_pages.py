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
    pytest.param((place, language), id=f"{place.name}-{language}") for language in LANGUAGES for place in PLACES
]
MOST_BYTES = 40 << 10
MOST_REQUESTS = 4


@pytest.fixture(scope="session", params=EVERYWHERE)
def seen(request: pytest.FixtureRequest, world: World) -> Seen:
    """Go there once and look; every test of the place reads what was seen."""
    place: Place
    place, language = request.param
    visit = world.visit(place.who, language)
    visit.forget()
    place.way(visit)
    found = look(visit, place.audience)
    shoot(visit.page, f"{place.name}-{language}")
    return found


def test_axe_finds_nothing_wrong(seen: Seen) -> None:
    assert seen.faults == []


def test_nothing_hangs_over_the_edge(seen: Seen) -> None:
    assert seen.overhang == []


def test_every_target_is_large_enough(seen: Seen) -> None:
    assert seen.small == []


def test_nobody_else_is_asked_for_anything(seen: Seen) -> None:
    assert seen.foreign == []


def test_the_browser_complains_of_nothing(seen: Seen) -> None:
    assert seen.complaints == []


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
