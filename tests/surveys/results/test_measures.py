from itertools import product

import pytest

from surveys.results.measures import Estimate, Weighed, ces_of, csat_of, nps_of, rate_of, wilson
from tests.surveys.results.coverage import ces_coverage, nps_coverage, rate_coverage


def alike(count: int, weight: int = 100) -> Weighed:
    return Weighed(count, count * weight, count * weight * weight)


def test_nps_is_promoters_less_detractors() -> None:
    assert nps_of({10: alike(6), 8: alike(2), 3: alike(2)}).value == pytest.approx(0.4)


def test_csat_is_the_share_of_four_and_five() -> None:
    assert csat_of({5: alike(3), 4: alike(3), 3: alike(4)}, 1, 5).value == pytest.approx(0.6)


def test_ces_is_the_mean_of_its_scale() -> None:
    assert ces_of({7: alike(1), 3: alike(1)}, 1, 7).value == pytest.approx(5.0)


def test_wilson_says_what_the_textbook_says() -> None:
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=1e-4)  # Newcombe (1998), method 3


def test_the_unit_of_weights_makes_no_difference() -> None:
    assert rate_of(alike(3, 1), alike(9, 1)).low == pytest.approx(rate_of(alike(3, 400), alike(9, 400)).low)


def test_asking_after_risk_moves_no_score() -> None:
    """Ninety asked at one in ten, of whom a tenth complains; ninety picked for risk, each of whom surely, all complain."""
    by_chance = Weighed(9, 9 * 1000, 9 * 1000**2)
    content = Weighed(81, 81 * 1000, 81 * 1000**2)
    picked = Weighed(90, 90 * 100, 90 * 100**2)
    share = rate_of(by_chance + picked, by_chance + content + picked)
    assert share.value == pytest.approx((90 + 90) / (900 + 90))


def test_unequal_weights_are_worth_fewer_answers() -> None:
    assert (Weighed(10, 1000, 100_000) + Weighed(1, 10_000, 100_000_000)).effective < 2


@pytest.mark.parametrize("empty", [rate_of(Weighed(), Weighed()), csat_of({}, 1, 5), nps_of({}), ces_of({}, 1, 7)])
def test_of_nothing_anything_is_possible(empty: Estimate) -> None:
    assert (empty.answers, empty.high - empty.low >= 1) == (0, True)


@pytest.mark.parametrize("size", [10, 11, 12, 15, 20, 30, 50, 51, 75, 100, 200])
def test_bounds_of_a_rate_cover_the_truth_nine_times_in_ten(size: int) -> None:
    """A bar: every hundredth of the grid, counted out."""
    assert min(rate_coverage(size, share / 100) for share in range(1, 100)) >= 0.90


@pytest.mark.parametrize("size", [10, 11, 12, 15, 20, 30])
def test_bounds_of_nps_cover_the_truth_nine_times_in_ten(size: int) -> None:
    """A bar: every twentieth of promoters and detractors, counted out."""
    grid = [(up / 20, down / 20) for up, down in product(range(21), repeat=2) if up + down <= 20]
    assert min(nps_coverage(size, up, down) for up, down in grid) >= 0.90


@pytest.mark.parametrize("size", [10, 20, 50])
def test_bounds_of_ces_cover_the_truth_nine_times_in_ten(size: int) -> None:
    """A bar: all ways to spread tenths over three scores of seven, counted out."""
    grid = [(a / 10, b / 10) for a, b in product(range(11), repeat=2) if a + b <= 10]
    assert min(ces_coverage(size, a, b) for a, b in grid) >= 0.90
