"""The chance that a round notices something, drawn: geometry in a box of WIDTH × HEIGHT, and the figures beside it. No words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from surveys import Assumed, curve, detection, people_needed

WIDTH, HEIGHT = 600, 200
LEFT, RIGHT, TOP, BOTTOM = 76, 12, 12, 28
PREVALENCES = (0.02, 0.05, 0.10)
MAIN = 0.05
_LEAST_SHOWN = 40


@dataclass(frozen=True)
class Line:
    """One assumed share of deals past the company: its curve, the chance with so many people, and how many 95 % takes."""

    prevalence: float
    points: str
    chance: float
    needed: int | None
    is_main: bool


@dataclass(frozen=True)
class Power:
    """people: who would be asked; x, y: where they stand on the main curve; most: where the axis ends."""

    people: int
    most: int
    lines: tuple[Line, ...]
    x: float
    y: float
    y95: float

    @property
    def main(self) -> Line:
        return next(line for line in self.lines if line.is_main)


def power_of(people: int, assumed: Assumed) -> Power:
    main = replace(assumed, prevalence=MAIN)
    most = max(_LEAST_SHOWN, people, min(people_needed(main) or 0, 4 * max(people, _LEAST_SHOWN)))
    lines = tuple(_line(people, most, replace(assumed, prevalence=share)) for share in PREVALENCES)
    return Power(people, most, lines, _x(people, most), _y(detection(people, main)), _y(0.95))


def _line(people: int, most: int, assumed: Assumed) -> Line:
    return Line(
        prevalence=assumed.prevalence,
        points=_points(curve(most, assumed), most),
        chance=detection(people, assumed),
        needed=people_needed(assumed),
        is_main=assumed.prevalence == MAIN,
    )


def _points(found: Sequence[tuple[int, float]], most: int) -> str:
    return " ".join(f"{_x(people, most)},{_y(chance)}" for people, chance in found)


def _x(people: int, most: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * people / most, 1)


def _y(chance: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * chance, 1)
