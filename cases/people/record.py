"""The staff log: who did what about whom. Each act is written in the transaction of the change, with its entry in the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from cases.people.tables import StaffAct
from cases.records.dates import COMPANY_ZONE, day_of
from cases.tables import Staff
from cases.timeline import note_in_log

ACTS_SHOWN = 200


@dataclass(frozen=True)
class Act:
    """One line of the staff log. `who` is "" for the operator's terminal; `time` is the company's."""

    kind: str
    detail: str
    day: date
    time: str
    who: str
    about: str


async def note_act(kind: str, subject: UUID | None, *, actor: UUID | None, detail: str = "") -> None:
    """Needs write_tx(). subject: None for what is about nobody. detail: words of ours or of the operator only."""
    now = datetime.now(UTC)
    row = StaffAct(id=uuid4(), day=day_of(now), at=now, actor=actor, subject=subject, kind=kind, detail=detail[:200])
    await StaffAct.insert(row)
    await note_in_log(row, row.day)


async def latest_acts() -> tuple[Act, ...]:
    """Newest first."""
    rows = await StaffAct.objects().order_by(StaffAct.at, ascending=False).limit(ACTS_SHOWN)
    names = {row["id"]: row["name"] for row in await Staff.select(Staff.id, Staff.name)}
    return tuple(_shown(row, names) for row in rows)


def _shown(row: StaffAct, names: Mapping[UUID | None, str]) -> Act:
    time = row.at.astimezone(COMPANY_ZONE).strftime("%H:%M") if row.at else ""
    detail = _named(row.detail, names) if row.kind == "standing" else row.detail
    return Act(row.kind, detail, row.day, time, names.get(row.actor, ""), names.get(row.subject, ""))


def _named(superior: str, names: Mapping[UUID | None, str]) -> str:
    """The superior's name for their id, which is what the row keeps; "" where nobody was chosen."""
    return names.get(UUID(superior), "") if superior else ""
