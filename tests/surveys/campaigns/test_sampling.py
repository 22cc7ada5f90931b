"""Drawing: everybody's real chance is the one that is stored, limits hold to the person, a seed draws the same people."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from math import sqrt

import pytest

from surveys.campaigns.sampling import PARTS, Design, Unit, chances, draw, joint, promised

SEEDS = 2_000
DESIGN = Design("seed", share=Fraction(5, 100), risk_picks=6, most=40)
UNITS = [
    Unit(f"XS-{number:03d}", f"S{number % 7}", f"M{number % 7 % 3}", risk=(number * number) % 11)
    for number in range(120)
]


def drawn_over_seeds(units: list[Unit], design: Design) -> list[dict[str, str]]:
    return [{one.key: one.by for one in draw(units, replace(design, seed=str(seed)))} for seed in range(SEEDS)]


def far_off(probability: float, hits: int) -> bool:
    """More than five standard deviations: of 120 people, one in ten thousand such tests would fail by chance."""
    return abs(hits / SEEDS - probability) > 5 * sqrt(probability * (1 - probability) / SEEDS) + 1e-9


@pytest.mark.parametrize(
    "design",
    [
        DESIGN,
        replace(DESIGN, share=Fraction(0)),
        replace(DESIGN, risk_picks=0, share=Fraction(30, 100)),
        replace(DESIGN, share=Fraction(20, 100), most=15, most_per_seller=3, most_per_store=7),
        replace(DESIGN, owed=frozenset({"S1", "S4"})),
    ],
)
def test_over_two_thousand_seeds_everybody_is_drawn_as_often_as_their_chance_says(design: Design) -> None:
    hits = Counter(key for drawn in drawn_over_seeds(UNITS, design) for key in drawn)
    at_random, by_risk = chances(UNITS, design)
    said = {key: joint(at_random[key] / PARTS, by_risk[key] / PARTS) for key in at_random}
    assert [key for key in said if far_off(said[key], hits[key])] == []


def test_each_draw_alone_meets_its_own_chance() -> None:
    drawn = drawn_over_seeds(UNITS, DESIGN)
    at_random = Counter(key for one in drawn for key, by in one.items() if by in ("random", "both"))
    said, _ = chances(UNITS, DESIGN)
    assert [key for key in said if far_off(said[key] / PARTS, at_random[key])] == []


def test_who_is_drawn_carries_both_chances() -> None:
    at_random, by_risk = chances(UNITS, DESIGN)
    assert all(
        (one.random_probability, one.risk_probability) == (at_random[one.key] / PARTS, by_risk[one.key] / PARTS)
        and one.inclusion_probability == joint(one.random_probability, one.risk_probability)
        for one in draw(UNITS, DESIGN)
    )


def test_the_same_seed_draws_the_same_people_in_whatever_order_they_come() -> None:
    assert draw(UNITS, DESIGN) == draw(reversed(UNITS), DESIGN)


def test_another_seed_draws_others() -> None:
    assert draw(UNITS, DESIGN) != draw(UNITS, replace(DESIGN, seed="another"))


def test_a_risk_of_nothing_is_never_picked_for_risk() -> None:
    design = replace(DESIGN, share=Fraction(0))
    without = {unit.key for unit in UNITS if unit.risk == 0}
    assert not any(without & drawn.keys() for drawn in drawn_over_seeds(UNITS, design)[:200])


def test_twice_the_risk_is_twice_the_chance() -> None:
    _, by_risk = chances([*UNITS, Unit("low", risk=2), Unit("high", risk=4)], replace(DESIGN, share=Fraction(0)))
    assert by_risk["high"] == pytest.approx(2 * by_risk["low"], abs=2)


def test_whoever_outweighs_all_others_is_certain_and_the_rest_share_the_places() -> None:
    units = [Unit("heavy", risk=1_000), *(Unit(f"light-{number}", risk=1) for number in range(9))]
    _, by_risk = chances(units, Design("s", share=Fraction(0), risk_picks=4))
    assert by_risk["heavy"] == PARTS
    assert sum(by_risk.values()) == pytest.approx(4 * PARTS, abs=10)


def test_a_seller_who_is_owed_somebody_gets_somebody_with_every_seed() -> None:
    units = [Unit(f"A-{number}", "张伟", "城东店") for number in range(300)] + [Unit("B-1", "陈芳", "城西店")]
    design = Design("s", share=Fraction(1, 1000), owed=frozenset({"张伟", "陈芳"}))
    sellers = {unit.key: unit.seller for unit in units}
    drawn = [{sellers[key] for key in one} for one in drawn_over_seeds(units, design)[:300]]
    assert all(one == {"张伟", "陈芳"} for one in drawn)
    assert promised(units, chances(units, design)[0]) == {"张伟", "陈芳"}


def test_no_limit_is_ever_passed() -> None:
    design = replace(DESIGN, share=Fraction(30, 100), most=13, most_per_seller=3, most_per_store=6)
    seller, store = ({unit.key: getattr(unit, side) for unit in UNITS} for side in ("seller", "store"))
    drawn = drawn_over_seeds(UNITS, design)[:500]
    assert max(len(one) for one in drawn) <= 13
    assert max(max(Counter(seller[key] for key in one).values()) for one in drawn) <= 3
    assert max(max(Counter(store[key] for key in one).values()) for one in drawn) <= 6


def test_the_number_drawn_at_random_differs_by_one_at_most() -> None:
    sizes = {len(one) for one in drawn_over_seeds(UNITS, Design("s", share=Fraction(7, 100)))[:300]}
    assert sizes <= {8, 9}


def test_a_whole_share_draws_everybody_and_no_frame_draws_nobody() -> None:
    assert len(draw(UNITS, Design("s", share=Fraction(1)))) == len(UNITS)
    assert draw([], DESIGN) == []
