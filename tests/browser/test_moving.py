"""Questions of a draft moved by hand: dragged with a mouse or a finger, by arrow keys, and kept by the server each time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import shoot
from tests.browser.staff import sign_in
from tests.browser.windows import DESKTOP, PHONE, new_page
from tests.journeys.server import Server, running

NAMES = "() => [...document.querySelectorAll('.lines li')].map(line => line.dataset.name)"
# A finger, as the browser tells of one: there is no other way to drag with it through Playwright.
FINGER = """([name, to]) => {
  const grip = document.querySelector(`.lines li[data-name="${name}"] .grip`)
  const there = document.querySelector(`.lines li[data-name="${to}"]`).getBoundingClientRect()
  const told = (kind, clientY) => grip.dispatchEvent(new PointerEvent(kind, {
    pointerId: 1, pointerType: 'touch', isPrimary: true, button: 0, bubbles: true, clientX: there.left + 9, clientY}))
  grip.setPointerCapture = () => {}
  told('pointerdown', grip.getBoundingClientRect().top + 9)
  told('pointermove', there.bottom - 3)
  told('pointerup', there.bottom - 3)
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One company for the whole file."""
    with running(tmp_path_factory.mktemp("moving")) as started:
        yield started


@pytest.fixture(scope="module")
def desk(server: Server, browser: Browser) -> Iterator[Page]:
    """One investigator, signed in once, who has begun to word the call-back anew."""
    page = new_page(browser)
    sign_in(page, server)
    page.goto(f"{server.url}/desk/forms/callback")
    page.click("form[action$='/draft'] button")
    yield page
    page.context.close()


@pytest.fixture
def draft(server: Server, desk: Page) -> Iterator[Page]:
    desk.goto(f"{server.url}/desk/forms/callback?at=amount")
    expect(desk.locator(".grip").first).to_be_visible()
    yield desk
    desk.unroute("**/question")
    desk.set_viewport_size(DESKTOP)


def names(page: Page) -> list[str]:
    return list(page.evaluate(NAMES))


def in_draft(page: Page) -> list[str]:
    page.reload()
    return names(page)


def below(order: list[str], name: str, other: str) -> list[str]:
    """The same order, the one just behind the other."""
    rest = [one for one in order if one != name]
    place = rest.index(other) + 1
    return [*rest[:place], name, *rest[place:]]


def test_a_question_dragged_with_a_mouse_stays_where_it_was_let_go(draft: Page) -> None:
    wanted = below(names(draft), "paid_on", "payee_kind")
    grip = draft.locator("[data-name=paid_on] .grip")
    grip.hover()
    draft.mouse.down()
    there = draft.locator("[data-name=payee_kind]").bounding_box()
    assert there is not None
    draft.mouse.move(there["x"] + 9, there["y"] + there["height"] - 3, steps=8)
    shoot(draft, "form-moving")
    with draft.expect_response("**/question"):
        draft.mouse.up()
    expect(draft.locator("#moved")).to_contain_text(f"{wanted.index('paid_on') + 1}")
    assert names(draft) == wanted
    draft.wait_for_load_state("networkidle")
    assert in_draft(draft) == wanted


def test_a_finger_drags_as_a_mouse_does(draft: Page) -> None:
    draft.set_viewport_size(PHONE)
    wanted = below(names(draft), "rating", "remark")
    with draft.expect_response("**/question"):
        draft.evaluate(FINGER, ["rating", "remark"])
    draft.wait_for_load_state("networkidle")
    assert in_draft(draft) == wanted


def test_arrow_keys_move_it_and_the_focus_stays(draft: Page) -> None:
    before = names(draft)
    grip = draft.locator("[data-name=salesperson] .grip")
    grip.focus()
    for _ in range(2):
        with draft.expect_response("**/question"):
            grip.press("ArrowUp")
    expect(grip).to_be_focused()
    place = before.index("salesperson") - 2
    expect(draft.locator("#moved")).to_contain_text(f"现在排在第 {place + 1} 位")
    draft.wait_for_load_state("networkidle")
    assert in_draft(draft).index("salesperson") == place


def test_words_that_are_not_saved_yet_stay_in_their_fields(draft: Page) -> None:
    draft.fill("[name=label_zh]", "付了多少？")
    with draft.expect_response("**/question"):
        draft.locator("[data-name=events] .grip").press("ArrowUp")
    draft.wait_for_load_state("networkidle")
    assert draft.input_value("[name=label_zh]") == "付了多少？"


def test_esc_puts_it_back(draft: Page) -> None:
    before = names(draft)
    draft.locator("[data-name=paid_on] .grip").hover()
    draft.mouse.down()
    draft.mouse.move(200, 700, steps=4)
    draft.keyboard.press("Escape")
    draft.mouse.up()
    assert names(draft) == before


def test_a_move_the_server_does_not_take_is_taken_back_and_said(draft: Page) -> None:
    before = names(draft)
    draft.route("**/question", lambda route: route.abort())
    draft.locator("[data-name=events] .grip").press("ArrowUp")
    expect(draft.locator("#moved")).to_contain_text("没有移动")
    assert names(draft) == before
