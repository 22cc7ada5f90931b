"""What chance alone explains: counts of many people against the share expected of each. Only the batch imports this: scipy.

Two nulls. The exact binomial one takes everybody for equal, which nobody is: it gives hints. The beta-binomial one learns
from the counts themselves how far people differ without anything being wrong. False discoveries are held to 5 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.stats import betabinom, binom

FALSE_SHARE = 0.05
LEAST_OF, LEAST = 20, 3  # below these a share says next to nothing
FAR_SHARE = 0.05
_LOG_ALIKE = (1.0, 14.0)  # from people who differ wildly to people who differ by chance alone
_EDGE = 1e-6


@dataclass(frozen=True)
class Count:
    """`part` of `whole`, where `expected` of `whole` would be usual (0..1)."""

    person: str
    part: int
    whole: int
    expected: float


@dataclass(frozen=True)
class Chance:
    """`p`, `q`: of the exact binomial null and adjusted; `wide_p`, `wide_q`: of the beta-binomial one."""

    count: Count
    p: float
    q: float
    wide_p: float
    wide_q: float

    @property
    def is_hint(self) -> bool:
        return self.q <= FALSE_SHARE and self.count.part >= LEAST

    @property
    def is_clear(self) -> bool:
        """Beyond what people differ by; still worth nothing without a second sign."""
        return self.wide_q <= FALSE_SHARE and self.count.whole >= LEAST_OF and self.count.part >= LEAST


def chances(counts: Sequence[Count]) -> tuple[Chance, ...]:
    """For each count, how often chance alone gives as many or more. In the order given."""
    held = [one for one in counts if one.whole > 0]
    if not held:
        return ()
    part = np.array([one.part for one in held])
    whole = np.array([one.whole for one in held])
    mean = np.clip([one.expected for one in held], _EDGE, 1 - _EDGE)
    alike = alikeness(held)
    p = binom.sf(part - 1, whole, mean)
    wide = np.maximum(p, betabinom.sf(part - 1, whole, mean * alike, (1 - mean) * alike))
    together = zip(held, p, adjusted(p), wide, adjusted(wide), strict=True)
    return tuple(Chance(one, *map(float, values)) for one, *values in together)


def alikeness(counts: Sequence[Count]) -> float:
    """The precision (a + b) of the beta distribution under which these counts are likeliest.

    Of the twentieth that is furthest out it only counts that they are that far out: a few who cheat must not make cheating
    look usual, and leaving them out would make the others look more alike than they are.
    """
    part = np.array([one.part for one in counts])
    whole = np.array([one.whole for one in counts])
    mean = np.clip([one.expected for one in counts], _EDGE, 1 - _EDGE)
    p = binom.sf(part - 1, whole, mean)
    cut = float(np.quantile(p, FAR_SHARE))
    is_far = p <= cut
    far_from = binom.isf(cut, whole, mean) + 1  # the least number of that person that is as far out
    far_from = np.minimum(far_from, part)

    def unlikeliness(log_alike: float) -> float:
        a, b = mean * exp(log_alike), (1 - mean) * exp(log_alike)
        near = betabinom.logpmf(part[~is_far], whole[~is_far], a[~is_far], b[~is_far])
        far = betabinom.logsf(far_from[is_far] - 1, whole[is_far], a[is_far], b[is_far])
        return -float(near.sum() + far.sum())

    return exp(float(minimize_scalar(unlikeliness, bounds=_LOG_ALIKE, method="bounded").x))


def adjusted(p: Sequence[float]) -> Sequence[float]:
    """Benjamini and Hochberg (1995): the least share of false discoveries at which each would be one."""
    order = np.argsort(p)[::-1]
    q = np.empty(len(p))
    q[order] = np.minimum.accumulate(np.asarray(p)[order] * len(p) / np.arange(len(p), 0, -1))
    return list(np.minimum(q, 1.0))
