"""Measures the engine over a made-up company: precision and recall of matches and of each kind of finding."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from cases.crosscheck.engine import Verdict, check
from tests.cases.crosscheck.worlds import World

MISSING = frozenset({"no_order", "lead_lost_but_bought"})


@dataclass
class Score:
    """Right, wrong and missed answers to one question."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


@dataclass
class Quality:
    """`kinds` counts review and finding, `findings` the grade finding alone."""

    matches: Score
    missing: Score
    kinds: dict[str, Score]
    findings: Score


def measure(world: World) -> Quality:
    """Check every claim of the world against what its own look-up returns."""
    return compare(world, {claim.claim_no: check(claim, world.candidates(claim)) for claim in world.claims})


def compare(world: World, verdicts: dict[str, Verdict]) -> Quality:
    tally: Counter[tuple[str, str]] = Counter()
    for claim_no, verdict in verdicts.items():
        truth = world.truths[claim_no]
        meant, chosen = truth.order_no, verdict.match.order_no
        _count(tally, "match", {meant} - {None}, {chosen} - {None})
        raised = {finding.kind for finding in verdict.findings if finding.grade != "hint"}
        _count(tally, "missing", {"none"} if meant is None else set(), {"none"} if raised & MISSING else set())
        _count(tally, "finding", truth.kinds, {one.kind for one in verdict.findings if one.grade == "finding"})
        for kind in truth.kinds | raised:
            _count(tally, kind, truth.kinds & {kind}, raised & {kind})
    names = {name for name, _ in tally} - {"match", "missing", "finding"}
    return Quality(
        _score(tally, "match"),
        _score(tally, "missing"),
        {name: _score(tally, name) for name in sorted(names)},
        _score(tally, "finding"),
    )


def _count(tally: Counter[tuple[str, str]], name: str, true: object, answered: object) -> None:
    assert isinstance(true, set | frozenset)
    assert isinstance(answered, set | frozenset)
    tally[name, "right"] += len(true & answered)
    tally[name, "wrong"] += len(answered - true)
    tally[name, "missed"] += len(true - answered)


def _score(tally: Counter[tuple[str, str]], name: str) -> Score:
    return Score(tally[name, "right"], tally[name, "wrong"], tally[name, "missed"])
