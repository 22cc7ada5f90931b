"""Where the bits of a match come from, as bars on a line from 0 to 100. Geometry only; a template draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log2

from cases.crosscheck.weights import MATCH_PROBABILITY
from cases.wording import FIELDS

ORDER = (
    "prior",
    "phone",
    "name",
    "salesperson",
    "store",
    "invited",
    "order_no",
    "amount",
    "date",
    "product",
    "created",
    "quoted",
)
SURE_BITS = log2(MATCH_PROBABILITY / (1 - MATCH_PROBABILITY))


@dataclass(frozen=True)
class Bar:
    """One step. `left` and `width` are parts of 100; `label` is a message id."""

    label: str
    bits: float
    left: float
    width: float
    total: bool = False


@dataclass(frozen=True)
class Waterfall:
    """`zero` is where the odds are even, `sure` where an order counts as the one meant."""

    bars: tuple[Bar, ...]
    zero: float
    sure: float


def waterfall_of(weights: Mapping[str, float]) -> Waterfall:
    """From the starting point through the fields to the sum; fields that weigh nothing are left out."""
    steps = [(field, weights[field]) for field in ORDER if weights.get(field)]
    sums = [0.0]
    for _, bits in steps:
        sums.append(sums[-1] + bits)
    least, most = min(*sums, 0.0), max(*sums, SURE_BITS)

    def place(bits: float) -> float:
        return round((bits - least) / (most - least) * 100, 2)

    bars = [
        Bar(
            FIELDS[field],
            bits,
            place(min(before, after)),
            round(place(max(before, after)) - place(min(before, after)), 2),
        )
        for (field, bits), (before, after) in zip(steps, pairwise(sums), strict=True)
    ]
    start, end = sorted((0.0, sums[-1]))
    bars.append(Bar(FIELDS["total"], sums[-1], place(start), round(place(end) - place(start), 2), total=True))
    return Waterfall(tuple(bars), place(0.0), place(SURE_BITS))
