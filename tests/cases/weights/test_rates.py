"""How often a rule was right: by marks, by closed cases, and what follows."""

from __future__ import annotations

import pytest

from cases.crosscheck.weighing import SHIPPED
from cases.records.shares import share_of
from cases.tables import Case
from cases.weights.rates import RuleTrust, proposed_trust, trust_in_rules
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.test_sifting import finding, keep
from tests.factories import make_case, make_staff

stored = pytest.mark.usefixtures("database")


async def rule(kind: str = "no_order", grade: str = "finding") -> RuleTrust:
    return next(one for one in await trust_in_rules(SHIPPED) if (one.kind, one.grade) == (kind, grade))


@stored
@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_marks_are_counted_by_strength(vault: Vault) -> None:
    marks = ("right", "right", "wrong", "unsure", "")
    await keep(*(finding(vault, kind="no_order", grade="finding", mark=mark) for mark in marks))
    await keep(finding(vault, kind="no_order", grade="review", mark="wrong"))
    share = (await rule()).share
    assert (share.part, share.whole) == (2, 3)


@stored
@pytest.mark.parametrize(
    ("outcome", "counted"), [("substantiated", (1, 1)), ("unsubstantiated", (0, 1)), ("inconclusive", (0, 0))]
)
async def test_what_nobody_marked_follows_the_outcome_of_its_case(
    vault: Vault, outcome: str, counted: tuple[int, int]
) -> None:
    case = await make_case(await make_staff(vault, "investigator"))
    async with write_tx():
        await Case.update({Case.state: "closed", Case.outcome: outcome}).where(Case.id == case.id)
    await keep(finding(vault, kind="no_order", grade="finding", case=case.id))
    share = (await rule()).share
    assert (share.part, share.whole) == counted


@stored
async def test_what_came_of_a_report_is_not_counted(vault: Vault) -> None:
    case = await make_case(await make_staff(vault, "investigator"))
    await keep(finding(vault, kind="no_order", grade="finding", mark="right", sealed_by="case", case=case.id))
    assert (await rule()).share.whole == 0


@pytest.mark.parametrize(
    ("right", "whole", "proposed"),
    [(9, 9, None), (6, 10, 0.85), (0, 10, 0.65), (60, 100, 0.66), (100, 100, 1.0)],
    ids=["too few", "ten", "ten wrong ones", "a hundred", "always"],
)
def test_a_suggestion_leans_on_the_shipped_value_the_more_the_fewer_there_are(
    right: int, whole: int, proposed: float | None
) -> None:
    assert proposed_trust(share_of(right, whole), 0.98) == proposed
