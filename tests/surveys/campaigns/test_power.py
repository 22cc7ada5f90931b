"""What a round can notice: the formula, its turning round, and its edges."""

from math import log

import pytest

from surveys.campaigns.power import Assumed, curve, detection, people_needed


@pytest.mark.parametrize(
    ("prevalence", "response", "telling"), [(0.02, 0.3, 0.8), (0.05, 0.3, 0.8), (0.1, 0.2, 0.5), (0.5, 0.9, 0.9)]
)
def test_the_number_needed_is_the_first_that_misses_at_most_five_in_a_hundred(
    prevalence: float, response: float, telling: float
) -> None:
    assumed = Assumed(prevalence, response, telling)
    needed = people_needed(assumed)
    assert needed is not None
    assert needed - 1 < log(0.05) / log(1 - prevalence * response * telling) <= needed
    assert detection(needed, assumed) >= 0.95 > detection(needed - 1, assumed)


def test_what_is_not_there_is_never_noticed() -> None:
    assert people_needed(Assumed(prevalence=0)) is None
    assert detection(500, Assumed(prevalence=0)) == 0


def test_what_everybody_tells_takes_one() -> None:
    assert people_needed(Assumed(1, 1, 1)) == 1


def test_the_curve_rises_from_nothing_to_the_whole_number() -> None:
    points = curve(200, Assumed())
    assert points[0] == (0, 0.0)
    assert points[-1] == (200, detection(200, Assumed()))
    assert [chance for _, chance in points] == sorted(chance for _, chance in points)
