"""Who is kept from a case: whom its reporters left out or named, those above them, and who declared a conflict.

What a reporter chose stands sealed in the report, so only somebody who can open it can tell. Changes nothing.
"""

from __future__ import annotations

from uuid import UUID

from cases.actors import Actor
from cases.contents import Content, unpacked
from cases.errors import CaseError
from cases.keyrings import Keyring, keyring_for
from cases.naming import keys_of
from cases.readers import is_left_out
from cases.staff import everybody
from cases.tables import Event, Report
from crypto.errors import WrongKey

DECLARED = "conflict_declared"


class CannotTell(CaseError):
    sentence = "You cannot open every report of this case, so you cannot know whom it leaves out. Ask somebody who can."
    status = 409


async def excluded_people(actor: Actor, case_id: UUID) -> frozenset[UUID]:
    """Of all who work here, those who must neither read nor decide in this case. Raises CaseUnknown, CannotTell."""
    ring = await keyring_for(actor, case_id)
    reports = await Report.select(Report.id, Report.envelope).where(Report.case == case_id)
    contents = [_opened(ring, row["id"], bytes(row["envelope"])) for row in reports]
    left_out = {one for content in contents for one in content.left_out}
    named = keys_of(name for content in contents for name in content.named)
    declared = await Event.select(Event.actor).where(Event.case == case_id, Event.kind == DECLARED)
    chosen = {person.id for person in await everybody() if is_left_out(person, left_out, named)}
    return frozenset(chosen | {row["actor"] for row in declared if row["actor"]})


def _opened(ring: Keyring, report_id: UUID, envelope: bytes) -> Content:
    try:
        return unpacked(ring.open(report_id, envelope))
    except WrongKey as error:
        raise CannotTell from error
