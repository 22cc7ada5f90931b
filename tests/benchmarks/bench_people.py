"""200 companies in which nobody is guilty, and 50 in which some are: whom figures alone would bring before a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import blake2b
from typing import Any

import numpy as np

from cases.batch.people import Figures, standings

TODAY = date(2026, 6, 30)
INNOCENT, MIXED = 200, 50
PEOPLE, GUILTY, STORES = 120, 4, 12
DAYS = {"now": 30, "before": 220, "long_ago": 400}


def orders(seed: int, guilty: int) -> Iterator[Mapping[str, Any]]:
    """People differ (5 to 160 orders a half-year, 3 to 20 % fall through, a third of customers come back)."""
    chance = np.random.default_rng(seed)
    shares, sizes = chance.beta(8, 92, PEOPLE), chance.integers(5, 160, PEOPLE)
    sizes[:guilty] = np.maximum(sizes[:guilty], 60)
    for person in range(PEOPLE):
        loyal = chance.beta(20, 40)
        for back, days in enumerate(DAYS.values()):
            for number in range(sizes[person]):
                share = 0.30 if person < guilty else shares[person]
                customer = number if chance.random() < loyal else f"{back}-{number}"
                yield _order(person, f"{person}:{customer}", days, "cancelled" if chance.random() < share else "done")


def _order(person: int, customer: str, days: int, status: str) -> Mapping[str, Any]:
    return {
        "phone_token": int.from_bytes(blake2b(customer.encode(), digest_size=8).digest(), signed=True),
        "salesperson": f"P{person}",
        "store": f"S{person % STORES}",
        "ordered_day": date(2026, 6, 30).toordinal() - days,
        "status": status,
        "amount_fen": 4000_00,
        "list_amount_fen": None,
    }


def flagged(seed: int, guilty: int = 0) -> set[int]:
    figures = Figures(TODAY)
    for row in orders(seed, guilty):
        figures.add_order(row)
    return {int((one.salesperson or "P")[1:]) for one in standings(figures) if one.grade != "hint"}


def main() -> None:
    clean = sum(not flagged(seed) for seed in range(INNOCENT))
    print(f"innocent companies in which nobody is brought up for review: {clean} of {INNOCENT}")
    found = [flagged(1000 + seed, GUILTY) for seed in range(MIXED)]
    right = sum(len({one for one in some if one < GUILTY}) for some in found)
    wrong = sum(len({one for one in some if one >= GUILTY}) for some in found)
    print(f"guilty people found: {right} of {GUILTY * MIXED}; innocent people beside them: {wrong}")


if __name__ == "__main__":
    main()
