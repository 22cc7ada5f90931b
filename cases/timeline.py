"""What happened in a case, and the leaf that proves it: written inside the transaction of the change itself.

Events carry words of ours only; whatever a person wrote stands sealed beside them. Decides nothing.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import date, datetime
from uuid import UUID, uuid4

from piccolo.query.functions import Max

from cases.tables import Case, Event, LogEntry

SALT_BYTES = 16
_LEAF_PREFIX = b"\x00"  # RFC 9162: a leaf never collides with an inner node


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
    """Append one event to a case's timeline. `at` is for acts of staff only; a reporter's have their day."""
    if Case._meta.db.engine_type == "postgres":  # SQLite has one writer; elsewhere two would take the same number
        await Case.select(Case.id).where(Case.id == case_id).lock_rows("UPDATE")
    found = await Event.select(Max(Event.number)).where(Event.case == case_id).first()
    last = found["max"] if found and found["max"] is not None else 0
    row = event_row(case_id, last + 1, kind, day, detail, at=at, actor=actor, sealed_note=sealed_note)
    await Event.insert(row)


async def note_in_log(kind: str, subject: UUID, day: date) -> None:
    """Leave a salted leaf for the transparency log. Whoever holds the salt can prove what it stands for."""
    await LogEntry.insert(log_row(kind, subject, day))


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
    return Event(
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


def log_row(kind: str, subject: UUID, day: date) -> LogEntry:
    salt = secrets.token_bytes(SALT_BYTES)
    content = json.dumps({"day": day.isoformat(), "kind": kind, "subject": str(subject)}, sort_keys=True)
    leaf = hashlib.sha256(_LEAF_PREFIX + salt + content.encode()).digest()
    return LogEntry(id=uuid4(), day=day, leaf=leaf, salt=salt, subject=subject, kind=kind)
