"""What people did with a finding, and when: marks, dismissals, moves. Every act stays, whatever came after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from cases.records.dates import COMPANY_ZONE, day_of
from cases.tables import FindingAct, Staff
from cases.timeline import note_in_log


@dataclass(frozen=True)
class Act:
    """One act. kind: marked | dismissed | taken | moved; detail: the mark; `time` is the company's."""

    kind: str
    detail: str
    day: date
    time: str
    who: str


async def note_act(finding_id: UUID, kind: str, actor_id: UUID, now: datetime, detail: str = "") -> None:
    """With its log entry. Needs write_tx()."""
    row = FindingAct(
        id=uuid4(), finding=finding_id, day=day_of(now), at=now, actor=actor_id, kind=kind, detail=detail[:20]
    )
    await FindingAct.insert(row)
    await note_in_log(row, row.day)


async def acts_on(finding_id: UUID) -> tuple[Act, ...]:
    """Oldest first; for whoever may see the finding, which the caller has made sure of."""
    rows = await FindingAct.objects().where(FindingAct.finding == finding_id).order_by(FindingAct.at)
    ids = [row.actor for row in rows if row.actor]
    people = await Staff.select(Staff.id, Staff.name).where(Staff.id.is_in(ids)) if ids else []
    names = {row["id"]: row["name"] for row in people}
    return tuple(
        Act(row.kind, row.detail, row.day, row.at.astimezone(COMPANY_ZONE).strftime("%H:%M"), names.get(row.actor, ""))
        for row in rows
    )
