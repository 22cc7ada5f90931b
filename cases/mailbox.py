"""The mailbox between a reporter and those who hold the case: whoever has the receipt opens it, and nobody else there.

A wrong receipt and an erased report are the same thing here: no row. Nothing tells the server who the reporter is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from uuid import UUID, uuid4

from piccolo.query.functions import Max

from cases.actors import Actor
from cases.contents import Content, FileNote, refuse_bad_length, unpacked
from cases.errors import CaseError, CaseUnknown
from cases.evidence.rows import evidence_rows
from cases.evidence.uploads import UploadKey, whole_uploads
from cases.grants import case_key_for
from cases.keyrings import keyring_for
from cases.keysets import refuse_unfit
from cases.readers import granted_keys, sealed_to
from cases.records.dates import day_of
from cases.signed_replies import Mark, mark_of, signature_of
from cases.staff import READING_ROLES, recovery_public_key
from cases.tables import Case, EvidenceFile, Message, Report, Upload
from cases.timeline import note_event, note_in_log
from crypto.envelopes import Recipient, open_envelope, seal
from crypto.errors import WrongKey
from crypto.receipts import Receipt
from crypto.signing import SigningPair
from surveys.outbox import write_tx


class ReceiptUnknown(CaseError):
    """No such report, or no longer: the same sentence after the same work."""

    sentence = "No mailbox opens with this receipt code. Please compare it with your note once more."
    status = 404


@dataclass(frozen=True)
class MailboxMessage:
    """One message, opened. `text` is None if it was sealed before this reader was let into the case."""

    number: int
    from_reporter: bool
    role: str  # of the member of staff who wrote it; "" for the reporter
    mark: Mark  # whether the company signed it
    sent_on: date
    is_new: bool
    text: str | None = field(repr=False)
    claim: Mapping[str, str] = field(repr=False)
    files: Sequence[FileNote] = field(default=(), repr=False)


@dataclass(frozen=True)
class Mailbox:
    """What a receipt opens. `state` is the case's; `opened_on` the day somebody first read the report."""

    text: str = field(repr=False)
    claim: Mapping[str, str] = field(repr=False)
    answers: Mapping[str, str] = field(repr=False)
    questionnaire: str
    received_on: date
    opened_on: date | None
    state: str
    messages: tuple[MailboxMessage, ...]
    files: Sequence[FileNote] = field(default=(), repr=False)


@dataclass(frozen=True)
class SealedMailbox:
    """The same, unopened, with the keys to which a further message is sealed."""

    report: Report
    state: str
    messages: Sequence[Message]


@dataclass(frozen=True)
class PresealedMessage:
    """What a browser sends into a mailbox. `files`: the uploads that come with it."""

    mailbox_digest: bytes
    envelope: bytes = field(repr=False)
    once_mark: bytes
    files: Sequence[UploadKey] = ()


@dataclass(frozen=True)
class _Letter:
    """A message sealed and ready to be stored."""

    report: Report
    envelope: bytes
    once_mark: bytes
    day: date
    actor: Actor | None = None
    at: datetime | None = None
    signer: SigningPair | None = field(default=None, repr=False)
    files: Sequence[Upload] = ()


class _AlreadyThere(Exception):
    """The same form came twice: take back what this transaction began."""


async def open_mailbox(receipt: Receipt, reply_key: bytes = b"") -> Mailbox:
    """Open with the receipt; answers of staff count as read from then on. Raises ReceiptUnknown.

    reply_key: by which the company's signatures are checked; without it none of them fits.
    """
    sealed = await sealed_mailbox(receipt.mailbox_digest)
    pair = receipt.key_pair
    content = unpacked(open_envelope(bytes(sealed.report.envelope), pair))
    return Mailbox(
        text=content.text,
        claim=content.claim,
        answers=content.answers,
        questionnaire=content.questionnaire,
        received_on=sealed.report.received_on,
        opened_on=sealed.report.opened_on,
        state=sealed.state,
        files=content.files,
        messages=tuple(
            _opened(row, partial(open_envelope, pair=pair), mark_of(row, receipt.mailbox_digest, reply_key))
            for row in sealed.messages
        ),
    )


async def sealed_mailbox(mailbox_digest: bytes) -> SealedMailbox:
    """Everything in it, unopened; answers of staff count as read from then on. Raises ReceiptUnknown."""
    report = await report_of(mailbox_digest)
    state = await Case.select(Case.state).where(Case.id == report.case).first()
    rows = await Message.objects().where(Message.report == report.id).order_by(Message.number)
    if any(row.author_role and not row.read for row in rows):
        await _mark_read(report.id, from_reporter=False)
    return SealedMailbox(report, state["state"] if state else "", rows)


async def add_from_reporter(
    receipt: Receipt, content: Content, once: bytes, today: date, files: Sequence[Upload] = ()
) -> bool:
    """Seal and store a further message. The same `once` with the same content stores nothing and returns False.

    files: whole and sealed to `keys_of` the report. Raises ReceiptUnknown, TextMissing, TextTooLong.
    """
    refuse_bad_length(content.text)
    report = await report_of(receipt.mailbox_digest)
    packed = content.packed()
    envelope = seal(packed, await keys_of(report))
    return await _store(_Letter(report, envelope, receipt.content_mark(once + content.marked()), today, files=files))


async def add_presealed(letter: PresealedMessage, today: date) -> bool:
    """Store a message that was sealed in the browser; the same mark stores nothing and returns False.

    Raises ReceiptUnknown, EnvelopeUnfit, ReadersChanged, TooManyFiles, UploadUnknown.
    """
    report = await report_of(letter.mailbox_digest)
    if await Message.exists().where(Message.report == report.id, Message.once_mark == letter.once_mark):
        return False
    keys = await keys_of(report)
    refuse_unfit(letter.envelope, keys)
    files = await whole_uploads(letter.files, keys)
    return await _store(_Letter(report, letter.envelope, letter.once_mark, today, files=files))


async def add_from_staff(
    actor: Actor, report_id: UUID, text: str, *, signer: SigningPair | None = None, now: datetime | None = None
) -> bool:
    """Answer the reporter. The same answer twice, with no word of the reporter between, is stored once (False).

    Raises CaseUnknown without a grant, TextMissing, TextTooLong.
    """
    refuse_bad_length(text)
    now = now or datetime.now(UTC)
    report, case_key = await _report_for(actor, report_id)
    packed = Content(text.strip(), {}, report.language).packed()
    heard = await _last_number(report_id, from_reporter=True)
    mark = hashlib.blake2b(actor.id.bytes + heard.to_bytes(4) + packed, key=case_key, digest_size=32).digest()
    envelope = seal(packed, await keys_of(report))
    return await _store(_Letter(report, envelope, mark, day_of(now), actor, now, signer))


async def messages_for(actor: Actor, report_id: UUID) -> tuple[MailboxMessage, ...]:
    """Both sides' messages, opened with the actor's key; changes nothing. Raises CaseUnknown without a grant."""
    report, _ = await _report_for(actor, report_id)
    ring = await keyring_for(actor, report.case)
    rows = await Message.objects().where(Message.report == report_id).order_by(Message.number)
    return tuple(_opened(row, partial(ring.open, row.id)) for row in rows)


async def mark_read_by_staff(actor: Actor, report_id: UUID) -> None:
    """What the reporter wrote is new to nobody any more. Raises CaseUnknown without a grant."""
    await _report_for(actor, report_id)
    await _mark_read(report_id, from_reporter=True)


async def keys_of(report: Report) -> tuple[Recipient, ...]:
    """To whom what is added to a report is sealed: who holds its case today, the recovery key, the reporter's own."""
    keys, recovery_public = await granted_keys(report.case), await recovery_public_key()
    return sealed_to(keys, recovery_public, bytes(report.reporter_public_key))


async def report_of(mailbox_digest: bytes) -> Report:
    """The report of a mailbox. Raises ReceiptUnknown."""
    report = await Report.objects().where(Report.mailbox_digest == mailbox_digest).first()
    if report is None:
        raise ReceiptUnknown
    return report


async def _report_for(actor: Actor, report_id: UUID) -> tuple[Report, bytes]:
    """The report and its case key, for somebody who holds the case."""
    report = await Report.objects().where(Report.id == report_id).first()
    if report is None:
        raise CaseUnknown
    return report, await case_key_for(actor, report.case)


async def _store(letter: _Letter) -> bool:
    """Event, message and log entries in one transaction; False if this very message is there already."""
    kind = "reply" if letter.actor else "message"
    author = letter.actor.id if letter.actor else None
    try:
        async with write_tx():
            # the event first: on PostgreSQL it holds the case, so two messages never take one number
            await note_event(letter.report.case, kind, day=letter.day, at=letter.at, actor=author)
            row = _row(letter, await _last_number(letter.report.id) + 1)
            if letter.signer:
                row.signature = signature_of(letter.signer, row, bytes(letter.report.mailbox_digest))
            once = (Message.report, Message.once_mark)
            if not await Message.insert(row).on_conflict(once, "DO NOTHING").returning(Message.id):
                raise _AlreadyThere
            await note_in_log(row, letter.day, mailbox=letter.report.mailbox_digest)
            for file in evidence_rows(letter.files, letter.report.id, row.id, letter.day):
                await EvidenceFile.insert(file)
                await note_in_log(file, letter.day, mailbox=letter.report.mailbox_digest)
    except _AlreadyThere:
        return False
    return True


def _row(letter: _Letter, number: int) -> Message:
    return Message(
        id=uuid4(),
        report=letter.report.id,
        number=number,
        author=letter.actor.id if letter.actor else None,
        author_role=_role(letter.actor) if letter.actor else "",
        once_mark=letter.once_mark,
        envelope=letter.envelope,
        sent_on=letter.day,
    )


def _role(actor: Actor) -> str:
    """The role in which somebody answers: the one that lets them read, whatever else they are."""
    return min(actor.roles & READING_ROLES or actor.roles)


async def _last_number(report_id: UUID, *, from_reporter: bool = False) -> int:
    query = Message.select(Max(Message.number)).where(Message.report == report_id)
    found = await (query.where(Message.author_role == "") if from_reporter else query).first()
    return int(found["max"] or 0) if found else 0


async def _mark_read(report_id: UUID, *, from_reporter: bool) -> None:
    whose = Message.author_role == "" if from_reporter else Message.author_role != ""
    async with write_tx():
        await Message.update({Message.read: True}).where(Message.report == report_id, whose)


def _opened(row: Message, opening: Callable[[bytes], bytes], mark: Mark = "") -> MailboxMessage:
    try:
        content = unpacked(opening(bytes(row.envelope)))
    except WrongKey:
        content = None
    return MailboxMessage(
        number=row.number,
        from_reporter=not row.author_role,
        role=row.author_role,
        mark=mark,
        sent_on=row.sent_on,
        is_new=not row.read,
        text=content.text if content else None,
        claim=content.claim if content else {},
        files=content.files if content else (),
    )
