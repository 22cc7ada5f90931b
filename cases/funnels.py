"""A funnel: one share among all, with the limits inside which chance alone leaves nearly everybody. Numbers and geometry only.

Limits are exact binomial ones, interpolated (Spiegelhalter 2005), since the usual approximation accuses people with few
orders. The others are dots without a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from typing import Literal

from cases.records.selling import Tally

FEW = 20  # below this a share says next to nothing
INNER, OUTER = 0.025, 0.001  # on either side: 95 % and 99.8 %
STEPS = 48
WIDTH, HEIGHT = 600, 260
LEFT, RIGHT, TOP, BOTTOM = 76, 12, 10, 30
Place = Literal["few", "inside", "edge", "outside"]


@dataclass(frozen=True)
class Limits:
    """Shares below and above which one of forty, and one of a thousand, falls by chance alone."""

    low: float
    high: float
    far_low: float
    far_high: float


@dataclass(frozen=True)
class Funnel:
    """What a page draws in a box of WIDTH × HEIGHT, and what it says. `dots`: the others; `x`, `y`: the one meant."""

    tally: Tally
    average: float
    limits: Limits
    place: Place
    dots: tuple[tuple[float, float], ...]
    x: float
    y: float
    average_y: float
    inner: tuple[str, str]
    outer: tuple[str, str]
    most_orders: int
    most_rate: float
    people: int


def funnel_of(tally: Tally, others: Sequence[Tally]) -> Funnel | None:
    """None without an order of this one or of anybody else."""
    everybody = [one for one in (tally, *others) if one.orders]
    if not tally.orders or len(everybody) < 2:
        return None
    average = sum(one.gone for one in everybody) / sum(one.orders for one in everybody)
    limits = limits_at(tally.orders, average)
    scale = _Scale(max(one.orders for one in everybody), _most_rate(everybody, average))
    return Funnel(
        tally=tally,
        average=average,
        limits=limits,
        place=_place(tally, limits),
        dots=tuple((scale.x(one.orders), scale.y(one.rate)) for one in others if one.orders),
        x=scale.x(tally.orders),
        y=scale.y(tally.rate),
        average_y=scale.y(average),
        inner=scale.lines(average, INNER),
        outer=scale.lines(average, OUTER),
        most_orders=scale.most_orders,
        most_rate=scale.most_rate,
        people=len(everybody),
    )


def limits_at(orders: int, average: float) -> Limits:
    return Limits(
        quantile(orders, average, INNER),
        quantile(orders, average, 1 - INNER),
        quantile(orders, average, OUTER),
        quantile(orders, average, 1 - OUTER),
    )


def quantile(orders: int, share: float, level: float) -> float:
    """The share of `orders` below which chance stays with probability `level`, interpolated between whole numbers."""
    if share <= 0 or share >= 1 or orders < 1:
        return share
    reach = 12 * sqrt(orders * share * (1 - share)) + 12
    below = 0.0
    for number in range(max(0, int(orders * share - reach)), orders + 1):
        here = _chance(number, orders, share)
        if below + here > level:
            return min(1.0, max(0.0, (number - 1 + (level - below) / here) / orders))
        below += here
    return 1.0


@dataclass(frozen=True)
class _Scale:
    most_orders: int
    most_rate: float

    def x(self, orders: float) -> float:
        return round(LEFT + orders / self.most_orders * (WIDTH - LEFT - RIGHT), 1)

    def y(self, rate: float) -> float:
        return round(HEIGHT - BOTTOM - min(rate / self.most_rate, 1.0) * (HEIGHT - TOP - BOTTOM), 1)

    def lines(self, average: float, level: float) -> tuple[str, str]:
        """Below and above, as points of a polyline; closer together where few orders make them steep."""
        numbers = sorted({max(1, round(self.most_orders * (step / STEPS) ** 2)) for step in range(1, STEPS + 1)})
        return self._points(numbers, average, level), self._points(numbers, average, 1 - level)

    def _points(self, numbers: Iterable[int], average: float, level: float) -> str:
        return " ".join(f"{self.x(number):g},{self.y(quantile(number, average, level)):g}" for number in numbers)


def _most_rate(everybody: Sequence[Tally], average: float) -> float:
    """Room for everybody with enough orders to say something; the mouth of the funnel may run out of the box."""
    said = [one.rate for one in everybody if one.orders >= FEW]
    return min(1.0, max([average * 3, *said, 0.05]) * 1.15)


def _place(tally: Tally, limits: Limits) -> Place:
    if tally.orders < FEW:
        return "few"
    if limits.low <= tally.rate <= limits.high:
        return "inside"
    return "edge" if limits.far_low <= tally.rate <= limits.far_high else "outside"


def _chance(number: int, orders: int, share: float) -> float:
    ways = lgamma(orders + 1) - lgamma(number + 1) - lgamma(orders - number + 1)
    return exp(ways + number * log(share) + (orders - number) * log(1 - share))
