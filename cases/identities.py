"""Who a reporter is, if they choose to say so: an envelope of its own, to custodians, the recovery key and the reporter.

Never to those who investigate. Opens nothing: what it takes to learn a name is in disclosing.py. Decision 0018 says why.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any  # JSON, and selected rows, come untyped
from uuid import UUID, uuid4

from cases.contents import unpacked
from cases.errors import CaseError
from cases.keysets import ReadersChanged, refuse_unfit
from cases.mailbox import report_of
from cases.naming import keys_of
from cases.people.tables import FormerKey
from cases.readers import MOST_READERS, Readers, everybody_and_recovery, is_left_out
from cases.records.dates import day_of
from cases.staff import NotSetUp, Recipient, keeping
from cases.tables import Disclosure, Identity, Report, Staff
from cases.timeline import note_change, note_event, note_in_log
from crypto.envelopes import open_envelope, parse, seal
from crypto.headers import key_id_of
from crypto.receipts import Receipt
from surveys.outbox import write_tx

SCHEMA = 1
MOST_CHARACTERS = 200


class NameMissing(CaseError):
    sentence = "Please write your name too, or leave both empty and stay anonymous."
    status = 422


class NameTooLong(CaseError):
    sentence = "This is {count} characters long; {most} fit here."
    status = 422


class NobodyKeeps(CaseError):
    sentence = (
        "Nobody is left who could keep your name: every custodian is left out or named in your report. "
        "Nothing was sent. Leave your name empty, or keep one of them."
    )
    status = 422


@dataclass(frozen=True)
class Person:
    """A name and how to reach whoever bears it, as typed."""

    name: str = field(repr=False)
    contact: str = field(default="", repr=False)

    def packed(self) -> bytes:
        values = {"contact": self.contact, "name": self.name, "schema": SCHEMA}
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Given:
    """Somebody who says who they are, and the custodians they trust with it."""

    person: Person
    keepers: Readers


@dataclass(frozen=True)
class Standing:
    """What the server knows of a given name: that it was given, and on which days somebody learned it."""

    given_on: date
    disclosed_on: tuple[date, ...]


def unpacked_person(raw: bytes) -> Person:
    """Undo `packed`. A stranger's program may have sealed anything: what has no known shape is all name."""
    try:
        values = json.loads(raw)
        name, contact = values["name"], values.get("contact", "")
    except (ValueError, TypeError, KeyError, AttributeError):
        return Person(raw.decode("utf-8", "replace"))
    return Person(str(name), str(contact))


def refuse_unfit_person(person: Person) -> None:
    """Raises NameMissing, NameTooLong."""
    if not person.name.strip():
        raise NameMissing
    for said in (person.name, person.contact):
        if len(said) > MOST_CHARACTERS:
            raise NameTooLong(count=len(said), most=MOST_CHARACTERS)


async def possible_keepers() -> Readers:
    """Every custodian to whom a name can be sealed today; nobody, where the company has none or is not set up yet."""
    try:
        return keepers_among(*await everybody_and_recovery())
    except NotSetUp:
        return Readers((), b"")


def keepers_among(everybody: Sequence[Recipient], recovery_public: bytes) -> Readers:
    return Readers(keeping(everybody)[:MOST_READERS], recovery_public)


def keepers_chosen(
    possible: Readers, shown: Collection[str], left_out: Collection[str], named: Collection[str]
) -> Readers:
    """Whoever is left out of a report, or named in it, does not keep its reporter's name either. Raises NobodyKeeps."""
    keys = keys_of(named)
    agreed = [person for person in possible.people if not shown or str(person.id) in shown]
    people = tuple(person for person in agreed if not is_left_out(person, left_out, keys))
    if not people:
        raise NobodyKeeps
    return Readers(people, possible.recovery_public)


async def refuse_unfit_identity(raw: bytes, people: Collection[str], reporter_public: bytes) -> None:
    """Of one that was sealed in the browser. Raises NobodyKeeps, EnvelopeUnfit, ReadersChanged."""
    possible = await possible_keepers()
    chosen = tuple(person for person in possible.people if str(person.id) in people)
    if not people:
        raise NobodyKeeps
    if len(chosen) != len(people):
        raise ReadersChanged
    refuse_unfit(raw, Readers(chosen, possible.recovery_public).sealed_to(reporter_public))


def sealed_identity(given: Given, reporter_public: bytes) -> bytes:
    """Raises NameMissing, NameTooLong."""
    refuse_unfit_person(given.person)
    return seal(given.person.packed(), given.keepers.sealed_to(reporter_public))


def identity_row(report_id: UUID, envelope: bytes, today: date) -> Identity:
    return Identity(id=uuid4(), report=report_id, envelope=envelope, given_on=today)


async def give(receipt: Receipt, given: Given, today: date) -> None:
    """Say later who one is, or say it again. Raises ReceiptUnknown, NameMissing, NameTooLong."""
    envelope = sealed_identity(given, receipt.key_pair.public)
    await _keep(await report_of(receipt.mailbox_digest), envelope, today)


async def give_chosen(
    receipt: Receipt, person: Person, shown: Collection[str], left_out: Collection[str], today: date
) -> None:
    """The same, to every custodian but those left out or named in the report. Raises NobodyKeeps besides."""
    refuse_unfit_person(person)
    report = await report_of(receipt.mailbox_digest)
    content = unpacked(open_envelope(bytes(report.envelope), receipt.key_pair))
    keepers = keepers_chosen(await possible_keepers(), shown, {*left_out, *content.left_out}, content.named)
    await give(receipt, Given(person, keepers), today)


async def give_presealed(mailbox_digest: bytes, envelope: bytes, people: Collection[str], today: date) -> None:
    """The same, sealed in the browser. Raises ReceiptUnknown, NobodyKeeps, EnvelopeUnfit, ReadersChanged."""
    report = await report_of(mailbox_digest)
    await refuse_unfit_identity(envelope, people, bytes(report.reporter_public_key))
    await _keep(report, envelope, today)


async def give_unless_given(receipt: Receipt, given: Given, today: date) -> None:
    """For a report that comes a second time: nothing to do where the same custodians keep a name already."""
    report = await report_of(receipt.mailbox_digest)
    row = await Identity.objects().where(Identity.report == report.id).first()
    wanted = {key_id_of(one.public) for one in given.keepers.sealed_to(receipt.key_pair.public)}
    if row is None or _key_ids(bytes(row.envelope)) != wanted:
        await _keep(report, sealed_identity(given, receipt.key_pair.public), today)


async def standing_of(mailbox_digest: bytes) -> Standing | None:
    """What a reporter is told of their own name. Raises ReceiptUnknown."""
    report = await report_of(mailbox_digest)
    row = await Identity.select(Identity.id, Identity.given_on).where(Identity.report == report.id).first()
    if row is None:
        return None
    told = await Disclosure.select(Disclosure.disclosed_at).where(Disclosure.identity == row["id"])
    return Standing(row["given_on"], tuple(sorted({day_of(one["disclosed_at"]) for one in told})))


async def keepers_of(identity_id: UUID, people: Sequence[Staff]) -> set[UUID]:
    """Those of these people who can open this identity; nobody, if it is none."""
    row = await Identity.select(Identity.envelope).where(Identity.id == identity_id).first()
    if row is None or not people:
        return set()
    ids = _key_ids(bytes(row["envelope"]))
    former: list[dict[str, Any]] = await FormerKey.select(FormerKey.staff, FormerKey.public_key).where(
        FormerKey.staff.is_in([one.id for one in people])
    )
    keys = [(one.id, bytes(one.public_key)) for one in people]
    keys += [(one["staff"], bytes(one["public_key"])) for one in former]
    return {staff_id for staff_id, public in keys if key_id_of(public) in ids}


async def keepers_in(case_id: UUID, people: Sequence[Staff]) -> set[UUID]:
    """Those of these people whom nobody left out who gave a name in this case: they can open every one of them."""
    reports = Report.select(Report.id).where(Report.case == case_id)
    keepers = {one.id for one in people}
    for row in await Identity.select(Identity.id).where(Identity.report.is_in(reports)):
        keepers &= await keepers_of(row["id"], people)
    return keepers


async def _keep(report: Report, envelope: bytes, today: date) -> None:
    """One row a report; a further one takes its place, and the log holds both."""
    digest = bytes(report.mailbox_digest)
    async with write_tx():
        await note_event(report.case, "identity_given", day=today)  # first: on PostgreSQL it holds the case
        row = await Identity.objects().where(Identity.report == report.id).first()
        if row is None:
            row = identity_row(report.id, envelope, today)
            await Identity.insert(row)
            await note_in_log(row, today, mailbox=digest)
            return
        await Identity.update({Identity.envelope: envelope, Identity.given_on: today}).where(Identity.id == row.id)
        await note_change(Identity, row.id, today, mailbox=digest)


def _key_ids(raw: bytes) -> set[bytes]:
    return {key.key_id for key in parse(raw).wrapped_keys}
