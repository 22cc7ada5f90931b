"""How often a kind of finding was right, by the marks people left on it. What came of reports is in no count.

Marks of "can't say" are told and not counted: they say nothing about the rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from piccolo.query.functions import Count

from cases.records.shares import Share, share_of
from cases.tables import Finding


@dataclass(frozen=True)
class RuleRate:
    """`share`: right among right and wrong."""

    share: Share
    unsure: int


async def rule_rate(kind: str) -> RuleRate:
    marks = await _marks(kind)
    right, wrong = marks.get("right", 0), marks.get("wrong", 0)
    return RuleRate(share_of(right, right + wrong), marks.get("unsure", 0))


async def _marks(kind: str) -> Mapping[str, int]:
    rows = (
        await Finding.select(Finding.mark, Count())
        .where(Finding.kind == kind, Finding.sealed_by == "vault", Finding.mark != "")
        .group_by(Finding.mark)
    )
    return {row["mark"]: int(row["count"]) for row in rows}
