"""Several findings at once: who may, what stays on record, and that nobody comes to see what they should not."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest

from cases.actors import Actor
from cases.casework import change_state
from cases.errors import CaseError, CaseUnknown
from cases.finding_acts import acts_on
from cases.findings import FindingUnknown, ReasonMissing
from cases.letting_in import let_in
from cases.settling import (
    MOST,
    CaseEnded,
    NothingChosen,
    SomebodyInvolved,
    StaysWhereItIs,
    TooManyChosen,
    cases_to_choose,
    dismiss_several,
    take_up,
)
from cases.sight import person_token
from cases.tables import Case, Event, Finding, Grant, LogEntry
from crypto.vault import Vault
from tests.cases.test_sifting import finding, keep
from tests.factories import make_case, make_staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def actor(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator")


async def kept(*rows: Finding) -> list[UUID]:
    await keep(*rows)
    return [UUID(str(row.id)) for row in rows]


async def states_of(ids: Sequence[UUID]) -> set[str]:
    return {row["state"] for row in await Finding.select(Finding.state).where(Finding.id.is_in(list(ids)))}


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_several_are_put_aside_with_one_reason(actor: Actor, vault: Vault) -> None:
    ids = await kept(finding(vault), finding(vault), finding(vault, state="withdrawn"))
    assert await dismiss_several(actor, ids, "同一批测试数据", vault) == 2
    assert await states_of(ids) == {"dismissed", "withdrawn"}


async def test_one_foreign_finding_among_them_leaves_all_as_they_were(actor: Actor, vault: Vault) -> None:
    stranger = await make_staff(vault, "investigator", username="stranger")
    foreign = await make_case(stranger)
    ids = await kept(finding(vault), finding(vault, case=foreign.id))
    with pytest.raises(FindingUnknown):
        await dismiss_several(actor, ids, "because", vault)
    assert await states_of(ids) == {"open"}


async def test_every_dismissal_says_who_did_it(actor: Actor, vault: Vault) -> None:
    ids = await kept(finding(vault), finding(vault))
    before = await LogEntry.count()
    await dismiss_several(actor, ids, "because", vault)
    assert [(act.kind, act.who) for one in ids for act in await acts_on(one)] == [("dismissed", "Investigator")] * 2
    assert await LogEntry.count() == before + 4  # of each the act, and the finding as it is now


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_several_are_taken_into_a_new_case(actor: Actor, vault: Vault) -> None:
    ids = await kept(finding(vault), finding(vault, kind="no_order"))
    case_id = await take_up(actor, ids, None, vault)
    assert {row["case"] for row in await Finding.select(Finding.case)} == {case_id}
    events = await Event.select(Event.kind, Event.actor).where(Event.case == case_id, Event.kind == "finding_taken")
    assert events == [{"kind": "finding_taken", "actor": actor.id}] * 2


async def test_a_new_case_is_closed_to_whom_its_findings_are_about(actor: Actor, vault: Vault) -> None:
    zhang = await make_staff(vault, "investigator", username="zhang")
    colleague = await make_staff(vault, "investigator", username="colleague")
    ids = await kept(finding(vault, salesperson_token=person_token(vault, "Zhang")))
    case_id = await take_up(actor, ids, None, vault)
    holders = {row["staff"] for row in await Grant.select(Grant.staff).where(Grant.case == case_id)}
    assert holders == {actor.id, colleague.id}
    assert zhang.id not in holders


async def test_a_later_doubt_about_the_same_person_would_join_it(actor: Actor, vault: Vault) -> None:
    case_id = await take_up(actor, await kept(finding(vault)), None, vault)
    case = await Case.objects().where(Case.id == case_id).first()
    assert case is not None
    assert case.salesperson_token is not None


async def test_no_case_is_given_findings_about_somebody_who_holds_it(actor: Actor, vault: Vault) -> None:
    zhang = await make_staff(vault, "investigator", username="zhang")
    case = await make_case(actor, zhang)
    ids = await kept(finding(vault, salesperson_token=person_token(vault, "Zhang")))
    with pytest.raises(SomebodyInvolved):
        await take_up(actor, ids, case.id, vault)
    assert await Finding.exists().where(Finding.case.is_null())


async def test_findings_move_between_cases_of_the_same_people(actor: Actor, vault: Vault) -> None:
    old, new = await make_case(actor), await make_case(actor)
    (one,) = await kept(finding(vault, case=old.id))
    await take_up(actor, [one], new.id, vault)
    assert await Event.exists().where(Event.case == old.id, Event.kind == "finding_moved")
    assert [act.kind for act in await acts_on(one)] == ["moved"]


async def test_no_finding_moves_to_people_who_could_not_see_it(actor: Actor, vault: Vault) -> None:
    old, new = await make_case(actor), await make_case(actor)
    colleague = await make_staff(vault, "investigator", username="colleague")
    await let_in(actor, new.id, colleague.id)
    (one,) = await kept(finding(vault, case=old.id))
    with pytest.raises(StaysWhereItIs):
        await take_up(actor, [one], new.id, vault)


@pytest.mark.parametrize("changed", [{"sealed_by": "case"}, {"state": "dismissed"}], ids=str)
async def test_what_a_report_said_and_what_is_settled_stays(
    actor: Actor, vault: Vault, changed: dict[str, str]
) -> None:
    old, new = await make_case(actor), await make_case(actor)
    (one,) = await kept(finding(vault, case=old.id, **changed))
    with pytest.raises(StaysWhereItIs):
        await take_up(actor, [one], new.id, vault)


async def test_a_foreign_case_takes_nothing(actor: Actor, vault: Vault) -> None:
    foreign = await make_case(await make_staff(vault, "investigator", username="stranger"))
    with pytest.raises(CaseUnknown):
        await take_up(actor, await kept(finding(vault)), foreign.id, vault)
    assert [one.id for one in await cases_to_choose(actor)] == []


async def test_a_closed_case_takes_nothing(actor: Actor, vault: Vault) -> None:
    case = await make_case(actor)
    await change_state(actor, case.id, "triage", "rejected_out_of_scope", reason="nothing in it")
    with pytest.raises(CaseEnded):
        await take_up(actor, await kept(finding(vault)), case.id, vault)


@pytest.mark.parametrize(
    ("number", "reason", "error"),
    [(0, "because", NothingChosen), (MOST + 1, "because", TooManyChosen), (1, " ", ReasonMissing)],
)
async def test_what_is_asked_for_has_to_make_sense(
    actor: Actor, vault: Vault, number: int, reason: str, error: type[CaseError]
) -> None:
    ids = [UUID(int=place) for place in range(number)]
    with pytest.raises(error):
        await dismiss_several(actor, ids, reason, vault)
