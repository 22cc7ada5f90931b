"""Lets somebody into a case, and lets them go again, each on record. Knows keys and grants, and no page.

Letting in hands over the keys of what was sealed before. Letting go gives the case a new key, sealed to those who stay:
whatever is written from then on is closed to whoever left. What they could read before, they have read.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID, uuid4

from piccolo.query.functions import Max

from cases.actors import Actor
from cases.conflicts import DECLARED, CannotTell, excluded_people
from cases.corroboration import withdraw_across
from cases.errors import CaseError
from cases.grants import CaseKey, case_key_for, former_key_context, grant, new_case_key
from cases.keyrings import Keyring, handed_context, keyring_for
from cases.readers import MOST_READERS
from cases.records.dates import day_of
from cases.staff import Recipient, recipients, recovery_public_key
from cases.tables import Case, EvidenceFile, FormerCaseKey, Grant, HandedKey, Message, Report, Staff
from cases.timeline import note_event
from crypto.envelopes import parse
from crypto.errors import WrongKey
from crypto.headers import Header, parse_header
from crypto.keys import encrypt, seal_to
from surveys.outbox import write_tx


class PersonUnfit(CaseError):
    sentence = "This person cannot be let into the case. Choose somebody from the list."
    status = 422


class LastReader(CaseError):
    sentence = "Nobody could open the case any more. Let somebody else in first."
    status = 409


async def people_to_let_in(actor: Actor, case_id: UUID) -> tuple[Recipient, ...]:
    """Whoever reads reports, does not hold this case and is not to be kept from it. Raises CaseUnknown, CannotTell."""
    kept_away = await _holders(case_id) | await excluded_people(actor, case_id)
    return tuple(person for person in await recipients() if person.id not in kept_away)


async def people_offered(actor: Actor, case_id: UUID) -> tuple[Recipient, ...]:
    """The same for a page: nobody, where this person cannot tell who is to be kept away."""
    try:
        return await people_to_let_in(actor, case_id)
    except CannotTell:
        return ()


async def let_in(actor: Actor, case_id: UUID, staff_id: UUID, *, now: datetime | None = None) -> None:
    """Give the case, and what was sealed before, to one more person. Raises CaseUnknown, PersonUnfit."""
    now = now or datetime.now(UTC)
    async with write_tx():
        ring = await keyring_for(actor, case_id)
        await _note(actor, case_id, "let_in", staff_id, now)  # first: on PostgreSQL it holds the case
        person = next((one for one in await people_to_let_in(actor, case_id) if one.id == staff_id), None)
        if person is None or len(await _holders(case_id)) >= MOST_READERS:
            raise PersonUnfit
        await hand_over(case_id, ring)
        await grant(case_id, ring.case_key, [person])
        await withdraw_across(case_id, day_of(now))


async def let_go(actor: Actor, case_id: UUID, staff_id: UUID, *, now: datetime | None = None) -> None:
    """Take the case from somebody, oneself included, and give it a new key. Raises CaseUnknown, PersonUnfit, LastReader."""
    now = now or datetime.now(UTC)
    async with write_tx():
        case_key = await case_key_for(actor, case_id)
        await _note(actor, case_id, "let_go", staff_id, now)
        held = await _holders(case_id)
        if staff_id not in held or await _stays(actor, staff_id):
            raise PersonUnfit
        if not await _can_still_read(held - {staff_id}):
            raise LastReader
        await Grant.delete().where(Grant.case == case_id, Grant.staff == staff_id)
        await Case.update({Case.assignee: None}).where(Case.id == case_id, Case.assignee == staff_id)
        await _renew_case_key(case_id, case_key)


async def declare_conflict(actor: Actor, case_id: UUID, *, now: datetime | None = None) -> None:
    """Give a case back because one is involved, or close to somebody who is. Raises CaseUnknown, LastReader."""
    now = now or datetime.now(UTC)
    async with write_tx():
        await case_key_for(actor, case_id)
        await note_event(case_id, DECLARED, day=day_of(now), at=now, actor=actor.id)
        await let_go(actor, case_id, actor.id, now=now)


async def hand_over(case_id: UUID, ring: Keyring) -> None:
    """Keep the content keys of the case's envelopes under its key, as far as this keyring opens them. Needs write_tx()."""
    reports = await Report.select(Report.id, Report.envelope).where(Report.case == case_id)
    within = Report.select(Report.id).where(Report.case == case_id)
    written = await Message.select(Message.id, Message.envelope).where(Message.report.is_in(within))
    files = await EvidenceFile.select(EvidenceFile.id, EvidenceFile.header).where(EvidenceFile.report.is_in(within))
    headers = {row["id"]: parse(bytes(row["envelope"])).header for row in (*reports, *written)}
    headers |= {row["id"]: parse_header(bytes(row["header"])) for row in files}
    rows = [_handed(case_id, ring, one, header) for one, header in headers.items() if one not in ring.handed]
    if found := [row for row in rows if row]:
        await HandedKey.insert(*found)


def _handed(case_id: UUID, ring: Keyring, envelope_id: UUID, header: Header) -> HandedKey | None:
    try:
        content_key = ring.key_of(envelope_id, header)
    except WrongKey:
        return None
    sealed = encrypt(bytes(ring.case_key), content_key, handed_context(envelope_id))
    return HandedKey(id=uuid4(), case=case_id, envelope=envelope_id, sealed_content_key=sealed)


async def _renew_case_key(case_id: UUID, old: CaseKey) -> None:
    new = new_case_key()
    found = await FormerCaseKey.select(Max(FormerCaseKey.number)).where(FormerCaseKey.case == case_id).first()
    last = found["max"] if found and found["max"] is not None else 0
    sealed = encrypt(new, bytes(old), former_key_context(case_id))
    await FormerCaseKey.insert(FormerCaseKey(id=uuid4(), case=case_id, number=last + 1, sealed_key=sealed))
    spare = seal_to(await recovery_public_key(), new)
    await Case.update({Case.recovery_case_key: spare}).where(Case.id == case_id)
    for row in await Staff.select(Staff.id, Staff.public_key).where(Staff.id.is_in(list(await _holders(case_id)))):
        await Grant.update({Grant.sealed_case_key: seal_to(bytes(row["public_key"]), new)}).where(
            Grant.case == case_id, Grant.staff == row["id"]
        )


async def _holders(case_id: UUID) -> set[UUID]:
    return {row["staff"] for row in await Grant.select(Grant.staff).where(Grant.case == case_id)}


async def _stays(actor: Actor, staff_id: UUID) -> bool:
    """Nobody but they themselves can take a case from the ombudsman."""
    return staff_id != actor.id and any(one.id == staff_id and one.is_always_reading for one in await recipients())


async def _can_still_read(people: Collection[UUID]) -> bool:
    return any(person.id in people for person in await recipients())


async def _note(actor: Actor, case_id: UUID, kind: str, staff_id: UUID, now: datetime) -> None:
    await note_event(case_id, kind, day=day_of(now), at=now, actor=actor.id, detail=str(staff_id))
