"""By which further names somebody is known, and who stands above them: by these, reports are kept from the people in them.

Changed by an administrator, on record; never one's own. What it keeps away: cases/naming.py and conflicts.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from cases.actors import Actor
from cases.naming import names_in
from cases.people.record import note_act
from cases.people.roster import NotYourself, PersonUnknown, person_of
from cases.tables import Staff
from surveys.outbox import write_tx

MOST_ALIASES = 20
MOST_ALIAS = 100


@dataclass(frozen=True)
class Standing:
    """aliases: further names; manager: whoever stands above this person, or nobody."""

    aliases: tuple[str, ...]
    manager: UUID | None


async def standing_of(staff_id: UUID) -> Standing:
    """Raises PersonUnknown."""
    row = await Staff.select(Staff.aliases, Staff.manager).where(Staff.id == staff_id).first()
    if row is None:
        raise PersonUnknown
    return Standing(names_in(row["aliases"]), row["manager"])


async def change_standing(actor: Actor, staff_id: UUID, aliases: str, manager: UUID | None) -> None:
    """aliases: as typed, however parted. Raises PersonUnknown (of the manager, too), NotYourself."""
    if actor.id == staff_id:
        raise NotYourself
    names = [name[:MOST_ALIAS] for name in names_in(aliases)][:MOST_ALIASES]
    async with write_tx():
        await person_of(staff_id)
        if manager is not None:
            await person_of(manager)
        above = manager if manager != staff_id else None
        await Staff.update({Staff.aliases: "\n".join(names), Staff.manager: above}).where(Staff.id == staff_id)
        await note_act("standing", staff_id, actor=actor.id, detail=str(above or ""))
