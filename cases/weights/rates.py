"""How often each rule was right at each strength, in cases that are closed and by marks; and what follows for its trust.

Counts come from clear columns. What reports say is in no count. A proposal leans on the shipped value as on SHRINKAGE more
findings, so that a lucky or unlucky dozen does not turn a rule round; under ten findings nothing is proposed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from piccolo.querystring import QueryString

from cases.crosscheck.rules import Grade
from cases.crosscheck.weighing import KEPT, SHIPPED_TRUST, Weighing
from cases.records.shares import FEWEST, Share, share_of
from cases.tables import Finding

SHRINKAGE = 20
_COUNTS = """
SELECT f.kind AS kind, f.grade AS grade,
  CASE WHEN f.mark IN ('right', 'wrong') THEN f.mark
       WHEN c.state = 'closed' AND c.outcome = 'substantiated' THEN 'right'
       WHEN c.state = 'closed' AND c.outcome IN ('unsubstantiated', 'no_allegation') THEN 'wrong'
       ELSE '' END AS verdict, COUNT(*) AS number
FROM cases_finding f LEFT JOIN cases_case c ON c.id = f."case"
WHERE f.sealed_by = 'vault' AND f.state <> 'withdrawn' GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class RuleTrust:
    """One rule at one strength. `share`: right among right and wrong. `proposed`: None while too little is known."""

    kind: str
    grade: Grade
    shipped: float
    present: float
    share: Share
    proposed: float | None

    @property
    def name(self) -> str:
        return f"trust.{self.kind}.{self.grade}"

    @property
    def is_kept(self) -> bool:
        """Whether the rule speaks at this strength."""
        return self.present >= KEPT[self.grade]


async def trust_in_rules(weighing: Weighing) -> tuple[RuleTrust, ...]:
    """Every rule at every strength that can be moved, by kind."""
    counts = await _counts()
    return tuple(
        _trust(kind, grade, shipped, weighing, counts.get((kind, grade), {}))
        for kind, of in sorted(SHIPPED_TRUST.items())
        for grade, shipped in of.items()
    )


def _trust(kind: str, grade: Grade, shipped: float, weighing: Weighing, counts: Mapping[str, int]) -> RuleTrust:
    share = share_of(counts.get("right", 0), counts.get("right", 0) + counts.get("wrong", 0))
    return RuleTrust(kind, grade, shipped, weighing.trust[kind][grade], share, proposed_trust(share, shipped))


def proposed_trust(share: Share, shipped: float) -> float | None:
    if share.whole < FEWEST:
        return None
    return round((share.part + SHRINKAGE * shipped) / (share.whole + SHRINKAGE), 2)


async def _counts() -> Mapping[tuple[str, str], Mapping[str, int]]:
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in await Finding._meta.db.run_querystring(QueryString(_COUNTS)):
        found[row["kind"], row["grade"]][row["verdict"]] += int(row["number"])
    return found
