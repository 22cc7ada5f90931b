"""How many findings there are about a salesperson or a store, by kind and month; counted from clear columns and tokens.

Whoever may open findings counts those they may see. Whoever reads statistics alone counts what surveys, imports and the
books gave rise to, but for those about themselves and the people below them. What reports say is in no count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from piccolo.querystring import QueryString

from cases.actors import Actor
from cases.sight import kept_from, person_token, seen_by
from cases.staff import READING_ROLES
from cases.tables import Finding
from crypto.vault import Vault

_COUNT = """
SELECT kind, found_on, COUNT(*) AS number FROM cases_finding
WHERE state = 'open' AND sealed_by = 'vault' AND found_on >= {} AND {} AND {} GROUP BY kind, found_on
"""


@dataclass(frozen=True)
class KindCount:
    """One kind: how many in each month asked for, and together."""

    kind: str
    by_month: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.by_month)


async def counts_about_person(actor: Actor, name: str, months: Sequence[date], vault: Vault) -> tuple[KindCount, ...]:
    """months: first days, oldest first."""
    token = person_token(vault, name)
    if token is None or token in await kept_from(actor.id, vault):
        return ()
    return await _counts(actor, QueryString("salesperson_token = {}", token), months, vault)


async def counts_in_store(actor: Actor, store: str, months: Sequence[date], vault: Vault) -> tuple[KindCount, ...]:
    return await _counts(actor, QueryString("store = {}", store), months, vault)


async def _counts(actor: Actor, about: QueryString, months: Sequence[date], vault: Vault) -> tuple[KindCount, ...]:
    query = QueryString(_COUNT, months[0], about, await countable(actor, vault))
    found: dict[str, Counter[date]] = {}
    for row in await Finding._meta.db.run_querystring(query):
        found.setdefault(row["kind"], Counter())[_day(row["found_on"]).replace(day=1)] += int(row["number"])
    return tuple(KindCount(kind, _in_order(found[kind], months)) for kind in sorted(found))


async def countable(actor: Actor, vault: Vault) -> QueryString:
    """The condition on a row of cases_finding under which it is in somebody's counts."""
    if actor.roles & READING_ROLES:
        return await seen_by(actor, vault)
    kept = await kept_from(actor.id, vault)
    if not kept:
        return QueryString("1 = 1")
    places = ", ".join("{}" for _ in kept)
    return QueryString(f"(salesperson_token IS NULL OR salesperson_token NOT IN ({places}))", *kept)


def _in_order(counts: Mapping[date, int], months: Sequence[date]) -> tuple[int, ...]:
    return tuple(counts.get(first, 0) for first in months)


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
