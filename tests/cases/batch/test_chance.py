"""What chance explains: innocent people are left alone, those far beyond everybody are found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from cases.batch.chance import Count, adjusted, chances


def people(seed: int, *, guilty: int = 0, number: int = 300) -> list[Count]:
    """Innocent people differ too: shares are drawn around 8 %, orders between 5 and 200."""
    chance = np.random.default_rng(seed)
    shares = chance.beta(8, 92, number)
    shares[:guilty] = 0.35
    whole = chance.integers(5, 200, number)
    whole[:guilty] = np.maximum(whole[:guilty], 40)
    part = chance.binomial(whole, shares)
    mean = float(part.sum() / whole.sum())
    return [Count(str(place), int(part[place]), int(whole[place]), mean) for place in range(number)]


def flagged(seed: int, guilty: int = 0) -> list[int]:
    return [int(one.count.person) for one in chances(people(seed, guilty=guilty)) if one.is_clear]


def test_innocent_people_who_differ_are_left_alone_in_nearly_every_company() -> None:
    companies = [flagged(seed) for seed in range(60)]
    assert sum(not one for one in companies) >= 57


def test_people_far_beyond_all_others_are_found() -> None:
    found = [flagged(seed, guilty=6) for seed in range(20)]
    assert sum(len([one for one in some if one < 6]) for some in found) >= 0.8 * 6 * 20
    assert sum(len([one for one in some if one >= 6]) for some in found) <= 0.05 * 6 * 20


@pytest.mark.parametrize(("part", "whole"), [(2, 20), (19, 19)])
def test_few_orders_say_nothing(part: int, whole: int) -> None:
    others = [Count(str(place), 0, 1000, 0.001) for place in range(20)]
    (one,) = [chance for chance in chances([*others, Count("x", part, whole, 0.001)]) if chance.count.person == "x"]
    assert not one.is_clear


@pytest.mark.parametrize(
    ("p", "q"),
    [
        ([0.01, 0.04, 0.03, 0.5], [0.04, 0.16 / 3, 0.16 / 3, 0.5]),
        ([1.0], [1.0]),
    ],
)
def test_false_discoveries_are_adjusted_as_published(p: Sequence[float], q: Sequence[float]) -> None:
    assert list(adjusted(p)) == pytest.approx(q)


def test_nobody_gives_nothing() -> None:
    assert chances([]) == ()
