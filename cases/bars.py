"""Bars by month, one upon another: geometry only, in a box of WIDTH × HEIGHT. Knows no word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 600, 160
LEFT, TOP, BOTTOM = 76, 12, 30


@dataclass(frozen=True)
class Bar:
    """One month: the whole, and the part of it that stands out, from the bottom up."""

    first: date
    whole: int
    part: int
    x: float
    width: float
    y: float
    height: float
    part_y: float
    part_height: float


@dataclass(frozen=True)
class Bars:
    bars: tuple[Bar, ...]
    most: int


def bars_of(months: Sequence[tuple[date, int, int]]) -> Bars:
    """months: first day, the whole, the part."""
    most = max([whole for _, whole, _ in months] + [1])
    step = (WIDTH - LEFT) / max(len(months), 1)
    return Bars(tuple(_bar(month, place, step, most) for place, month in enumerate(months)), most)


def _bar(month: tuple[date, int, int], place: int, step: float, most: int) -> Bar:
    first, whole, part = month
    room, floor = HEIGHT - TOP - BOTTOM, HEIGHT - BOTTOM
    height, part_height = whole / most * room, part / most * room
    return Bar(
        first=first,
        whole=whole,
        part=part,
        x=round(LEFT + place * step + step * 0.15, 1),
        width=round(step * 0.7, 1),
        y=round(floor - height, 1),
        height=round(height, 1),
        part_y=round(floor - part_height, 1),
        part_height=round(part_height, 1),
    )
