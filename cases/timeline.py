"""What happened in a case, and the log entry that proves it: written inside the transaction of the change itself.

Events carry words of ours only; whatever a person wrote stands sealed beside them. Decides nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from piccolo.query.functions import Max
from piccolo.table import Table

from cases.log.leaves import entry_for
from cases.tables import Case, Event, LogEntry
from surveys.inserting import fresh


async def note_event(
    case_id: UUID,
    kind: str,
    *,
    day: date,
    at: datetime | None = None,
    actor: UUID | None = None,
    detail: str = "",
    sealed_note: bytes | None = None,
) -> None:
    """Append one event to a case's timeline, and its entry to the log. `at` is for acts of staff only."""
    if Case._meta.db.engine_type == "postgres":  # SQLite has one writer; elsewhere two would take the same number
        await Case.select(Case.id).where(Case.id == case_id).lock_rows("UPDATE")
    found = await Event.select(Max(Event.number)).where(Event.case == case_id).first()
    last = found["max"] if found and found["max"] is not None else 0
    row = event_row(case_id, last + 1, kind, day, detail, at=at, actor=actor, sealed_note=sealed_note)
    await Event.insert(row)
    await note_in_log(row, day)


async def note_in_log(row: Table, day: date, *, mailbox: bytes = b"") -> None:
    """Leave the entry of a row just written. mailbox: the digest of the mailbox it concerns."""
    await LogEntry.insert(entry_for(row, day, mailbox=mailbox))


async def note_change(table: type[Table], row_id: UUID, day: date, *, mailbox: bytes = b"") -> None:
    """Leave a further entry for a row that was changed on purpose: from now on it must look as it does now."""
    row = await table.objects().where(table._meta.primary_key == row_id).first()
    found = await LogEntry.select(Max(LogEntry.number)).where(LogEntry.subject == row_id).first()
    if row is not None:
        last = found["max"] if found and found["max"] is not None else 0
        await LogEntry.insert(entry_for(row, day, number=last + 1, mailbox=mailbox))


def event_row(
    case_id: UUID,
    number: int,
    kind: str,
    day: date,
    detail: str = "",
    *,
    at: datetime | None = None,
    actor: UUID | None = None,
    sealed_note: bytes | None = None,
) -> Event:
    """An event not yet written; for a case that is only being made, whose numbers are known."""
    return fresh(
        Event,
        id=uuid4(),
        case=case_id,
        number=number,
        day=day,
        at=at,
        actor=actor,
        kind=kind,
        detail=detail[:200],
        sealed_note=sealed_note,
    )
