"""CSAT, NPS, CES and rates with what chance leaves uncertain: closed forms, the same on screen, in exports and for programs.

Pure. Scores come weighted by how likely each person was to be asked, so that asking after risk moves no score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
SHARES = frozenset({"csat", "rate"})  # measures between 0 and 1; NPS lies between -1 and 1, CES on its form's own scale
# Wilson covers a rare event too seldom (0.84 where n = 10 and p = 0.016). Brown, Cai and DasGupta (2001) take the Poisson
# limit for 1, 2, 3 cases instead: half the 5 % point of chi-square with 2, 4, 6 degrees of freedom.
_RARE = (0.0, 0.0513, 0.3554, 0.8177)
_MANY = 50  # up to here two cases are rare, above it three


@dataclass(frozen=True, slots=True)
class Weighed:
    """Answers that are alike: how many, the sum of their weights and of the squares of those, as whole numbers.

    A weight is one over the probability of being asked; in which unit it is counted makes no difference here.
    """

    count: int = 0
    weight: int = 0
    square: int = 0

    def __add__(self, other: Weighed) -> Weighed:
        return Weighed(self.count + other.count, self.weight + other.weight, self.square + other.square)

    @property
    def effective(self) -> float:
        """As many answers of equal weight as would say as much (Kish)."""
        return self.weight * self.weight / self.square if self.square else 0.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the bounds of what the true one may be. answers: how many gave it; effective: how many they are worth."""

    value: float
    low: float
    high: float
    answers: int
    effective: float


Scores = Mapping[int, Weighed]  # by the score that was given


def rate_of(part: Weighed, whole: Weighed, z: float = Z) -> Estimate:
    """The share of `part` (of the same answers as `whole`), by Wilson. Of nothing, anything is possible."""
    if not whole.weight:
        return Estimate(0.0, 0.0, 1.0, 0, 0.0)
    share, size = part.weight / whole.weight, whole.effective
    low, high = wilson(share * size, size, z)
    return Estimate(share, low, high, whole.count, size)


def csat_of(scores: Scores, least: int, most: int, z: float = Z) -> Estimate:
    """The share of the content: scores in the upper quarter of the scale, 4 and 5 of 1 to 5."""
    content = sum((one for score, one in scores.items() if score >= least + 0.75 * (most - least)), Weighed())
    return rate_of(content, _whole(scores), z)


def nps_of(scores: Scores, z: float = Z) -> Estimate:
    """Promoters (9, 10) less detractors (0 to 6), between -1 and 1; adjusted Wald: n+3, promoters+¾, detractors+¾.

    Where one of the three kinds is empty, a binomial is what is left, and its wider bounds count too.
    """
    whole = _whole(scores)
    if not whole.weight:
        return Estimate(0.0, -1.0, 1.0, 0, 0.0)
    size = whole.effective
    promoters = size * sum(one.weight for score, one in scores.items() if score >= 9) / whole.weight
    detractors = size * sum(one.weight for score, one in scores.items() if score <= 6) / whole.weight
    low, high = _adjusted_wald(promoters, detractors, size, z)
    for low_too, high_too in _of_two_kinds(promoters, detractors, size, z):
        low, high = min(low, low_too), max(high, high_too)
    return Estimate((promoters - detractors) / size, max(-1.0, low), min(1.0, high), whole.count, size)


def ces_of(scores: Scores, least: int, most: int, z: float = Z) -> Estimate:
    """The mean of a scale of effort. Bounds as if one more had chosen each end: ten who agree do not prove that all do.

    Where only two scores were given, a binomial is what is left, and its wider bounds count too.
    """
    whole = _whole(scores)
    if not whole.weight:
        return Estimate((least + most) / 2, least, most, 0, 0.0)
    size = whole.effective
    shares = {score: size * one.weight / whole.weight for score, one in scores.items()}
    value = sum(score * share for score, share in shares.items()) / size
    cautious = (value * size + least + most) / (size + 2)
    squares = sum(score * score * share for score, share in shares.items()) + least * least + most * most
    reach = z * sqrt(max(0.0, squares / (size + 2) - cautious * cautious) / (size + 2))
    low, high = max(least, cautious - reach), min(most, cautious + reach)
    given = sorted(score for score, share in shares.items() if share)
    if len(given) == 2:
        below, above = wilson(shares[given[1]], size, z)
        step = given[1] - given[0]
        low, high = min(low, given[0] + step * below), max(high, given[0] + step * above)
    return Estimate(value, low, high, whole.count, size)


def wilson(part: float, whole: float, z: float = Z) -> tuple[float, float]:
    """Bounds of a share. part and whole may be effective sizes, which are no whole numbers."""
    share, spread = min(1.0, part / whole), z * z / whole
    middle = (share + spread / 2) / (1 + spread)
    reach = z / (1 + spread) * sqrt(share * (1 - share) / whole + spread / whole / 4)
    low, high = max(0.0, middle - reach), min(1.0, middle + reach)
    few = 2 if whole <= _MANY else 3
    if part <= few:
        low = min(low, _rare(part) / whole)
    if whole - part <= few:
        high = max(high, 1 - _rare(whole - part) / whole)
    return low, high


def _rare(cases: float) -> float:
    """Between whole numbers of cases, which weights bring about, the straight line."""
    lower = int(max(0.0, cases))
    upper = min(lower + 1, len(_RARE) - 1)
    return _RARE[lower] + (_RARE[upper] - _RARE[lower]) * (max(0.0, cases) - lower)


def _adjusted_wald(promoters: float, detractors: float, size: float, z: float) -> tuple[float, float]:
    up, down = (promoters + 0.75) / (size + 3), (detractors + 0.75) / (size + 3)
    reach = z * sqrt((up + down - (up - down) ** 2) / (size + 3))
    return up - down - reach, up - down + reach


def _of_two_kinds(promoters: float, detractors: float, size: float, z: float) -> list[tuple[float, float]]:
    bounds: list[tuple[float, float]] = []
    if promoters == 0:
        low, high = wilson(detractors, size, z)
        bounds.append((-high, -low))
    if detractors == 0:
        bounds.append(wilson(promoters, size, z))
    if abs(promoters + detractors - size) < 1e-9:
        low, high = wilson(promoters, size, z)
        bounds.append((2 * low - 1, 2 * high - 1))
    return bounds


def _whole(scores: Scores) -> Weighed:
    return sum(scores.values(), Weighed())
