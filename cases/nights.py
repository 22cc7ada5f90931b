"""The nights' runs of the whole cross-check: begun once a night by whoever comes first, and what each of them changed.

How many findings changed is told to each reader by those they may see: a bare number would tell somebody of one about them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from piccolo.querystring import QueryString

from cases.actors import Actor
from cases.batch.tables import Night, NightChange
from cases.records.dates import COMPANY_ZONE
from cases.sight import seen_by
from cases.staff import READING_ROLES
from cases.tables import Finding
from crypto.vault import Vault
from surveys.outbox import write_tx

LASTS = timedelta(hours=4)  # from the hour chosen; a server that was off so long waits for the next night
LEFT_AFTER = timedelta(minutes=30)  # without a sign of life
AT_ONCE = 500
_CHANGED = """
SELECT COUNT(*) AS number FROM cases_finding
WHERE id IN (SELECT finding FROM cases_night_change WHERE night = {} AND is_gone = {}) AND {}
"""


@dataclass(frozen=True)
class LastNight:
    """`at`: in China's time, when it ended or began. found, gone: what this reader may see of it; None for whoever sees none."""

    at: datetime
    state: str
    claims: int
    found: int | None
    gone: int | None


def night_of(now: datetime, hour: int) -> date | None:
    """The night it is, or None by day."""
    local = now.astimezone(COMPANY_ZONE)
    start = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    start -= timedelta(days=1) if local < start else timedelta(0)
    return start.date() if local - start < LASTS else None


async def begin_night(night: date, now: datetime, *, again: bool = False) -> UUID | None:
    """The run's id for whoever is to do it; None if somebody does or did. again: also if it is done already."""
    async with write_tx():
        row = Night(id=uuid4(), night=night, begun_at=now, beat_at=now)
        if await Night.insert(row).on_conflict(Night.night, "DO NOTHING").returning(Night.id):
            return UUID(str(row["id"]))
        left = (Night.state == "stopped") | ((Night.state == "running") & (Night.beat_at < now - LEFT_AFTER))
        left = left | Night.state.is_in(["done", "failed"]) if again else left
        taken = (
            await Night.update(
                {Night.state: "running", Night.begun_at: now, Night.beat_at: now, Night.ended_at: None, Night.claims: 0}
            )
            .where(Night.night == night, left)
            .returning(Night.id)
        )
        if taken:
            await NightChange.delete().where(NightChange.night == taken[0]["id"])
    return UUID(str(taken[0]["id"])) if taken else None


async def show_life(run_id: UUID, claims: int, now: datetime) -> None:
    async with write_tx():
        await Night.update({Night.beat_at: now, Night.claims: claims}).where(Night.id == run_id)


async def end_night(run_id: UUID, state: str, now: datetime) -> None:
    """state: done, stopped or failed. One that has ended stays as it ended."""
    async with write_tx():
        await Night.update({Night.state: state, Night.ended_at: now}).where(
            Night.id == run_id, Night.state == "running"
        )


async def open_findings() -> frozenset[UUID]:
    rows = await Finding.select(Finding.id).where(Finding.state == "open")
    return frozenset(row["id"] for row in rows)


async def keep_changes(run_id: UUID, before: frozenset[UUID]) -> tuple[int, int]:
    """Write down what is open now and was not before, and what is withdrawn. How many of each."""
    now = await open_findings()
    rows = await Finding.select(Finding.id).where(Finding.state == "withdrawn")
    gone = {row["id"] for row in rows} & before
    changes = [(one, False) for one in sorted(now - before)] + [(one, True) for one in sorted(gone)]
    for start in range(0, len(changes), AT_ONCE):
        async with write_tx():
            await NightChange.insert(
                *(
                    NightChange(id=uuid4(), night=run_id, finding=finding, is_gone=is_gone)
                    for finding, is_gone in changes[start : start + AT_ONCE]
                )
            )
    return len(now - before), len(gone)


async def last_night(actor: Actor, vault: Vault) -> LastNight | None:
    row = await Night.objects().order_by(Night.night, ascending=False).first()
    if row is None:
        return None
    at = (row.ended_at or row.begun_at).astimezone(COMPANY_ZONE)
    if not actor.roles & READING_ROLES:
        return LastNight(at, row.state, row.claims, None, None)
    seen = await seen_by(actor, vault)
    found, gone = [await _number(row.id, is_gone, seen) for is_gone in (False, True)]
    return LastNight(at, row.state, row.claims, found, gone)


async def _number(run_id: UUID, is_gone: bool, seen: QueryString) -> int:
    rows = await Finding._meta.db.run_querystring(QueryString(_CHANGED, run_id, is_gone, seen))
    return int(rows[0]["number"])
