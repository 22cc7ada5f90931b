"""The inbox of findings: what somebody may see, sifted, counted beside every choice, and opened one page at a time.

Counts come from clear columns alone; only the rows that are shown are opened. Changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast  # raw rows come untyped from the driver; a facet's value is a text or a number
from uuid import UUID

from piccolo.querystring import QueryString

from cases.actors import Actor
from cases.findings import MARKS, FindingLine, lines_of
from cases.sight import seen_by
from cases.tables import Finding
from cases.wording import KINDS
from crypto.vault import Vault

PAGE_SIZE = 50
GRADES = ("finding", "review", "hint")
STATES = ("open", "dismissed", "withdrawn")
PLACES = ("free", "cased")
PERIODS = (7, 30, 90, 365)  # days
FACETS = ("kind", "grade", "store", "days", "state", "mark", "place")
UNMARKED = "none"

_GROUPS = """
SELECT kind, grade, store, state, CASE WHEN mark = '' THEN 'none' ELSE mark END AS mark,
       CASE WHEN "case" IS NULL THEN 'free' ELSE 'cased' END AS place,
       CASE WHEN found_on >= {} THEN 7 WHEN found_on >= {} THEN 30 WHEN found_on >= {} THEN 90
            WHEN found_on >= {} THEN 365 ELSE 0 END AS age, COUNT(*) AS number
FROM cases_finding WHERE {}
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
_IDS = """
SELECT id FROM cases_finding WHERE {}
ORDER BY CASE grade WHEN 'finding' THEN 3 WHEN 'review' THEN 2 ELSE 1 END DESC, found_on DESC, id LIMIT {} OFFSET {}
"""


@dataclass(frozen=True)
class Sieve:
    """What is wanted; "" and 0 let everything through. `days`: one of PERIODS; `place`: with or without a case."""

    kind: str = ""
    grade: str = ""
    store: str = ""
    days: int = 0
    state: str = "open"
    mark: str = ""
    place: str = ""


@dataclass(frozen=True)
class Sifted:
    """One page. `counts`: for each facet, how many findings each of its values would show if all else stayed chosen."""

    lines: tuple[FindingLine, ...]
    counts: Mapping[str, Mapping[str | int, int]]
    total: int
    sieve: Sieve
    page: int
    pages: int


def sieve_of(asked: Mapping[str, str]) -> Sieve:
    """From what stands in an address; whatever is none of our words lets everything through."""
    days = asked.get("days", "")
    return Sieve(
        kind=_one_of(asked.get("kind", ""), KINDS),
        grade=_one_of(asked.get("grade", ""), GRADES),
        store=asked.get("store", "")[:100],
        days=int(days) if days in map(str, PERIODS) else 0,
        state=_one_of(asked["state"], STATES) if "state" in asked else "open",
        mark=_one_of(asked.get("mark", ""), (*MARKS, UNMARKED)),
        place=_one_of(asked.get("place", ""), PLACES),
    )


async def sift(
    actor: Actor, vault: Vault, language: str, sieve: Sieve, today: date, *, page: int = 1, size: int = PAGE_SIZE
) -> Sifted:
    """What passes the sieve, strongest and newest first. Findings of foreign cases leave no trace, counts included."""
    seen = await seen_by(actor, vault)
    groups = await _fetch(QueryString(_GROUPS, *(today - timedelta(days=days) for days in PERIODS), seen))
    counts = {facet: _counted(groups, sieve, facet) for facet in FACETS}
    total = sum(group["number"] for group in groups if _passes(group, sieve))
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    lines = await _lines(actor, vault, language, _wanted(seen, sieve, today), size, page) if total else ()
    return Sifted(lines, counts, total, sieve, page, pages)


async def _lines(
    actor: Actor, vault: Vault, language: str, wanted: QueryString, size: int, page: int
) -> tuple[FindingLine, ...]:
    ids = [row["id"] for row in await _fetch(QueryString(_IDS, wanted, size, (page - 1) * size))]
    rows = {row.id: row for row in await Finding.objects().where(Finding.id.is_in(ids))} if ids else {}
    return await lines_of(actor, [rows[one] for one in ids if one in rows], vault, language)


def _wanted(seen: QueryString, sieve: Sieve, today: date) -> QueryString:
    equal = {name: getattr(sieve, name) for name in ("kind", "grade", "store", "state")}
    conditions = [seen, *(QueryString(f"{name} = {{}}", value) for name, value in equal.items() if value)]
    if sieve.mark:
        conditions.append(QueryString("mark = {}", "" if sieve.mark == UNMARKED else sieve.mark))
    if sieve.place:
        conditions.append(QueryString('"case" IS NULL' if sieve.place == "free" else '"case" IS NOT NULL'))
    if sieve.days:
        conditions.append(QueryString("found_on >= {}", today - timedelta(days=sieve.days)))
    return QueryString(" AND ".join("{}" for _ in conditions), *conditions)


def _passes(group: Mapping[str, Any], sieve: Sieve) -> bool:
    plain = all(getattr(sieve, name) in ("", group[name]) for name in FACETS if name != "days")
    return plain and (not sieve.days or 0 < group["age"] <= sieve.days)


def _counted(groups: Sequence[Mapping[str, Any]], sieve: Sieve, facet: str) -> Mapping[str | int, int]:
    """A period holds the shorter ones as well."""
    rest = replace(sieve, **cast(dict[str, Any], {facet: 0 if facet == "days" else ""}))
    found: Counter[str | int] = Counter()
    for group in groups:
        if _passes(group, rest):
            for value in _values(group, facet):
                found[value] += group["number"]
    return found


def _values(group: Mapping[str, Any], facet: str) -> Iterable[str | int]:
    if facet != "days":
        return (group[facet],)
    return [days for days in PERIODS if 0 < group["age"] <= days]


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in known else ""


async def _fetch(query: QueryString) -> list[dict[str, Any]]:
    return list(await Finding._meta.db.run_querystring(query))


def chosen_ids(texts: Iterable[str]) -> list[UUID]:
    """The ids that were ticked, each once; what is no id is nobody's finding and stands for one that does not exist."""
    found: dict[UUID, None] = {}
    for text in texts:
        try:
            found[UUID(text)] = None
        except ValueError:
            found[UUID(int=0)] = None
    return list(found)
