"""A voice message, in a Chromium whose microphone beeps: recorded, disguised, heard, taken, and a WAV of ours at the desk."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.enclosing import ON, fetched_at_the_desk, send, write
from tests.browser.windows import PHONE
from tests.journeys.server import Server, running

HEARD = "#voice-heard"
REFUSE = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError') }"
NO_RECORDER = "delete globalThis.MediaRecorder"
WATCH = """
const decode = OfflineAudioContext.prototype.decodeAudioData
OfflineAudioContext.prototype.decodeAudioData = async function (raw) {
  globalThis.original = await decode.call(this, raw)
  globalThis.heard = original.getChannelData(0).some(sample => sample)
  return original
}
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
navigator.mediaDevices.getUserMedia = async wanted => {
  globalThis.given = await ask(wanted)
  return globalThis.given
}
"""
CAN_PLAY = """
address => new Promise(resolve => {
  const audio = new Audio(address)
  audio.addEventListener("canplay", () => resolve(true))
  audio.addEventListener("error", () => resolve(false))
  audio.load()
})
"""
LISTEN = """
audio => new Promise((resolve, reject) => {
  audio.addEventListener("ended", () => resolve(audio.duration))
  audio.addEventListener("error", () => reject(audio.error))
  audio.play().catch(reject)
})
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("voice")) as started:
        yield started


@pytest.fixture
def page(server: Server, open_page: OpenPage) -> Page:
    opened = open_page(size=PHONE)
    opened.add_init_script(WATCH)
    write(opened, server, "附一段语音")
    return opened


def record(page: Page) -> None:
    """Two seconds and a little, by the page's own clock."""
    page.locator("#voice summary").click()
    page.locator("#voice-record").click()
    expect(page.locator("#voice-clock")).to_have_text("0:02")
    page.locator("#voice-stop").click()
    expect(page.locator("#voice-take")).to_be_visible()


def test_what_was_recorded_and_heard_reaches_the_desk_as_a_wav_of_ours(
    page: Page, server: Server, open_page: OpenPage, tmp_path: Path
) -> None:
    record(page)
    assert 1.5 < page.locator(HEARD).evaluate(LISTEN) < 4
    page.locator("#voice-take").click()
    expect(page.locator("#chosen li")).to_contain_text("声音已变过")
    send(page)
    data = fetched_at_the_desk(open_page(), server, "附一段语音", "voice.wav", tmp_path)
    with wave.open(io.BytesIO(data)) as sound:
        assert (sound.getnchannels(), sound.getframerate(), sound.getsampwidth()) == (1, 16_000, 2)
        assert len(data) == 44 + 2 * sound.getnframes()
        assert any(sound.readframes(sound.getnframes()))


def test_the_microphone_is_let_go_of_before_anything_is_heard(page: Page) -> None:
    record(page)
    assert page.evaluate("() => given.getTracks().map(track => track.readyState)") == ["ended"]


def test_what_it_gave_is_wiped_when_it_is_disguised(page: Page) -> None:
    record(page)
    assert page.evaluate("() => heard")
    assert page.evaluate("() => original.getChannelData(0).every(sample => sample === 0)")


def test_what_was_thrown_away_is_nowhere(page: Page) -> None:
    record(page)
    address = page.locator(HEARD).get_attribute("src")
    assert page.evaluate(CAN_PLAY, address)
    page.locator("#voice-drop").click()
    expect(page.locator(HEARD)).to_be_hidden()
    assert not page.evaluate(CAN_PLAY, address)
    expect(page.locator("#chosen li")).to_have_count(0)


def test_nothing_is_sent_while_a_recording_is_undecided(page: Page) -> None:
    record(page)
    page.get_by_role("button", name=ON).click()
    expect(page.locator("#voice-problem")).to_contain_text("请先决定")
    expect(page.locator("#copying")).to_be_hidden()
    page.locator("#voice-drop").click()
    page.get_by_role("button", name=ON).click()
    expect(page.locator("#copying")).to_be_visible()


def test_where_the_microphone_is_refused_nothing_is_lost(server: Server, open_page: OpenPage) -> None:
    page = open_page(size=PHONE)
    page.add_init_script(REFUSE)
    write(page, server, "只写文字")
    page.locator("#voice summary").click()
    page.locator("#voice-record").click()
    expect(page.locator("#voice-problem")).to_contain_text("没有允许")
    expect(page.locator("#voice-record")).to_be_visible()
    expect(page.locator("#text")).to_have_value("只写文字")


@pytest.mark.parametrize("scripts", [True, False])
def test_who_cannot_record_is_not_offered_to(server: Server, open_page: OpenPage, scripts: bool) -> None:
    page = open_page(size=PHONE, scripts=scripts)
    page.add_init_script(NO_RECORDER)
    write(page, server, "只写文字")
    expect(page.locator("#voice")).to_be_hidden()


@pytest.mark.parametrize(
    ("path", "is_allowed"), [("/report", True), ("/mailbox", True), ("/", False), ("/desk", False)]
)
def test_two_pages_alone_may_ask_for_the_microphone(server: Server, path: str, is_allowed: bool) -> None:
    headers = httpx.get(f"{server.url}{path}", follow_redirects=True).headers
    assert ("microphone=(self)" in headers["permissions-policy"]) is is_allowed
    assert ("media-src blob:" in headers["content-security-policy"]) is is_allowed
    assert "camera=()" in headers["permissions-policy"]
