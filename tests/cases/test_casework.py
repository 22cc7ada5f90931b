"""What investigators do with a case, seen through the faces: each act leaves one event and its log entry, or nothing at all."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cases.actors import Actor
from cases.casework import (
    AssigneeUnfit,
    CaseMoved,
    NoteEmpty,
    NoteTooLong,
    acknowledge,
    add_note,
    assign,
    change_state,
    open_note,
    possible_assignees,
)
from cases.errors import CaseUnknown
from cases.opening import OpenedCase
from cases.tables import Case, Event, LogEntry
from cases.transitions import FieldMissing, TransitionRefused
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.factories import make_case, make_staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def actor(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator")


@pytest.fixture
async def stranger(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="stranger")


@pytest.fixture
async def case(actor: Actor) -> OpenedCase:
    return await make_case(actor)


async def row_of(case: OpenedCase) -> Case:
    row = await Case.objects().where(Case.id == case.id).first()
    assert row is not None
    return row


async def acts(case: OpenedCase) -> list[tuple[str, str]]:
    rows = await Event.objects().where(Event.case == case.id).order_by(Event.number)
    return [(row.kind, row.detail) for row in rows]


async def logged(case: OpenedCase) -> list[str]:
    """Which acts have an entry in the log."""
    subjects = LogEntry.select(LogEntry.subject).where(LogEntry.kind == "event")
    rows = await Event.select(Event.kind).where(Event.case == case.id, Event.id.is_in(subjects)).order_by(Event.number)
    return [row["kind"] for row in rows]


async def test_an_assigned_case_has_an_assignee_an_event_and_an_entry(actor: Actor, case: OpenedCase) -> None:
    await assign(actor, case.id, actor.id)
    assert (await row_of(case)).assignee == actor.id
    assert await acts(case) == [("opened", "finding"), ("assigned", str(actor.id))]
    assert await logged(case) == ["opened", "assigned"]


async def test_a_case_can_be_given_back(actor: Actor, case: OpenedCase) -> None:
    await assign(actor, case.id, actor.id)
    await assign(actor, case.id, None)
    assert (await row_of(case)).assignee is None


async def test_a_case_is_not_given_to_somebody_who_cannot_open_it(
    actor: Actor, stranger: Actor, case: OpenedCase
) -> None:
    with pytest.raises(AssigneeUnfit):
        await assign(actor, case.id, stranger.id)
    assert await acts(case) == [("opened", "finding")]


async def test_only_people_with_the_key_are_offered_as_assignees(
    actor: Actor, stranger: Actor, case: OpenedCase
) -> None:
    assert await possible_assignees(case.id) == [(actor.id, actor.name)]


async def test_a_step_leaves_an_event_and_an_entry(actor: Actor, case: OpenedCase) -> None:
    await change_state(actor, case.id, "triage", "investigating")
    assert (await row_of(case)).state == "investigating"
    assert (await acts(case))[-1] == ("state", "investigating")
    assert await logged(case) == ["opened", "state"]


async def test_a_refused_step_leaves_nothing(actor: Actor, case: OpenedCase) -> None:
    with pytest.raises(TransitionRefused):
        await change_state(actor, case.id, "triage", "remediation")
    assert (await row_of(case)).state == "triage"
    assert await logged(case) == ["opened"]


async def test_a_step_from_a_page_drawn_before_another_step_is_refused(actor: Actor, case: OpenedCase) -> None:
    await change_state(actor, case.id, "triage", "investigating")
    with pytest.raises(CaseMoved):
        await change_state(actor, case.id, "triage", "waiting_reporter")
    assert (await row_of(case)).state == "investigating"
    assert len(await acts(case)) == 2


async def test_a_closed_case_has_its_outcome_its_day_and_a_sealed_reason(actor: Actor, case: OpenedCase) -> None:
    await change_state(actor, case.id, "triage", "closed", outcome="no_allegation", reason="同一笔订单录入两次")
    row = await row_of(case)
    event = await Event.objects().where(Event.case == case.id, Event.kind == "closed").first()
    assert event is not None
    assert (row.state, row.outcome, row.closed_on is None) == ("closed", "no_allegation", False)
    assert event.detail == "no_allegation"
    assert event.sealed_note is not None
    assert "录入" not in bytes(event.sealed_note).decode("utf-8", "ignore")
    assert open_note(case.key, case.id, bytes(event.sealed_note)) == "同一笔订单录入两次"


async def test_a_case_is_not_closed_without_a_reason(actor: Actor, case: OpenedCase) -> None:
    with pytest.raises(FieldMissing):
        await change_state(actor, case.id, "triage", "closed", outcome="referred", reason=" ")
    assert (await row_of(case)).outcome == ""


async def test_a_reopened_case_has_neither_outcome_nor_closing_day(actor: Actor, case: OpenedCase) -> None:
    await change_state(actor, case.id, "triage", "closed", outcome="referred", reason="given to the police")
    await change_state(actor, case.id, "closed", "reopened", reason="they gave it back")
    row = await row_of(case)
    assert (row.state, row.outcome, row.closed_on is None) == ("reopened", "", True)


async def test_an_answer_acknowledges_a_case_that_was_only_received(actor: Actor) -> None:
    case = await make_case(actor, source="report", state="received")
    async with write_tx():
        await acknowledge(actor, case.id)
    row = await row_of(case)
    assert (row.state, row.acknowledged_on is None) == ("acknowledged", False)


async def test_a_later_answer_changes_no_state(actor: Actor, case: OpenedCase) -> None:
    async with write_tx():
        await acknowledge(actor, case.id)
    assert (await row_of(case)).state == "triage"
    assert len(await acts(case)) == 1


async def test_a_note_is_kept_sealed(actor: Actor, case: OpenedCase) -> None:
    await add_note(actor, case.id, "  问过门店经理  ")
    event = await Event.objects().where(Event.case == case.id, Event.kind == "note").first()
    assert event is not None
    assert event.sealed_note is not None
    assert open_note(case.key, case.id, bytes(event.sealed_note)) == "问过门店经理"


@pytest.mark.parametrize(("text", "error"), [(" \n", NoteEmpty), ("字" * 8001, NoteTooLong)])
async def test_a_note_has_something_in_it_and_an_end(
    actor: Actor, case: OpenedCase, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await add_note(actor, case.id, text)
    assert await acts(case) == [("opened", "finding")]


@pytest.mark.parametrize("act", ["assign", "step", "note"])
@pytest.mark.parametrize("which", ["foreign", "missing"])
async def test_a_foreign_case_is_as_unknown_as_a_missing_one(
    stranger: Actor, case: OpenedCase, act: str, which: str
) -> None:
    case_id = {"foreign": case.id, "missing": uuid4()}[which]
    tried = {
        "assign": lambda: assign(stranger, case_id, stranger.id),
        "step": lambda: change_state(stranger, case_id, "triage", "investigating"),
        "note": lambda: add_note(stranger, case_id, "hello"),
    }
    with pytest.raises(CaseUnknown):
        await tried[act]()
    assert await acts(case) == [("opened", "finding")]
