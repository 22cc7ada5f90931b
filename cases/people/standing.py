"""By which further names somebody is known, and who stands above them: by these, reports are kept from the people in them.

Changed by an administrator, on record; never one's own. What it keeps away: cases/naming.py and conflicts.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from cases.actors import Actor
from cases.errors import CaseError
from cases.naming import names_in
from cases.people.record import note_act
from cases.people.roster import NotYourself, PersonUnknown, person_of
from cases.tables import Staff
from surveys.outbox import write_tx

MOST_ALIASES = 20
MOST_ALIAS = 100


class StandsBelow(CaseError):
    sentence = (
        "The superior you chose stands below this person. Change the superior’s own line first, or choose another."
    )
    status = 409


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
    """aliases: as typed, however parted. Raises PersonUnknown (of the manager, too), NotYourself, StandsBelow."""
    if actor.id == staff_id:
        raise NotYourself
    names = [name[:MOST_ALIAS] for name in names_in(aliases)][:MOST_ALIASES]
    async with write_tx():
        await person_of(staff_id)
        if manager is not None:
            await person_of(manager)
            await _refuse_circle(staff_id, manager)
        above = manager if manager != staff_id else None
        await Staff.update({Staff.aliases: "\n".join(names), Staff.manager: above}).where(Staff.id == staff_id)
        await note_act("standing", staff_id, actor=actor.id, detail=str(above or ""))


async def _refuse_circle(staff_id: UUID, manager: UUID) -> None:
    """Nobody stands above their own superior, through however many others. Needs write_tx()."""
    above = {row["id"]: row["manager"] for row in await Staff.select(Staff.id, Staff.manager)}
    seen: set[UUID] = {manager}
    higher = above.get(manager)
    while higher is not None and higher not in seen:
        if higher == staff_id and manager != staff_id:
            raise StandsBelow
        seen.add(higher)
        higher = above.get(higher)
