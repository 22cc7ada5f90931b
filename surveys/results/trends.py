"""Which moves from one month to the next are more than chance. Pure; whoever marks nothing else accuses no quiet month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import sqrt
from statistics import NormalDist

from surveys.results.measures import Estimate

FALSE_ALARM = 0.05  # how often a whole row of months without any change may be given a mark
LEAST_ANSWERS = 10

At = Callable[[float], Estimate]  # the same figure with bounds for another z


def moves(months: Sequence[At]) -> tuple[int, ...]:
    """For every month 1 (up), -1 (down) or 0, against the month before it.

    All comparisons share one error (Bonferroni), so that a longer row is not a more suspicious one.
    """
    compared = max(1, len(months) - 1)
    z = NormalDist().inv_cdf(1 - FALSE_ALARM / compared / 2)
    bounds = [month(z) for month in months]
    return (0, *(move(before, now) for before, now in pairwise(bounds)))[: len(months)]


def move(before: Estimate, now: Estimate) -> int:
    """Newcombe's way: the distance between two figures, with the bounds of each, shuts out 0."""
    if min(before.answers, now.answers) < LEAST_ANSWERS:
        return 0
    change = now.value - before.value
    if change - sqrt((now.value - now.low) ** 2 + (before.high - before.value) ** 2) > 0:
        return 1
    if change + sqrt((now.high - now.value) ** 2 + (before.value - before.low) ** 2) < 0:
        return -1
    return 0
