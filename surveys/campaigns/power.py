"""How likely a round is to notice something, before anybody is asked. Pure arithmetic; knows no customer and no table.

Of n people asked, each leads to a telling answer with the chance prevalence × response × telling, so at least one does with
the chance 1 − (1 − prevalence · response · telling)ⁿ. Turned round for a miss of five in a hundred: n = ln 0.05 / ln(1 − π·r·t).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log, log1p

MISS = 0.05


@dataclass(frozen=True)
class Assumed:
    """Shares, 0..1: of those asked, whose deal went past the company; who answer; who of those say so."""

    prevalence: float = 0.05
    response: float = 0.3
    telling: float = 0.8

    @property
    def per_person(self) -> float:
        return self.prevalence * self.response * self.telling


def detection(people: int, assumed: Assumed) -> float:
    """The chance that at least one answer tells."""
    return 1 - (1 - assumed.per_person) ** people


def people_needed(assumed: Assumed, miss: float = MISS) -> int | None:
    """How many must be asked to miss it with a chance of `miss` at most; None if no number is enough."""
    if assumed.per_person <= 0:
        return None
    if assumed.per_person >= 1:
        return 1
    return ceil(log(miss) / log1p(-assumed.per_person))


def curve(most: int, assumed: Assumed, points: int = 48) -> Sequence[tuple[int, float]]:
    """Numbers of people from 0 to `most`, evenly, with the chance at each."""
    steps = min(max(most, 1), points)
    return [
        (people, detection(people, assumed)) for people in (round(most * step / steps) for step in range(steps + 1))
    ]
