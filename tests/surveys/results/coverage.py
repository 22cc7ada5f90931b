"""How often bounds hold the truth, counted out over every outcome there can be."""

from collections.abc import Iterator
from functools import cache
from math import exp, lgamma, log

from surveys.results.measures import Estimate, Weighed, ces_of, nps_of, rate_of


def alike(count: int) -> Weighed:
    return Weighed(count, count, count)


def rate_coverage(size: int, share: float) -> float:
    held = _rate_bounds(size)
    return sum(
        _chance((part, size - part), (share, 1 - share))
        for part, (low, high) in enumerate(held)
        if low - 1e-12 <= share <= high + 1e-12
    )


def nps_coverage(size: int, up: float, down: float) -> float:
    return _three_ways(_nps_bounds(size), (up, down, 1 - up - down), up - down)


def ces_coverage(size: int, first: float, second: float) -> float:
    """Answers 1, 4 and 7 only: the scale's ends and its middle."""
    chances = (first, second, 1 - first - second)
    return _three_ways(_ces_bounds(size), chances, chances[0] + 4 * chances[1] + 7 * chances[2])


Bounds = dict[tuple[int, int, int], tuple[float, float]]


def _three_ways(bounds: Bounds, chances: tuple[float, float, float], truth: float) -> float:
    return sum(_chance(counts, chances) for counts, (low, high) in bounds.items() if low - 1e-9 <= truth <= high + 1e-9)


@cache
def _rate_bounds(size: int) -> list[tuple[float, float]]:
    return [_ends(rate_of(alike(part), alike(size))) for part in range(size + 1)]


@cache
def _nps_bounds(size: int) -> Bounds:
    return {c: _ends(nps_of({10: alike(c[0]), 0: alike(c[1]), 8: alike(c[2])})) for c in _counts(size)}


@cache
def _ces_bounds(size: int) -> Bounds:
    return {c: _ends(ces_of({1: alike(c[0]), 4: alike(c[1]), 7: alike(c[2])}, 1, 7)) for c in _counts(size)}


def _counts(size: int) -> Iterator[tuple[int, int, int]]:
    return ((a, b, size - a - b) for a in range(size + 1) for b in range(size + 1 - a))


def _ends(estimate: Estimate) -> tuple[float, float]:
    return estimate.low, estimate.high


def _chance(counts: tuple[int, ...], chances: tuple[float, ...]) -> float:
    """Of the multinomial."""
    if any(count and chance <= 1e-12 for count, chance in zip(counts, chances, strict=True)):
        return 0.0
    told = sum(count * log(chance) - lgamma(count + 1) for count, chance in zip(counts, chances, strict=True) if count)
    return exp(lgamma(sum(counts) + 1) + told)
