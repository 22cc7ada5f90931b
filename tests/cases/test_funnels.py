"""The funnel: its limits are those of chance, few orders accuse nobody, and the picture stays within its box."""

from __future__ import annotations

from random import Random

import pytest

from cases.funnels import BOTTOM, HEIGHT, LEFT, WIDTH, funnel_of, limits_at, quantile
from cases.records.selling import Tally


def tallies(rate: float, orders: int, people: int, seed: int = 1) -> list[Tally]:
    """People of whom chance alone makes one differ from another."""
    random = Random(seed)
    return [Tally(orders, sum(random.random() < rate for _ in range(orders))) for _ in range(people)]


@pytest.mark.parametrize(("orders", "rate"), [(30, 0.05), (200, 0.08), (2000, 0.1), (40, 0.5)])
def test_chance_leaves_nearly_everybody_inside(orders: int, rate: float) -> None:
    limits = limits_at(orders, rate)
    outside = sum(not limits.far_low <= one.rate <= limits.far_high for one in tallies(rate, orders, 1000))
    assert outside <= 8  # two of a thousand are expected


def test_limits_are_exact_where_the_usual_approximation_is_not() -> None:
    # of 20 orders at 5 %, 4 cancelled happen by chance once in 60 people; the approximation says once in 1,000
    assert quantile(20, 0.05, 0.975) < 4 / 20 < quantile(20, 0.05, 0.999)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_where_all_or_none_is_cancelled_there_is_no_width(share: float) -> None:
    assert quantile(50, share, 0.975) == share


@pytest.mark.parametrize(
    ("tally", "place"),
    [(Tally(10, 9), "few"), (Tally(200, 12), "inside"), (Tally(200, 20), "edge"), (Tally(200, 60), "outside")],
)
def test_the_place_is_said_in_words_and_few_orders_accuse_nobody(tally: Tally, place: str) -> None:
    found = funnel_of(tally, [Tally(2000, 120)] * 9)
    assert found is not None
    assert found.place == place


def test_everybody_with_enough_orders_stands_within_the_box() -> None:
    found = funnel_of(Tally(300, 90), [*tallies(0.06, 250, 30), Tally(1, 1), Tally(0, 0)])
    assert found is not None
    assert len(found.dots) == 31
    assert all(LEFT <= x <= WIDTH and 0 <= y <= HEIGHT - BOTTOM for x, y in [*found.dots, (found.x, found.y)])


def test_nobody_is_compared_with_nobody() -> None:
    assert funnel_of(Tally(0, 0), [Tally(9, 1)]) is None
    assert funnel_of(Tally(9, 1), [Tally(0, 0)]) is None
