"""The disguise of a voice, under node: it moves by what was drawn, lasts as long, and nothing of the wave is left."""

from __future__ import annotations

import io
import json
import math
import subprocess
import wave
from array import array
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any  # questions and answers are JSON

import pytest

from portal import assets
from tests.browser.voices import hiss, likeness, pitch_of, vowel, widening

Ask = Callable[..., Any]
UP, DOWN = {"pitch": 1.35, "resonances": 1.15}, {"pitch": 0.75, "resonances": 0.85}
CROSSED, CONTRARY = {"pitch": 1.25, "resonances": 0.87}, {"pitch": 0.8, "resonances": 1.2}
PITCH, RESONANCES = (3, 6), (1.75, 3.5)  # semitones


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    made = tmp_path_factory.mktemp("voice") / "voice.mjs"
    assets.bundle(Path(__file__).parent / "voice.js", made, "--platform=node")

    def ask_once(question: str, **facts: Any) -> Any:
        said = json.dumps({"question": question, "facts": facts})
        return json.loads(
            subprocess.run([assets.node(), made], input=said, capture_output=True, text=True, check=True).stdout
        )

    return ask_once


def disguised(ask: Ask, samples: list[float], moved: dict[str, float]) -> list[float]:
    made = array("f")
    made.frombytes(b64decode(ask("disguise", samples=b64encode(array("f", samples).tobytes()).decode(), moved=moved)))
    return made.tolist()


@pytest.mark.parametrize("pitch", [110, 150, 220])
@pytest.mark.parametrize("moved", [UP, DOWN, CROSSED, CONTRARY], ids=["up", "down", "crossed", "contrary"])
def test_pitch_and_resonances_move_by_what_was_drawn(ask: Ask, pitch: float, moved: dict[str, float]) -> None:
    before = vowel(pitch)
    after = disguised(ask, before, moved)
    aim = pitch * moved["pitch"]
    assert pitch_of(after, aim) == pytest.approx(aim, rel=0.02)
    assert widening(before, after, pitch, aim) == pytest.approx(moved["resonances"], rel=0.05)


def test_it_lasts_as_long(ask: Ask) -> None:
    assert len(disguised(ask, vowel(150, 1.3), UP)) == len(vowel(150, 1.3))


def test_silence_stays_silence(ask: Ask) -> None:
    assert set(disguised(ask, [0.0] * 16_000, UP)) == {0.0}


@pytest.mark.parametrize("sound", [hiss, lambda: vowel(150)], ids=["hiss", "vowel"])
@pytest.mark.parametrize("moved", [UP, DOWN], ids=["up", "down"])
def test_no_stretch_of_the_original_is_in_it(
    ask: Ask, sound: Callable[[], list[float]], moved: dict[str, float]
) -> None:
    assert likeness(sound(), sound()) == pytest.approx(1)
    assert likeness(sound(), disguised(ask, sound(), moved)) < 0.6


def test_what_is_loud_is_held_below_the_edge(ask: Ask) -> None:
    loud = [max(-1.0, min(1.0, 4 * sample)) for sample in vowel(150)]
    assert max(map(abs, disguised(ask, loud, UP))) <= 0.9001


def test_every_recording_is_moved_by_another_amount_within_the_bounds(ask: Ask) -> None:
    drawn = ask("draw", times=500)
    pitches, mouths = ([12 * math.log2(one[name]) for one in drawn] for name in ("pitch", "resonances"))
    assert all(PITCH[0] <= abs(one) <= PITCH[1] for one in pitches)
    assert all(RESONANCES[0] <= abs(one) <= RESONANCES[1] for one in mouths)
    assert len({(pitch > 0, mouth > 0) for pitch, mouth in zip(pitches, mouths, strict=True)}) == 4
    assert len(set(pitches)) == len(set(mouths)) == 500


def test_a_wav_holds_the_samples_and_nothing_else(ask: Ask) -> None:
    raw = b64decode(ask("wav", samples=[0, 1, -1, 0.5, 7]))
    assert len(raw) == 44 + 10
    with wave.open(io.BytesIO(raw)) as sound:
        assert (sound.getnchannels(), sound.getframerate(), sound.getsampwidth()) == (1, 16_000, 2)
        assert array("h", sound.readframes(5)).tolist() == [0, 32767, -32767, 16384, 32767]
