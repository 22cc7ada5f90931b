"""What a leaf is made of: which columns of which rows it stands for. Reads and writes nothing.

leaf = SHA-256(0x00 ‖ statement ‖ mailbox digest, if the row concerns a mailbox);
statement = SHA-256(salt ‖ JSON of kind, subject, number, day and the digest of the row's content).
Whoever changes one of these columns leaves a new entry (timeline.note_change); its number counts the row's entries.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID, uuid4

from piccolo.columns import Column
from piccolo.table import Table

from cases.forms.tables import FormAct
from cases.people.tables import CallAct, LookUp, StaffAct
from cases.tables import (
    Approval,
    Case,
    ChannelChange,
    Consent,
    Disclosure,
    Event,
    EvidenceFile,
    Finding,
    FindingAct,
    Identity,
    LogEntry,
    Message,
    Report,
    TermVersion,
)
from cases.weights.tables import WeighingVersion
from crypto.proofs import STATEMENT_BYTES, leaf_of
from surveys.inserting import fresh

SALT_BYTES = 16
COVER = "cover"  # stands for nothing, so that a day's growth tells nobody how much happened

CONTENT: dict[type[Table], tuple[Column, ...]] = {
    Case: (Case.number, Case.source, Case.channel, Case.opened_on),
    Report: (
        Report.case,
        Report.channel,
        Report.language,
        Report.mailbox_digest,
        Report.content_mark,
        Report.reporter_public_key,
        Report.envelope,
        Report.received_on,
    ),
    Identity: (Identity.report, Identity.envelope, Identity.given_on),
    Disclosure: (
        Disclosure.identity,
        Disclosure.approval,
        Disclosure.staff,
        Disclosure.custodian,
        Disclosure.envelope,
        Disclosure.disclosed_at,
    ),
    Message: (
        Message.report,
        Message.number,
        Message.author,
        Message.author_role,
        Message.once_mark,
        Message.envelope,
        Message.signature,
        Message.sent_on,
    ),
    EvidenceFile: (
        EvidenceFile.report,
        EvidenceFile.message,
        EvidenceFile.file,
        EvidenceFile.size_bytes,
        EvidenceFile.digest,
        EvidenceFile.received_on,
    ),
    Event: (
        Event.case,
        Event.number,
        Event.day,
        Event.at,
        Event.actor,
        Event.kind,
        Event.detail,
        Event.sealed_note,
    ),
    # what the engine works out again at any time is left out; that a finding was there, and what became of it, is not
    Finding: (
        Finding.kind,
        Finding.dedupe_key,
        Finding.found_on,
        Finding.state,
        Finding.mark,
        Finding.dismissal_reason,
    ),
    FindingAct: (
        FindingAct.finding,
        FindingAct.day,
        FindingAct.at,
        FindingAct.actor,
        FindingAct.kind,
        FindingAct.detail,
    ),
    ChannelChange: (ChannelChange.channel, ChannelChange.actor, ChannelChange.at, ChannelChange.became),
    TermVersion: (TermVersion.number, TermVersion.actor, TermVersion.at, TermVersion.content),
    Approval: (
        Approval.case,
        Approval.act,
        Approval.subject,
        Approval.requester,
        Approval.sealed_reason,
        Approval.asked_at,
        Approval.expires_at,
        Approval.state,
    ),
    FormAct: (FormAct.name, FormAct.kind, FormAct.sha256, FormAct.actor, FormAct.at),
    StaffAct: (StaffAct.day, StaffAct.at, StaffAct.actor, StaffAct.subject, StaffAct.kind, StaffAct.detail),
    LookUp: (LookUp.day, LookUp.at, LookUp.actor, LookUp.key_kind, LookUp.words_digest, LookUp.found),
    WeighingVersion: (
        WeighingVersion.number,
        WeighingVersion.moved,
        WeighingVersion.words_digest,
        WeighingVersion.proposer,
        WeighingVersion.proposed_at,
        WeighingVersion.state,
        WeighingVersion.decider,
        WeighingVersion.decided_at,
    ),
    CallAct: (CallAct.day, CallAct.at, CallAct.actor, CallAct.invitation, CallAct.kind),
    Consent: (Consent.approval, Consent.staff, Consent.is_given, Consent.decided_at, Consent.signature),
}
KINDS: dict[str, type[Table]] = {table.__name__.lower(): table for table in CONTENT}


def entry_for(row: Table, day: date, *, number: int = 1, mailbox: bytes = b"") -> LogEntry:
    """The entry of a row as it stands. mailbox: the digest of the mailbox it concerns; a report brings its own."""
    kind = type(row).__name__.lower()
    mailbox = row.mailbox_digest if isinstance(row, Report) else mailbox
    subject = UUID(str(row["id"]))
    return _sealed(kind, day, digest(row), subject=subject, number=number, mailbox=mailbox)


def cover_entry(day: date) -> LogEntry:
    return _sealed(COVER, day, b"")


def digest(row: Table) -> bytes:
    """Of the columns that must not change, in a form that is the same on both engines."""
    cells = vars(row)
    values = {name: _plain(cells[name]) for name in _names_in(type(row))}
    return hashlib.sha256(_json(values)).digest()


@cache
def _names_in(table: type[Table]) -> tuple[str, ...]:
    return tuple(column._meta.name for column in CONTENT[table])


def statement_of(entry: LogEntry) -> bytes:
    said = {
        "kind": entry.kind,
        "subject": str(entry.subject),
        "number": entry.number,
        "day": entry.day.isoformat(),
        "content": bytes(entry.content).hex(),
    }
    statement = hashlib.sha256(bytes(entry.salt) + _json(said)).digest()
    assert len(statement) == STATEMENT_BYTES
    return statement


def expected_leaf(entry: LogEntry) -> bytes:
    return leaf_of(statement_of(entry), bytes(entry.mailbox))


def _sealed(
    kind: str, day: date, content: bytes, *, subject: UUID | None = None, number: int = 1, mailbox: bytes = b""
) -> LogEntry:
    entry = fresh(
        LogEntry,
        id=uuid4(),
        kind=kind,
        subject=subject,
        number=number,
        day=day,
        mailbox=mailbox,
        content=content,
        salt=secrets.token_bytes(SALT_BYTES),
    )
    entry.leaf = expected_leaf(entry)
    return entry


def _json(values: dict[str, object]) -> bytes:
    return _canonical(values).encode()


_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


def _plain(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
