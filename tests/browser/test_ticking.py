"""The inbox of findings by hand: keys walk and tick, choosing shows at once, and without scripts the same form works."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.browser.world import Visit, World

COUNT = re.compile(r"\d+")


@pytest.fixture
def visit(world: World) -> Iterator[Visit]:
    visit = world.visit("investigator", "zh")
    visit.go("/desk/findings")
    yield visit
    visit.page.unroute("**/static/vendor/*.js")


def total(visit: Visit) -> int:
    return int(COUNT.findall(visit.page.locator(".total strong").inner_text())[0])


def test_j_and_k_walk_and_x_ticks(visit: Visit) -> None:
    keyboard, page = visit.page.keyboard, visit.page
    for key in "jjjkx":
        keyboard.press(key)
    assert page.locator(".findings tbody tr").nth(1).locator("[name=finding]").is_checked()
    assert page.locator(".how-many .number").inner_text() == "(1)"
    keyboard.press("x")
    assert page.locator("[name=finding]:checked").count() == 0


def test_a_letter_in_a_field_is_a_letter(visit: Visit) -> None:
    visit.page.locator("#reason").press_sequentially("jxk")
    assert visit.page.locator("#reason").input_value() == "jxk"
    assert visit.page.locator("[name=finding]:checked").count() == 0


def test_one_box_ticks_all_of_the_page(visit: Visit) -> None:
    visit.page.check("#all")
    boxes = visit.page.locator("[name=finding]:enabled")
    assert visit.page.locator("[name=finding]:checked").count() == boxes.count() > 2


def test_choosing_shows_as_many_as_it_said_without_a_button(visit: Visit) -> None:
    before = total(visit)
    option = visit.page.locator("select[name=grade] option", has_text="(").last
    promised = int(COUNT.findall(option.inner_text())[-1])
    visit.page.locator("select[name=grade]").focus()
    visit.page.select_option("select[name=grade]", str(option.get_attribute("value")))
    visit.page.wait_for_url("**grade=*")
    visit.page.wait_for_function(f"() => document.querySelector('.total strong').innerText.includes('{promised}')")
    assert total(visit) == promised < before
    assert visit.page.evaluate("() => document.activeElement.id") == "sieve-grade"


def test_the_numbers_beside_the_choices_follow_what_is_chosen(visit: Visit) -> None:
    kinds = visit.page.locator("select[name=kind]")
    before = kinds.inner_text()
    visit.page.locator("select[name=grade]").focus()
    visit.page.select_option("select[name=grade]", "hint")
    visit.page.wait_for_function(
        "before => document.querySelector('select[name=kind]').innerText !== before", arg=before
    )
    numbers = [int(COUNT.findall(option)[-1]) for option in kinds.locator("option").all_inner_texts() if "(" in option]
    assert sum(numbers) == total(visit)


def test_without_scripts_the_form_and_its_button_do(visit: Visit) -> None:
    visit.page.route("**/static/vendor/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    visit.go("/desk/findings")
    before = total(visit)
    visit.page.select_option("select[name=place]", "free")
    visit.press("显示", "Show")
    visit.page.wait_for_url("**place=free*")
    assert 0 < total(visit) < before
    assert not visit.page.locator("#all").is_visible()
