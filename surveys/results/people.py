"""Shares of people who each have few cases: what is left of them once chance is taken out. Pure, without a library.

Everybody is drawn towards what is usual, by as much as their cases are few (beta-binomial, empirical Bayes). Somebody
is noticed only if no colleague among so many would be so far out in 49 years of 50. Never a ranking of raw shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p, sqrt

FALSE_ALARM = 0.02  # among all colleagues together, where nobody is unlike the others
FEWEST = 20  # without so many people there is no saying what is usual
FEWEST_ASKED = 10  # small numbers say nothing of a person, whatever the arithmetic
Cases = tuple[int, int]  # cases, of how many

# A few who cheat must not make cheating look usual: the furthest twentieth is left out, and the spread of the others
# widened to what all would show. 1.24 would do for a bell; shares lean to the right, and 1.5 keeps 99 of 100 companies
# without anybody guilty free of a mark, for shares of 5 % and of 50 %, alike or not (tests/benchmarks/surveys/bench_results.py).
_LEFT_OUT = 0.05
_WIDENED = 1.5
_MOST_ALIKE = 1e3  # a + b of people who seem not to differ at all: nobody can be sure of that
_ROUNDS = 3
_CLOSE = 1e-5


@dataclass(frozen=True, slots=True)
class Usual:
    """How shares are spread among people: Beta(a, b)."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        return self.a / (self.a + self.b)

    def oddity(self, part: int, whole: int) -> float:
        """How many spreads a share lies above the mean, its own chance counted in."""
        alike = 1 / (self.a + self.b + 1)
        spread = self.mean * (1 - self.mean) / whole * (1 + (whole - 1) * alike)
        return (part / whole - self.mean) / sqrt(spread)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's share as it is to be believed, its 95 % bounds, and whether it is out of the ordinary."""

    value: float
    low: float
    high: float
    is_noticed: bool


def standings(people: Sequence[Cases]) -> list[Standing]:
    """One for each, in the order given."""
    usual, marks = usual_of(people), noticed(people)
    return [_standing(part, whole, usual, mark) for (part, whole), mark in zip(people, marks, strict=True)]


def noticed(people: Sequence[Cases]) -> list[bool]:
    """Who has more cases than any ordinary person among so many would."""
    usual, limit = usual_of(people), FALSE_ALARM / max(1, len(people))
    enough = sum(whole > 0 for _, whole in people) >= FEWEST
    return [enough and whole >= FEWEST_ASKED and _is_beyond(part, whole, usual, limit) for part, whole in people]


def usual_of(people: Sequence[Cases]) -> Usual:
    """From everybody, by moments."""
    told = [(part, whole) for part, whole in people if whole > 0]
    usual = _by_moments(told, 1.0)
    if len(told) < FEWEST:
        return usual
    for _ in range(_ROUNDS):
        by_oddity = sorted(told, key=lambda one: usual.oddity(*one))
        usual = _by_moments(by_oddity[: int(len(told) * (1 - _LEFT_OUT))], _WIDENED)
    return usual


def _by_moments(people: Sequence[Cases], widened: float) -> Usual:
    total = sum(whole for _, whole in people)
    if not total:
        return Usual(0.5, 0.5)
    mean = (sum(part for part, _ in people) + 0.5) / (total + 1)
    spread = widened * sum(whole * (part / whole - mean) ** 2 for part, whole in people)
    free = len(people) - 1
    room = mean * (1 - mean) * (total - sum(whole * whole for _, whole in people) / total - free)
    alike = (spread - mean * (1 - mean) * free) / room if room > 0 else 0.0
    size = 1 / min(max(alike, 1 / _MOST_ALIKE), 0.5) - 1
    return Usual(mean * size, (1 - mean) * size)


def _is_beyond(part: int, whole: int, usual: Usual, limit: float) -> bool:
    return part > usual.mean * whole and _as_many(part, whole, usual) < limit


def _as_many(part: int, whole: int, usual: Usual) -> float:
    """How likely an ordinary person has that many cases or more: the beta-binomial's tail."""
    a, b = usual.a, usual.b
    chance = exp(
        lgamma(whole + 1)
        - lgamma(part + 1)
        - lgamma(whole - part + 1)
        + _log_beta(part + a, whole - part + b)
        - _log_beta(a, b)
    )
    total = chance
    for more in range(part, whole):
        chance *= (whole - more) / (more + 1) * (more + a) / (whole - more - 1 + b)
        total += chance
        if chance < total * 1e-12:
            break
    return total


def _standing(part: int, whole: int, usual: Usual, mark: bool) -> Standing:
    a, b = usual.a + part, usual.b + whole - part
    return Standing(a / (a + b), quantile(0.025, a, b), quantile(0.975, a, b), mark)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def quantile(probability: float, a: float, b: float) -> float:
    """The share under which Beta(a, b) lies with that probability."""
    low, high = 0.0, 1.0
    while high - low > _CLOSE:
        middle = (low + high) / 2
        if share_below(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def share_below(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz); good to 1e-10."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = exp(-_log_beta(a, b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1.0 / (1.0 - (a + b) * x / (a + 1) or tiny)
    value = d
    for m in range(1, 2000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1.0 / (1.0 + even * d or tiny)
        c = 1.0 + even / c or tiny
        value *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1.0 / (1.0 + odd * d or tiny)
        c = 1.0 + odd / c or tiny
        value *= d * c
        if abs(d * c - 1.0) < 1e-12:
            break
    return value
