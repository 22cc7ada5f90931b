"""A case as one page shows it: head, report, messages and everything that happened, opened with the reader's own key.

Reads only. A report is in it once this person has opened it by the button that puts the opening on record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from cases.actors import Actor
from cases.casework import open_note, possible_assignees
from cases.clocks import Clock, clock_of
from cases.contents import Content, FileNote, unpacked
from cases.disclosing import Named, named_for
from cases.errors import CaseUnknown
from cases.evidence.handing_out import asked_for
from cases.evidence.reading import FileShown, files_of, files_shown
from cases.grants import case_key_for
from cases.keyrings import Keyring, keyring_for
from cases.mailbox import MailboxMessage, messages_for
from cases.opening import ENDED
from cases.records.dates import COMPANY_ZONE
from cases.tables import Case, Event, Report, Staff
from cases.transitions import Rule, steps_from

CONVERSATION = ("message", "reply")
ABOUT_SOMEBODY = ("assigned", "let_in", "let_go", "identity_disclosed")


@dataclass(frozen=True)
class ReportPart:
    """One report of the case. Not open: text is None and only the number of messages is told.

    is_beyond_key: sealed before this person was let in. There is nothing to open for them but later messages.
    """

    id: UUID
    channel: str
    received_on: date
    is_open: bool
    is_beyond_key: bool
    text: str | None = field(repr=False)
    claim: Mapping[str, str] = field(repr=False)
    answers: Mapping[str, str] = field(repr=False)
    questionnaire: str
    about: str = field(repr=False)
    messages: tuple[MailboxMessage, ...] = field(repr=False)
    unread: int
    named: Named | None  # none: anonymous
    files: tuple[FileShown, ...] = field(default=(), repr=False)  # of the report and its messages


@dataclass(frozen=True)
class Moment:
    """One line of the timeline. `detail` is a word of ours; `who` a name or ""; `time` "14:05" or "" for a reporter's acts."""

    kind: str
    detail: str
    day: date
    time: str
    who: str
    note: str = field(repr=False)
    message: MailboxMessage | None = field(repr=False)


@dataclass(frozen=True)
class CaseFile:
    id: UUID
    number: str
    source: str
    channel: str
    state: str
    outcome: str
    severity: int
    opened_on: date
    closed_on: date | None
    is_ended: bool
    assignee: UUID | None
    assignee_name: str
    clock: Clock
    steps: Mapping[str, Rule]
    people: Sequence[tuple[UUID, str]]
    reports: tuple[ReportPart, ...]
    timeline: tuple[Moment, ...]


async def case_file(actor: Actor, case_id: UUID, today: date) -> CaseFile:
    """Raises CaseUnknown without a grant, as for a case that does not exist. Changes nothing."""
    case_key = await case_key_for(actor, case_id)
    case = await Case.objects().where(Case.id == case_id).first()
    if case is None:
        raise CaseUnknown
    events = await Event.objects().where(Event.case == case_id).order_by(Event.number)
    names = await _names(events, case.assignee)
    reports = await _reports(actor, await keyring_for(actor, case_id), case_id, events)
    is_ended = case.state in ENDED
    is_acknowledged = case.source != "report" or case.acknowledged_on is not None
    return CaseFile(
        id=case.id,
        number=case.number,
        source=case.source,
        channel=case.channel,
        state=case.state,
        outcome=case.outcome,
        severity=case.severity,
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        is_ended=is_ended,
        assignee=case.assignee,
        assignee_name=names.get(case.assignee, ""),
        clock=clock_of(case.opened_on, today, is_acknowledged=is_acknowledged, is_ended=is_ended),
        steps=steps_from(case.state, actor.roles),
        people=await possible_assignees(case_id),
        reports=reports,
        timeline=_timeline(events, reports, names, case_key),
    )


async def _reports(actor: Actor, ring: Keyring, case_id: UUID, events: Sequence[Event]) -> tuple[ReportPart, ...]:
    is_open = any(event.kind == "report_opened" and event.actor == actor.id for event in events)
    rows = await Report.objects().where(Report.case == case_id).order_by(Report.received_on, Report.id)
    return tuple([await _report(actor, ring, row, is_open) for row in rows])


async def _report(actor: Actor, ring: Keyring, row: Report, is_open: bool) -> ReportPart:
    messages = await messages_for(actor, row.id)
    envelope = bytes(row.envelope)
    is_beyond_key = not ring.opens(row.id, envelope)
    content = unpacked(ring.open(row.id, envelope)) if is_open and not is_beyond_key else None
    return ReportPart(
        id=row.id,
        channel=row.channel,
        received_on=row.received_on,
        is_open=is_open or is_beyond_key,
        is_beyond_key=is_beyond_key,
        text=content.text if content else None,
        claim=content.claim if content else {},
        answers=content.answers if content else {},
        questionnaire=content.questionnaire if content else "",
        about=content.about if content else "",
        messages=messages if is_open or is_beyond_key else (),
        unread=sum(1 for message in messages if message.from_reporter and message.is_new),
        named=await named_for(actor, row.id),
        files=await _files(actor, row.id, _notes(content, messages)) if is_open else (),
    )


async def _files(actor: Actor, report_id: UUID, notes: Sequence[FileNote]) -> tuple[FileShown, ...]:
    rows = await files_of(report_id)
    return files_shown(rows, notes, await asked_for(actor, rows))


def _notes(content: Content | None, messages: Sequence[MailboxMessage]) -> list[FileNote]:
    """What is said of files, wherever it was said."""
    return [*(content.files if content else ()), *(note for message in messages for note in message.files)]


async def _names(events: Sequence[Event], assignee: UUID | None) -> dict[UUID | None, str]:
    """Names of everybody the page mentions, those to whom the case was given included."""
    ids = {event.actor for event in events if event.actor} | ({assignee} if assignee else set())
    ids |= {UUID(event.detail) for event in events if event.kind in ABOUT_SOMEBODY and event.detail != "nobody"}
    rows = await Staff.select(Staff.id, Staff.name).where(Staff.id.is_in(list(ids))) if ids else []
    return {row["id"]: row["name"] for row in rows}


def _timeline(
    events: Sequence[Event], reports: Sequence[ReportPart], names: Mapping[UUID | None, str], case_key: bytes
) -> tuple[Moment, ...]:
    """The n-th act of writing is the n-th message: both are written in one transaction, in one order."""
    letters = iter([message for report in reports for message in report.messages])
    return tuple(
        Moment(
            kind=event.kind,
            detail=_detail(event, names),
            day=event.day,
            time=_time(event.at),
            who=names.get(event.actor, ""),
            note=open_note(case_key, event.case, bytes(event.sealed_note)) if event.sealed_note else "",
            message=next(letters, None) if event.kind in CONVERSATION else None,
        )
        for event in events
    )


def _detail(event: Event, names: Mapping[UUID | None, str]) -> str:
    """A person's name for whoever was assigned, let in or let go; else the first word, which is the kind, state or outcome."""
    if event.kind in ABOUT_SOMEBODY:
        return "" if event.detail == "nobody" else names.get(UUID(event.detail), "")
    return event.detail.split(" ")[0]


def _time(at: datetime | None) -> str:
    return at.astimezone(COMPANY_ZONE).strftime("%H:%M") if at else ""
