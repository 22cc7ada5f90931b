"""Who reads a report: everybody who may, less those the reporter leaves out or names. Knows no text and no page."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from cases import staff
from cases.contents import unpacked
from cases.errors import CaseError
from cases.evidence.files import FileStore
from cases.evidence.reading import files_of
from cases.evidence.resealing import move_evidence, reseal
from cases.grants import grant, new_case_key
from cases.naming import keys_of
from cases.opening import NobodyToRead
from cases.records.values import name_key
from cases.staff import Recipient
from cases.tables import Case, Event, Grant, Report, Staff
from cases.timeline import note_change, note_event
from crypto import envelopes
from crypto.envelopes import open_envelope, seal
from crypto.headers import MOST_RECIPIENTS
from crypto.keys import seal_to
from crypto.receipts import Receipt
from surveys.outbox import write_tx
from surveys.sharing import SharedLook

everybody_and_recovery = SharedLook(
    staff.everybody_and_recovery
)  # when many report at once, most of the work is asking
MOST_READERS = MOST_RECIPIENTS - 2  # the recovery key and the reporter's own take two places of an envelope


class NobodyLeft(CaseError):
    sentence = "Nobody is left who could read this: everybody is left out, or named as salesperson or payee. Keep one."
    status = 422


@dataclass(frozen=True)
class Readers:
    """To whom something is sealed: people, and the company's recovery key. left_out: ids of those the reporter marked."""

    people: tuple[Recipient, ...]
    recovery_public: bytes
    left_out: frozenset[str] = frozenset()

    def sealed_to(self, reporter_public: bytes) -> tuple[envelopes.Recipient, ...]:
        """The key set of an envelope: readers, recovery, and the reporter's own."""
        return sealed_to((person.public_key for person in self.people), self.recovery_public, reporter_public)


async def possible_readers(only: Collection[UUID] = ()) -> Readers:
    """Everybody a report can be sealed to today; `only`: the ids of those who read its channel, none for everybody."""
    return readers_among(*await everybody_and_recovery(), only)


def readers_among(everybody: Sequence[Recipient], recovery_public: bytes, only: Collection[UUID] = ()) -> Readers:
    people = staff.reading(everybody)
    if only:
        people = tuple(person for person in people if person.id in only or person.is_always_reading)
    return Readers(people[:MOST_READERS], recovery_public)


def readers_chosen(
    possible: Readers, shown: Collection[str], left_out: Collection[str], named: Collection[str]
) -> Readers:
    """Who remains. Raises NobodyLeft, or NobodyToRead where there is nobody to begin with.

    shown: ids on the page the reporter saw (empty if unknown): somebody who joined since was not agreed to.
    left_out: ids that must not read. named: names in the report; whoever bears one, or stands above somebody who does, is
    left out without being asked. The ombudsman reads whatever was chosen.
    """
    if not possible.people:
        raise NobodyToRead
    keys = keys_of(named)
    agreed = [person for person in possible.people if not shown or str(person.id) in shown or person.is_always_reading]
    people = tuple(person for person in agreed if not is_left_out(person, left_out, keys))
    if not people:
        raise NobodyLeft
    marked = frozenset(str(person.id) for person in possible.people if not person.is_always_reading) & set(left_out)
    return Readers(people, possible.recovery_public, marked)


def is_left_out(person: Recipient, left_out: Collection[str], keys: Collection[str]) -> bool:
    """keys: folded names. The ombudsman never is."""
    if person.is_always_reading:
        return False
    return str(person.id) in left_out or not (person.bears | keys_of([person.name])).isdisjoint(keys)


def name_mark(name: str) -> bytes:
    """8 bytes that are equal for two spellings of one name in one script: by them a browser leaves out whom a report names.

    No secret: whoever guesses a name can check the guess, as they can by sending a report that names it.
    """
    return mark_of(name_key(name))


@lru_cache(maxsize=32_768)  # every page of a report carries those of everybody
def mark_of(key: str) -> bytes:
    """`name_mark` of a name in its `name_key`."""
    return hashlib.blake2b(key.encode(), digest_size=32, person=b"brightline-name1").digest()[:8]


def sealed_to(
    public_keys: Iterable[bytes], recovery_public: bytes, reporter_public: bytes
) -> tuple[envelopes.Recipient, ...]:
    """The key set of every envelope: readers, recovery, and the reporter's own."""
    return (
        *(envelopes.Recipient(key, "recipient") for key in public_keys),
        envelopes.Recipient(recovery_public, "recovery"),
        envelopes.Recipient(reporter_public, "reporter"),
    )


async def granted_keys(case_id: UUID) -> tuple[bytes, ...]:
    """Public keys of those who hold the case and still work here: to them, what is added later is sealed."""
    rows = (
        await Staff.select(Staff.public_key)
        .where(Staff.active.eq(True), Staff.id.is_in(Grant.select(Grant.staff).where(Grant.case == case_id)))
        .order_by(Staff.username)
    )
    return tuple(bytes(row["public_key"]) for row in rows)[:MOST_READERS]


async def change_readers(receipt: Receipt, readers: Readers, today: date, store: FileStore | None = None) -> bool:
    """Give a report that nobody has touched to other readers: its reporter thought again and sent the form once more.

    Envelope, files and case key are made anew, so that whoever lost the case cannot open it with what they had. Returns
    False, and changes nothing, if the readers are the same or somebody has begun to work on the case.
    """
    pair = receipt.key_pair
    recipients = readers.sealed_to(pair.public)
    report = await _changeable(receipt, readers)
    if report is None:
        return False
    files = await files_of(report.id)
    resealed = [await reseal(store, row, pair, recipients, today) for row in files] if store else []
    async with write_tx():
        report = await _changeable(receipt, readers)
        if report is None:
            return False
        content = replace(unpacked(open_envelope(bytes(report.envelope), pair)), left_out=tuple(readers.left_out))
        envelope = seal(content.packed(), recipients)
        await Report.update({Report.envelope: envelope}).where(Report.id == report.id)
        for one in resealed:
            await move_evidence(one, today)
        case_key = new_case_key()
        spare = seal_to(readers.recovery_public, case_key)
        await Case.update({Case.recovery_case_key: spare}).where(Case.id == report.case)
        await Grant.delete().where(Grant.case == report.case)
        await grant(report.case, case_key, readers.people)
        await note_event(report.case, "readers_changed", day=today)
        await note_change(Report, report.id, today)
    return True


async def _changeable(receipt: Receipt, readers: Readers) -> Report | None:
    report = await Report.objects().where(Report.mailbox_digest == receipt.mailbox_digest).first()
    if report is None or not await _are_other(report.case, readers.people) or await _is_begun(report.case):
        return None
    return report


async def _are_other(case_id: UUID, readers: Sequence[Recipient]) -> bool:
    rows = await Grant.select(Grant.staff).where(Grant.case == case_id)
    return {row["staff"] for row in rows} != {person.id for person in readers}


async def _is_begun(case_id: UUID) -> bool:
    kinds = ["opened", "report_received", "readers_changed", "identity_given"]
    return await Event.exists().where(Event.case == case_id, Event.kind.not_in(kinds))
