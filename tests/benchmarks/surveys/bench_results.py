"""What figures promise: bounds that cover over the whole grid, and companies without guilt in which nobody is noticed."""

from __future__ import annotations

from itertools import product

import numpy as np

from surveys.results.people import noticed
from tests.surveys.results.coverage import nps_coverage, rate_coverage

COMPANIES, PEOPLE, GUILTY = 200, 2000, 20


def main() -> None:
    _coverage()
    _people()


def _coverage() -> None:
    rates = [
        rate_coverage(size, share / 100)
        for size in (10, 11, 12, 15, 20, 30, 50, 75, 100, 200, 500)
        for share in range(1, 100)
    ]
    grid = [(up / 20, down / 20) for up, down in product(range(21), repeat=2) if up + down <= 20]
    nps = [nps_coverage(size, up, down) for size in (10, 12, 15, 20, 30, 50) for up, down in grid]
    print(
        f"coverage of 95 % bounds, least over the grid: rates {min(rates):.3f} of {len(rates)}, NPS {min(nps):.3f} of {len(nps)}"
    )


def _people() -> None:
    clean = sum(not any(_company(seed)) for seed in range(COMPANIES))
    found = [_company(1000 + seed, GUILTY) for seed in range(20)]
    right, wrong = sum(sum(one[:GUILTY]) for one in found), sum(sum(one[GUILTY:]) for one in found)
    print(f"companies of {PEOPLE} innocents in which nobody is noticed: {clean} of {COMPANIES}")
    print(f"guilty (6 in 10 against 1 in 20) noticed: {right} of {GUILTY * len(found)}; innocents beside them: {wrong}")


def _company(seed: int, guilty: int = 0) -> list[bool]:
    chance = np.random.default_rng(seed)
    sizes, shares = chance.integers(5, 60, PEOPLE), chance.beta(5, 95, PEOPLE)
    shares[:guilty] = 0.6
    cases = chance.binomial(sizes, shares)
    return noticed(list(zip(map(int, cases), map(int, sizes), strict=True)))
