import numpy as np
import pytest
from scipy import special

from surveys.results.people import noticed, quantile, share_below, standings, usual_of


@pytest.mark.parametrize(("a", "b"), [(0.3, 0.5), (1, 1), (2.5, 40), (30, 3), (700, 9000), (60_000, 40_000)])
def test_the_incomplete_beta_is_scipys(a: float, b: float) -> None:
    points = np.clip(a / (a + b) + np.linspace(-0.2, 0.2, 41), 0, 1)
    assert [share_below(float(x), a, b) for x in points] == pytest.approx(special.betainc(a, b, points), abs=1e-9)


@pytest.mark.parametrize("probability", [0.025, 0.5, 0.975])
def test_quantiles_are_scipys(probability: float) -> None:
    assert quantile(probability, 3, 60) == pytest.approx(special.betaincinv(3, 60, probability), abs=1e-5)


def test_whoever_has_few_cases_is_drawn_towards_the_usual() -> None:
    few, many, *_ = standings([(2, 4), (200, 400)] + [(part, 100) for part in range(15)] * 3)
    assert few.value < 0.2 < many.value


def test_all_or_nothing_of_few_is_not_noticed() -> None:
    assert not any(noticed([(3, 3)] + [(5, 100)] * 30))


def test_a_share_beyond_all_colleagues_is_noticed() -> None:
    assert noticed([(60, 100)] + [(5, 100)] * 30) == [True] + [False] * 30


def test_among_few_people_nobody_is_noticed() -> None:
    assert not any(noticed([(60, 100)] + [(5, 100)] * 10))


def test_of_nobody_there_is_nothing_usual() -> None:
    assert usual_of([]).mean == 0.5


def test_in_companies_without_guilt_hardly_anybody_is_ever_noticed() -> None:
    """A bar, at a tenth of its size; `make bench-surveys` runs 200 companies of 2,000 people."""
    chance = np.random.default_rng(8)
    sizes = [chance.integers(5, 60, 1000) for _ in range(40)]
    cases = [chance.binomial(size, chance.beta(5, 95, 1000)) for size in sizes]
    clean = [
        not any(noticed(list(zip(map(int, c), map(int, s), strict=True)))) for c, s in zip(cases, sizes, strict=True)
    ]
    assert sum(clean) >= 38
