"""What investigators do with a case: assign, move, close, note. Each act with its event and log entry in one transaction.

Whatever a person writes is sealed under the case key; events carry words of ours. Which step is allowed: transitions.py.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from cases.actors import Actor
from cases.errors import CaseError, CaseUnknown
from cases.grants import case_key_for, open_under
from cases.mailbox import add_from_staff, mark_read_by_staff
from cases.opening import ENDED
from cases.receiving import OpenedReport, open_report
from cases.records.dates import day_of
from cases.tables import Case, Grant, Report, Staff
from cases.timeline import note_event
from cases.transitions import check_step
from crypto.keys import encrypt
from crypto.signing import SigningPair
from crypto.vault import Vault
from surveys.outbox import write_tx

MOST_NOTE = 8000  # characters


class CaseMoved(CaseError):
    """Somebody else changed the state after the page was drawn."""

    sentence = "Somebody moved this case while you were reading. Reload the page, then decide."
    status = 409


class AssigneeUnfit(CaseError):
    sentence = "This person cannot open the case, so it cannot be given to them."
    status = 422


class NoteEmpty(CaseError):
    sentence = "There is nothing in the note yet. Write something, then save it."
    status = 422


class NoteTooLong(CaseError):
    sentence = "This text is too long: at most {most} characters. Please split it."
    status = 422


async def assign(actor: Actor, case_id: UUID, assignee: UUID | None, *, now: datetime | None = None) -> None:
    """Give the case to somebody who can open it, or to nobody. Raises CaseUnknown, AssigneeUnfit."""
    now = now or datetime.now(UTC)
    async with write_tx():
        await case_key_for(actor, case_id)
        if assignee is not None and not await _can_open(assignee, case_id):
            raise AssigneeUnfit
        await Case.update({Case.assignee: assignee}).where(Case.id == case_id)
        detail = str(assignee) if assignee else "nobody"
        await _note(actor, case_id, "assigned", detail, now)


async def change_state(
    actor: Actor,
    case_id: UUID,
    before: str,
    to: str,
    *,
    reason: str = "",
    outcome: str = "",
    now: datetime | None = None,
) -> None:
    """Take the case from the state its reader saw to another; closing is such a step, with an outcome.

    Raises CaseUnknown, CaseMoved if it is no longer there, and what transitions.check_step raises.
    """
    now = now or datetime.now(UTC)
    async with write_tx():
        case_key = await case_key_for(actor, case_id)
        check_step(before, to, actor.roles, reason=reason, outcome=outcome)
        await _move(case_id, before, to, outcome, now)
        note = seal_note(case_key, case_id, reason) if reason.strip() else None
        kind = "closed" if to == "closed" else "state"
        await _note(actor, case_id, kind, outcome if to == "closed" else to, now, note)


async def open_sealed_report(
    actor: Actor, case_id: UUID, report_id: UUID, vault: Vault, *, now: datetime | None = None
) -> OpenedReport:
    """Open a report of this case, on record. Raises CaseUnknown, SealedBeforeYou."""
    await _report_in(actor, case_id, report_id)
    return await open_report(actor, report_id, vault, now=now)


async def answer_reporter(
    actor: Actor, case_id: UUID, report_id: UUID, text: str, signer: SigningPair, *, now: datetime | None = None
) -> None:
    """Send an answer, signed by the company, into the reporter's mailbox; the first one acknowledges the report.

    Two transactions: the same answer sent again after a lost page stores nothing and still acknowledges. Raises
    CaseUnknown, TextMissing, TextTooLong.
    """
    await _report_in(actor, case_id, report_id)
    await add_from_staff(actor, report_id, text, signer=signer, now=now)
    await mark_read_by_staff(actor, report_id)
    async with write_tx():
        await acknowledge(actor, case_id, now=now)


async def read_messages(actor: Actor, case_id: UUID, report_id: UUID) -> None:
    """What the reporter wrote has been read. Raises CaseUnknown."""
    await _report_in(actor, case_id, report_id)
    await mark_read_by_staff(actor, report_id)


async def acknowledge(actor: Actor, case_id: UUID, *, now: datetime | None = None) -> None:
    """A reporter was answered: a case that had only been received is acknowledged; any other stays. Needs write_tx()."""
    case = await Case.select(Case.state).where(Case.id == case_id).first()
    if case is None or case["state"] != "received":
        return
    now = now or datetime.now(UTC)
    await _move(case_id, "received", "acknowledged", "", now)
    await _note(actor, case_id, "state", "acknowledged", now)


async def add_note(actor: Actor, case_id: UUID, text: str, *, now: datetime | None = None) -> None:
    """Keep a note for whoever may open the case. Raises CaseUnknown, NoteEmpty, NoteTooLong."""
    if not text.strip():
        raise NoteEmpty
    now = now or datetime.now(UTC)
    async with write_tx():
        case_key = await case_key_for(actor, case_id)
        await _note(actor, case_id, "note", "", now, seal_note(case_key, case_id, text))


async def possible_assignees(case_id: UUID) -> list[tuple[UUID, str]]:
    """Who can open the case, by name."""
    granted = await Grant.select(Grant.staff).where(Grant.case == case_id)
    people = await Staff.select(Staff.id, Staff.name).where(
        Staff.id.is_in([row["staff"] for row in granted]), Staff.active.eq(True)
    )
    return sorted(((row["id"], row["name"]) for row in people), key=lambda person: person[1])


def seal_note(case_key: bytes, case_id: UUID, text: str) -> bytes:
    if len(text) > MOST_NOTE:
        raise NoteTooLong(most=MOST_NOTE)
    return encrypt(case_key, text.strip().encode(), _context(case_id))


def open_note(case_key: bytes, case_id: UUID, sealed: bytes) -> str:
    return open_under(case_key, sealed, _context(case_id)).decode()


async def _report_in(actor: Actor, case_id: UUID, report_id: UUID) -> None:
    """A report and a case named together belong together; else a grant on the one would act on the other.

    The grant is asked for first: whoever has none learns nothing, not even by how long it took.
    """
    await case_key_for(actor, case_id)
    if not await Report.exists().where(Report.id == report_id, Report.case == case_id):
        raise CaseUnknown


async def _move(case_id: UUID, before: str, to: str, outcome: str, now: datetime) -> None:
    moved = (
        await Case.update({Case.state: to, Case.outcome: outcome, Case.closed_on: day_of(now) if to in ENDED else None})
        .where(Case.id == case_id, Case.state == before)
        .returning(Case.id)
    )
    if not moved:
        raise CaseMoved
    if to == "acknowledged":
        await Case.update({Case.acknowledged_on: day_of(now)}).where(Case.id == case_id)


async def _can_open(staff_id: UUID, case_id: UUID) -> bool:
    active = await Staff.exists().where(Staff.id == staff_id, Staff.active.eq(True))
    return active and await Grant.exists().where(Grant.case == case_id, Grant.staff == staff_id)


async def _note(
    actor: Actor, case_id: UUID, kind: str, detail: str, now: datetime, sealed_note: bytes | None = None
) -> None:
    await note_event(case_id, kind, day=day_of(now), at=now, actor=actor.id, detail=detail, sealed_note=sealed_note)


def _context(case_id: UUID) -> bytes:
    return b"note:" + case_id.bytes
