"""Draws whom to ask so that everybody's chance is known before anybody is drawn. Pure: knows no order, no table, no clock.

Two draws, independent of one another: a random share of everybody, and picks weighted by risk. Each is systematic with
unequal chances over a random order within the seller (decision 0033): limits hold to the person, a seller who is owed
somebody gets somebody, and the same seed draws the same people. Chances are whole parts of PARTS, so that sums are exact.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from surveys.campaigns.transactions import DrawnBy

PARTS = 1 << 32
Chances = dict[str, int]


@dataclass(frozen=True)
class Unit:
    """Somebody who may be asked. risk: a weight of 0 or more; whoever has 0 is drawn at random or not at all."""

    key: str
    seller: str = ""
    store: str = ""
    risk: int = 0


@dataclass(frozen=True)
class Design:
    """How many, and how. share: of everybody, 0..1. owed: sellers of whom nobody was drawn at random this quarter.

    The limits are never passed; 0 is none. The random share is served first, since scores come from it.
    """

    seed: str
    share: Fraction = Fraction(5, 100)
    risk_picks: int = 0
    most: int = 500
    most_per_seller: int = 0
    most_per_store: int = 0
    owed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Drawn:
    """One person drawn, by which of the two draws, and how likely each was."""

    key: str
    by: DrawnBy
    random_probability: float
    risk_probability: float

    @property
    def inclusion_probability(self) -> float:
        """Of being drawn at all; the draws know nothing of one another."""
        return joint(self.random_probability, self.risk_probability)


@dataclass(frozen=True)
class _Group:
    members: tuple[str, ...]
    most: int


def joint(random_probability: float, risk_probability: float) -> float:
    return 1 - (1 - random_probability) * (1 - risk_probability)


def draw(units: Iterable[Unit], design: Design) -> list[Drawn]:
    """Everybody drawn, by key. The same units and design give the same people, in whatever order they come."""
    ordered = sorted(units, key=lambda unit: unit.key)
    if not ordered:
        return []
    at_random, by_risk = chances(ordered, design)
    first = _hits(ordered, at_random, f"{design.seed}/random")
    second = _hits(ordered, by_risk, f"{design.seed}/risk")
    return [
        Drawn(key, _by(key in first, key in second), at_random[key] / PARTS, by_risk[key] / PARTS)
        for key in sorted(first | second)
    ]


def chances(units: Sequence[Unit], design: Design) -> tuple[Chances, Chances]:
    """Everybody's chance in the random draw and in the risk draw, in parts of PARTS."""
    groups = _groups(units, design)
    at_random = _within(_random_chances(units, design), groups, {})
    by_risk = _within(_risk_chances(units, design, at_random), groups, at_random)
    return at_random, by_risk


def promised(units: Sequence[Unit], at_random: Chances) -> frozenset[str]:
    """Sellers of whom somebody is drawn at random whatever the seed."""
    sums: Counter[str] = Counter()
    for unit in units:
        sums[unit.seller] += at_random[unit.key]
    return frozenset(seller for seller, parts in sums.items() if seller and parts >= PARTS)


def _random_chances(units: Sequence[Unit], design: Design) -> Chances:
    share = ceil(design.share * PARTS)
    of_seller = Counter(unit.seller for unit in units)
    owed = {seller: ceil(Fraction(PARTS, of_seller[seller])) for seller in design.owed if of_seller[seller]}
    return {unit.key: min(PARTS, max(share, owed.get(unit.seller, 0))) for unit in units}


def _risk_chances(units: Sequence[Unit], design: Design, at_random: Chances) -> Chances:
    """In proportion to risk; whoever would be above certainty is certain, and the others share the places left."""
    places = min(design.risk_picks, design.most - _places(sum(at_random.values())))
    found = dict.fromkeys((unit.key for unit in units), 0)
    waiting = [unit for unit in units if unit.risk > 0]
    while waiting and places > 0:
        total = sum(unit.risk for unit in waiting)
        certain = {unit.key for unit in waiting if unit.risk * places >= total}
        if not certain:
            return found | {unit.key: unit.risk * places * PARTS // total for unit in waiting}
        found |= dict.fromkeys(certain, PARTS)
        places -= len(certain)
        waiting = [unit for unit in waiting if unit.key not in certain]
    return found


def _groups(units: Sequence[Unit], design: Design) -> list[_Group]:
    """Who shares a limit: the customers of a seller, those of a store, everybody."""
    homes = _homes(units)
    sellers: dict[str, list[str]] = defaultdict(list)
    stores: dict[str, list[str]] = defaultdict(list)
    for unit in units:
        sellers[unit.seller].append(unit.key)
        stores[_home(unit, homes)].append(unit.key)
    limits = ((sellers, design.most_per_seller), (stores, design.most_per_store))
    found = [
        _Group(tuple(keys), most) for members, most in limits for name, keys in sorted(members.items()) if most and name
    ]
    return [*found, _Group(tuple(unit.key for unit in units), design.most)]


def _within(found: Chances, groups: Sequence[_Group], taken: Chances) -> Chances:
    """Lowered group by group until none expects more than its places, those that `taken` may need left free."""
    for group in groups:
        room = PARTS * max(0, group.most - _places(sum(taken.get(key, 0) for key in group.members)))
        wanted = sum(found[key] for key in group.members)
        if wanted > room:
            found |= {key: found[key] * room // wanted for key in group.members}
    return found


def _hits(units: Sequence[Unit], found: Chances, seed: str) -> set[str]:
    """Lay the chances end to end and take whoever a comb of one hit a PARTS falls on; its first tooth is random."""
    homes = _homes(units)
    line = sorted(units, key=lambda unit: (_home(unit, homes), unit.seller, _digest(f"{seed}/{unit.key}")))
    reached = int.from_bytes(_digest(seed)[:4]) - PARTS  # uniform: PARTS is two to the power of 32
    hits = set()
    for unit in line:
        reached += found[unit.key]
        if reached >= 0:
            hits.add(unit.key)
            reached -= PARTS
    return hits


def _homes(units: Sequence[Unit]) -> Mapping[str, str]:
    """The store of most of a seller's customers: their customers elsewhere count there, so that limits can hold exactly."""
    stores: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in units:
        stores[unit.seller][unit.store] += 1
    return {seller: min(counts, key=lambda store: (-counts[store], store)) for seller, counts in stores.items()}


def _home(unit: Unit, homes: Mapping[str, str]) -> str:
    return homes[unit.seller] if unit.seller else unit.store


def _places(parts: int) -> int:
    """How many people a sum of chances can come to at most."""
    return -(-parts // PARTS)


def _by(at_random: bool, by_risk: bool) -> DrawnBy:
    return "both" if at_random and by_risk else "random" if at_random else "risk"


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()
