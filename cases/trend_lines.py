"""A figure by month with its bounds, in a box of WIDTH × HEIGHT: geometry only. Knows no word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from surveys.results.measures import Estimate

WIDTH, HEIGHT = 600, 180
LEFT, RIGHT, TOP, BOTTOM = 76, 12, 14, 26


@dataclass(frozen=True)
class Point:
    """One month. move: 1, -1 or 0, against the month before; nothing is drawn where nobody answered."""

    month: date
    estimate: Estimate
    move: int
    x: float
    y: float
    y_low: float
    y_high: float


@dataclass(frozen=True)
class TrendLine:
    points: tuple[Point, ...]
    line: str


def trend_line(months: Sequence[tuple[date, Estimate, int]], least: float, most: float) -> TrendLine:
    """least, most: the ends of the scale the figure lives on."""
    step = (WIDTH - LEFT - RIGHT) / max(len(months), 1)
    points = tuple(
        _point(month, estimate, move, LEFT + (place + 0.5) * step, (least, most))
        for place, (month, estimate, move) in enumerate(months)
        if estimate.answers
    )
    return TrendLine(points, " ".join(f"{one.x},{one.y}" for one in points))


def _point(month: date, estimate: Estimate, move: int, x: float, ends: tuple[float, float]) -> Point:
    y, low, high = (_height(value, *ends) for value in (estimate.value, estimate.low, estimate.high))
    return Point(month, estimate, move, round(x, 1), y, low, high)


def _height(value: float, least: float, most: float) -> float:
    room = HEIGHT - TOP - BOTTOM
    return round(TOP + room * (1 - (value - least) / (most - least)), 1)
