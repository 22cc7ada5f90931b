"""Voices made of numbers, and what can be measured of one: its pitch, its resonances, its likeness to another."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

RATE = 16_000
RESONANCES = ((500, 80), (1500, 100), (2500, 120))  # Hz and their widths: a vowel between a and e
Samples = Sequence[float]


def vowel(pitch: float, seconds: float = 1.0) -> list[float]:
    """Beats of the cords, sounding in a mouth."""
    beats = [0.0] * int(RATE * seconds)
    for n in range(int(seconds * pitch)):
        beats[int(n * RATE / pitch)] = 1.0
    for middle, width in RESONANCES:
        beats = _resonating(beats, middle, width)
    peak = max(map(abs, beats))
    return [sample * 0.5 / peak for sample in beats]


def hiss(seconds: float = 1.0) -> list[float]:
    drawing = random.Random(7)
    return [drawing.uniform(-0.5, 0.5) for _ in range(int(RATE * seconds))]


def pitch_of(samples: Samples, near: float) -> float:
    """Hz, within a fifth of what is looked for: by the distance at which the sound repeats itself."""
    part = samples[4000:8000]
    lags = range(int(RATE / near / 1.2), int(RATE / near * 1.2) + 1)
    return RATE / max(lags, key=lambda lag: _likeness(part[lag:], part))


def widening(before: Samples, after: Samples, pitch: float, moved: float) -> float:
    """By which factor the resonances of `after` lie above those of `before`: where both curves fit best."""
    curve, other = _curve(before, pitch), _curve(after, moved)
    places = range(250, 4000, 50)
    said = [other(place) for place in places]
    factors = [0.7 + step / 200 for step in range(150)]
    return max(factors, key=lambda factor: _correlation(said, [curve(place / factor) for place in places]))


def likeness(one: Samples, other: Samples) -> float:
    """How like a tenth of a second of one is to any within a twentieth of it in the other; 1 if it is there as it was."""
    at, length, reach = 6400, 1600, 800
    part = one[at : at + length]
    return max(abs(_likeness(part, other[at + lag : at + lag + length])) for lag in range(-reach, reach))


def _resonating(beats: list[float], middle: float, width: float) -> list[float]:
    radius = math.exp(-math.pi * width / RATE)
    turn = 2 * radius * math.cos(2 * math.pi * middle / RATE)
    made, before, earlier = [], 0.0, 0.0
    for beat in beats:
        before, earlier = beat + turn * before - radius * radius * earlier, before
        made.append(before)
    return made


def _curve(samples: Samples, pitch: float) -> Callable[[float], float]:
    """The loudness (logarithm) at any frequency, read from the harmonics."""
    heights = [math.log(_strength(samples[4000:12000], pitch * n) + 1e-7) for n in range(1, int(6500 / pitch))]

    def at(frequency: float) -> float:
        place = min(max(frequency / pitch - 1, 0), len(heights) - 1.001)
        low = int(place)
        return heights[low] + (place - low) * (heights[low + 1] - heights[low])

    return at


def _strength(samples: Samples, frequency: float) -> float:
    """Of one frequency, under a Hann window (Goertzel)."""
    turn, before, earlier = 2 * math.cos(2 * math.pi * frequency / RATE), 0.0, 0.0
    for i, sample in enumerate(samples):
        window = 0.5 - 0.5 * math.cos(2 * math.pi * i / len(samples))
        before, earlier = window * sample + turn * before - earlier, before
    return math.sqrt(abs(before * before + earlier * earlier - turn * before * earlier)) / len(samples) * 4


def _likeness(one: Samples, other: Samples) -> float:
    pairs = list(zip(one, other, strict=False))
    power = math.sqrt(sum(a * a for a, _ in pairs) * sum(b * b for _, b in pairs))
    return sum(a * b for a, b in pairs) / power if power else 0.0


def _correlation(one: Samples, other: Samples) -> float:
    middle, others = sum(one) / len(one), sum(other) / len(other)
    return _likeness([a - middle for a in one], [b - others for b in other])
