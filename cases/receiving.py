"""Takes reports in and opens them: sealed before the transaction, stored once, read only by those who hold the case.

Knows the reporter by the receipt's keys alone, and time by the day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Literal
from uuid import UUID, uuid4

from piccolo.table import Table

from cases.actors import Actor
from cases.checking import check_claim
from cases.claims import store_report_claim
from cases.contents import Content, refuse_bad_length, unpacked
from cases.corroboration_in_case import corroborate_case
from cases.errors import CaseError, CaseUnknown
from cases.evidence.files import FileStore
from cases.evidence.rows import evidence_rows
from cases.identities import Given, give_unless_given, identity_row, sealed_identity
from cases.keyrings import keyring_for
from cases.mailbox import add_from_reporter, mark_read_by_staff
from cases.opening import NewCase, PreparedCase, prepare_case, write_case_with
from cases.readers import Readers, change_readers
from cases.records.dates import day_of
from cases.tables import Event, Report, Upload
from cases.terms.report_texts import search_report_text
from cases.timeline import event_row, note_event
from crypto.envelopes import seal
from crypto.errors import WrongKey
from crypto.receipts import Receipt
from crypto.vault import Vault
from surveys.inserting import fresh
from surveys.outbox import write_tx

Outcome = Literal["stored", "repeated", "added"]
NO_CONFLICT = "no_conflict"  # who opens a case's report for the first time says so by the button they press
URGENT = {"retaliation": 2}  # somebody is being harmed while it waits


class SealedBeforeYou(CaseError):
    sentence = "This report was sealed before you were let into the case, so your key does not open it."
    status = 403


@dataclass(frozen=True)
class SealedReport:
    """A report as it is stored. `readers` are those the envelope is sealed to; `identity` an envelope too, or empty."""

    mailbox_digest: bytes
    content_mark: bytes
    reporter_public_key: bytes
    envelope: bytes = field(repr=False)
    readers: Readers
    language: str
    channel: str
    typed: Typed | None = None
    identity: bytes = field(default=b"", repr=False)
    files: Sequence[Upload] = ()


@dataclass(frozen=True)
class Enclosed:
    """Files that came with a report, and where they and those of an earlier posting lie."""

    store: FileStore
    uploads: Sequence[Upload] = ()


@dataclass(frozen=True)
class Typed:
    """Who typed a report for somebody else, and how it came: phone, letter or visit."""

    by: UUID
    source: str


@dataclass(frozen=True)
class OpenedReport:
    """A report in clear, for the length of one page. `claim` holds the fields as typed."""

    id: UUID
    case: UUID
    text: str = field(repr=False)
    claim: Mapping[str, str] = field(repr=False)
    language: str
    channel: str
    received_on: date
    is_first_opening: bool


async def receive(
    receipt: Receipt,
    content: Content,
    readers: Readers,
    today: date,
    typed: Typed | None = None,
    given: Given | None = None,
    enclosed: Enclosed | None = None,
) -> Outcome:
    """Seal a report and store it once, however often the same form comes.

    With the same receipt, another content becomes a further message, and other readers take the place of the first ones
    as long as nobody has begun to work. given: who the reporter is, if they say so; enclosed: files, sealed to the same
    keys; both commit with the report. Raises TextMissing, TextTooLong, NameMissing, NameTooLong.
    """
    refuse_bad_length(content.text)
    files = enclosed.uploads if enclosed else ()
    pair, mark = receipt.key_pair, receipt.content_mark(content.marked())  # whoever is left out, it is the same content
    packed = replace(content, left_out=tuple(readers.left_out)).packed()
    envelope = seal(packed, readers.sealed_to(pair.public))
    identity = sealed_identity(given, pair.public) if given else b""
    report = SealedReport(
        receipt.mailbox_digest, mark, pair.public, envelope, readers, content.language, content.channel, typed, identity
    )
    if await receive_sealed(replace(report, files=files), today):
        return "stored"
    await change_readers(receipt, readers, today, enclosed.store if enclosed else None)
    if given:
        await give_unless_given(receipt, given, today)
    if await Report.exists().where(Report.mailbox_digest == report.mailbox_digest, Report.content_mark == mark):
        return "repeated"
    return "added" if await add_from_reporter(receipt, content, b"", today, files) else "repeated"


async def receive_sealed(report: SealedReport, today: date) -> bool:
    """Store a sealed report with its case, grants, event and log entries, all or nothing; False if its mailbox exists."""
    people = report.readers.people
    severity = URGENT.get(report.channel, 0)
    new = NewCase("report", "received", channel=report.channel, severity=severity, recipients=people)
    prepared = prepare_case(new, people, report.readers.recovery_public, today)
    row = _row(report, prepared, today)
    prepared.events.append(event_row(prepared.row.id, 2, "report_received", today))
    if report.typed:
        source, by = report.typed.source, report.typed.by
        prepared.events.append(event_row(prepared.row.id, 3, "report_typed", today, source, actor=by))
    further: list[Table] = [*evidence_rows(report.files, row.id, None, today)]
    if report.identity:
        further.append(identity_row(row.id, report.identity, today))
        number = len(prepared.events) + 1
        prepared.events.append(event_row(prepared.row.id, number, "identity_given", today))
    return await write_case_with(prepared, row, Report.mailbox_digest, further, report.mailbox_digest)


async def open_report(actor: Actor, report_id: UUID, vault: Vault, *, now: datetime | None = None) -> OpenedReport:
    """Open a report with the actor's key; every opening is on record. To be called from a POST.

    At the first opening its structured part becomes a claim and is checked against the books; at each, held beside what
    others say. Raises CaseUnknown without
    a grant, SealedBeforeYou if the envelope is not for this person.
    """
    now = now or datetime.now(UTC)
    row = await Report.objects().where(Report.id == report_id).first()
    if row is None:
        raise CaseUnknown
    ring = await keyring_for(actor, row.case)
    case_key = ring.case_key
    try:
        content = unpacked(ring.open(row.id, bytes(row.envelope)))
    except WrongKey as error:
        raise SealedBeforeYou from error
    async with write_tx():
        is_first = await _mark_opened(report_id, day_of(now))
        declared = "" if await _has_opened(actor, row.case) else NO_CONFLICT
        await note_event(row.case, "report_opened", day=day_of(now), at=now, actor=actor.id, detail=declared)
        if is_first and content.claim:
            claim_id = await store_report_claim(row.case, report_id, content.claim, case_key, row.received_on)
            await check_claim(claim_id, vault, case_key=case_key, today=day_of(now))
        await search_report_text(row, content.text, case_key, vault, day_of(now))
    await corroborate_case(row.case, vault, case_key, day_of(now))
    await mark_read_by_staff(actor, report_id)
    return OpenedReport(
        report_id,
        row.case,
        content.text,
        content.claim,
        content.language,
        content.channel,
        row.received_on,
        is_first,
    )


async def _has_opened(actor: Actor, case_id: UUID) -> bool:
    return await Event.exists().where(Event.case == case_id, Event.kind == "report_opened", Event.actor == actor.id)


async def _mark_opened(report_id: UUID, day: date) -> bool:
    """True for the first opening only, whoever else opens it at the same time."""
    marked = (
        await Report.update({Report.opened_on: day})
        .where(Report.id == report_id, Report.opened_on.is_null())
        .returning(Report.id)
    )
    return bool(marked)


def _row(report: SealedReport, prepared: PreparedCase, today: date) -> Report:
    return fresh(
        Report,
        id=uuid4(),
        case=prepared.row.id,
        channel=report.channel,
        language=report.language,
        mailbox_digest=report.mailbox_digest,
        content_mark=report.content_mark,
        reporter_public_key=report.reporter_public_key,
        envelope=report.envelope,
        received_on=today,
    )
