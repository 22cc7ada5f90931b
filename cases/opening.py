"""Opens a case: number, key, grants, first event and log entries, in the caller's transaction. Reads no report."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Literal
from uuid import UUID, uuid4

from piccolo.columns import Column
from piccolo.table import Table

from cases.errors import CaseError
from cases.grants import grant_rows, new_case_key
from cases.log.leaves import entry_for
from cases.staff import Recipient, recipients, recovery_public_key
from cases.tables import Case, Event, Grant, LogEntry
from cases.timeline import event_row
from crypto.keys import seal_to
from surveys.inserting import Rows, fresh, insert_all

NUMBER_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is misheard on the phone
NUMBER_LENGTH = 4
ENDED = frozenset({"closed", "merged", "rejected_out_of_scope"})

CaseSource = Literal["report", "finding"]


class NobodyToRead(CaseError):
    sentence = "There is nobody who could read this case. An administrator has to set up an investigator first."
    status = 503


@dataclass(frozen=True)
class NewCase:
    """What a case starts from. The two tokens are blind; a case born of a report has neither."""

    source: CaseSource
    state: str
    channel: str = ""
    severity: int = 0
    subject_token: bytes | None = None
    salesperson_token: bytes | None = None
    recipients: Sequence[Recipient] | None = None  # None: every active investigator


@dataclass(frozen=True)
class OpenedCase:
    id: UUID
    number: str
    key: bytes = field(repr=False)


@dataclass(frozen=True)
class PreparedCase:
    """A case with everything sealed and nothing written. Whoever adds an event of their own appends it here."""

    row: Case
    key: bytes = field(repr=False)
    grants: list[Grant]
    events: list[Event]


async def open_case(new: NewCase, today: date) -> OpenedCase:
    """Write a case with everything that belongs to it. Raises NobodyToRead; needs write_tx()."""
    people = await recipients() if new.recipients is None else new.recipients
    prepared = prepare_case(new, people, await recovery_public_key(), today)
    await write_case(prepared)
    return OpenedCase(prepared.row.id, prepared.row.number, prepared.key)


def prepare_case(new: NewCase, people: Sequence[Recipient], recovery_public: bytes, today: date) -> PreparedCase:
    """Make number, key, grants and first event. Raises NobodyToRead."""
    if not people:
        raise NobodyToRead
    case_id, key = uuid4(), new_case_key()
    row = fresh(
        Case,
        id=case_id,
        number=_random_number(today),
        source=new.source,
        channel=new.channel,
        state=new.state,
        severity=new.severity,
        recovery_case_key=seal_to(recovery_public, key),
        subject_token=new.subject_token,
        salesperson_token=new.salesperson_token,
        opened_on=today,
    )
    return PreparedCase(
        row,
        key,
        grant_rows(case_id, key, people),
        [event_row(case_id, 1, "opened", today, new.source)],
    )


async def write_case(prepared: PreparedCase) -> None:
    """Four statements, whatever the number of people. Needs write_tx()."""
    while not await Case.insert(prepared.row).on_conflict(Case.number, "DO NOTHING").returning(Case.id):
        prepared.row.number = _random_number(prepared.row.opened_on)
    await Grant.insert(*prepared.grants)
    await Event.insert(*prepared.events)
    await LogEntry.insert(*_entries(prepared))


async def write_case_with(
    prepared: PreparedCase, row: Table, unique: Column, further: Sequence[Table] = (), mailbox: bytes = b""
) -> bool:
    """Write a case, one row that belongs to it and `further` ones that belong to that, in a transaction of their own.

    False, and nothing: the row is there. mailbox: the digest of the mailbox that the further rows concern.
    """
    while True:
        entries = _entries(prepared, row) + [entry_for(one, prepared.row.opened_on, mailbox=mailbox) for one in further]
        taken = await insert_all(
            Rows([prepared.row], Case.number),
            Rows([row], unique),
            Rows(prepared.grants),
            Rows(prepared.events),
            *(Rows(list(rows)) for _, rows in groupby(further, type)),
            Rows(entries),
        )
        if taken != 0:
            return taken is None
        prepared.row.number = _random_number(prepared.row.opened_on)


def _entries(prepared: PreparedCase, *rows: Table) -> list[LogEntry]:
    """Made last: a case number that was taken has been drawn again by then."""
    return [entry_for(row, prepared.row.opened_on) for row in (prepared.row, *prepared.events, *rows)]


def _random_number(today: date) -> str:
    """Random, so that a number tells nobody how many cases there were before it."""
    return f"{today.year}-{''.join(secrets.choice(NUMBER_ALPHABET) for _ in range(NUMBER_LENGTH))}"
