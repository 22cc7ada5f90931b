"""A share and how far chance leaves it uncertain: Wilson's interval at 95 %. Numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

FEWEST = 10  # below this a share is not comparable
_Z = 1.959964


@dataclass(frozen=True)
class Share:
    """`part` of `whole`; low and high bound what the true share may be."""

    part: int
    whole: int
    rate: float
    low: float
    high: float

    @property
    def is_comparable(self) -> bool:
        return self.whole >= FEWEST


def share_of(part: int, whole: int) -> Share:
    """Of nothing, anything is possible."""
    if not whole:
        return Share(0, 0, 0.0, 0.0, 1.0)
    rate, spread = part / whole, _Z * _Z / whole
    middle = (rate + spread / 2) / (1 + spread)
    reach = _Z / (1 + spread) * sqrt(rate * (1 - rate) / whole + spread / whole / 4)
    return Share(part, whole, rate, max(0.0, middle - reach), min(1.0, middle + reach))
