"""Rounds that run by themselves, once a day each: set up and ended by a person, run by the clock. Draws as any round does.

A day's run is one transaction that begins by taking the day: cut off, it has not happened; run twice, it happens once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, get_args  # Any: a job's payload, and values that come out of JSON
from uuid import UUID, uuid4

from cases.actors import Actor
from cases.callbacks.asking import note, plan_of
from cases.callbacks.choosing import Picked, pick_among
from cases.callbacks.triggers import FRAME_OF, Trigger, people_due
from cases.callbacks.wanted import Sending, Wanted
from cases.records.dates import day_of
from cases.tables import Standing
from crypto.vault import Vault
from surveys import invite, joined, schedule_of, schedule_text, turn_of
from surveys.errors import NobodyToAsk
from surveys.outbox import enqueue, write_tx
from surveys.services import Services

JOB = "run_standing"
MOST_DAYS = 180


@dataclass(frozen=True)
class StandingRound:
    """One round that runs by itself, as the desk lists it."""

    id: UUID
    trigger: Trigger
    after_days: int
    wanted: Wanted
    sending: Sending
    is_active: bool
    campaign: UUID | None
    run_on: date | None


async def set_up(trigger: Trigger, after_days: int, wanted: Wanted, sending: Sending, actor: Actor) -> UUID:
    """From tomorrow's first stroke of the clock at the latest; nobody is asked at once."""
    row = Standing(
        id=uuid4(),
        trigger=trigger,
        after_days=min(max(after_days, 0), MOST_DAYS),
        wanted=_wanted_text(replace(wanted, frame=FRAME_OF[trigger], seed="", pasted="")),
        sending=_sending_text(sending),
        started_by=actor.id,
    )
    async with write_tx():
        await Standing.insert(row)
        await note("callback_standing", row.id, actor)
    return UUID(str(row.id))


async def end(standing_id: UUID, actor: Actor) -> None:
    """What was asked stays asked. Ending twice changes nothing."""
    async with write_tx():
        ended = (
            await Standing.update({Standing.state: "ended"})
            .where(Standing.id == standing_id, Standing.state == "active")
            .returning(Standing.id)
        )
        if ended:
            await note("callback_standing_off", standing_id, actor)


async def standing_rounds() -> list[StandingRound]:
    """Those that run, then those that were ended."""
    rows = await Standing.objects().order_by(Standing.state).order_by(Standing.trigger)
    return [_shown(row) for row in rows]


async def ask_for_standing(now: datetime) -> None:
    """Ask for today's run of everything that has not run today. For the clock."""
    today = day_of(now)
    due = await Standing.select(Standing.id).where(
        Standing.state == "active", (Standing.run_on.is_null()) | (Standing.run_on < today)
    )
    if due:
        async with write_tx():
            for row in due:
                await enqueue(JOB, f"{row['id']} {today.isoformat()}", {"standing": str(row["id"])})


async def run_standing(payload: dict[str, Any], services: Services) -> None:
    """Job: ask whoever became due. Nobody due is an ordinary day."""
    now = services.now()
    async with write_tx():
        row = await _taken(UUID(payload["standing"]), day_of(now))
        if row is None or (row.campaign is not None and await turn_of(row.campaign) != "running"):
            return
        standing = _shown(row)
        people = await people_due(standing.trigger, standing.after_days, day_of(now))
        wanted = replace(standing.wanted, seed=f"{row.id.hex[:16]}{day_of(now):%Y%m%d}")
        picked = await pick_among(people, wanted, services.vault, now)
        if picked.transactions:
            await _invite(row, standing, picked, services.vault, now)


async def _taken(standing_id: UUID, today: date) -> Standing | None:
    """The row, if this run is the one that took the day."""
    taken = (
        await Standing.update({Standing.run_on: today})
        .where(
            Standing.id == standing_id,
            Standing.state == "active",
            (Standing.run_on.is_null()) | (Standing.run_on < today),
        )
        .returning(Standing.id)
    )
    return await Standing.objects().where(Standing.id == standing_id).first() if taken else None


async def _invite(row: Standing, standing: StandingRound, picked: Picked, vault: Vault, now: datetime) -> None:
    plan = await plan_of(standing.wanted, standing.sending, row.started_by, picked)
    plan = replace(plan, frame=standing.trigger, campaign=standing.campaign)
    try:
        invited = await invite(picked.transactions, plan, vault, now)
    except NobodyToAsk:
        return
    if standing.campaign is None:
        await Standing.update({Standing.campaign: invited.campaign_id}).where(Standing.id == row.id)
    else:
        await joined(invited.campaign_id, picked.population)


def _shown(row: Standing) -> StandingRound:
    trigger: Trigger = next(one for one in _TRIGGERS if one == row.trigger)
    return StandingRound(
        id=row.id,
        trigger=trigger,
        after_days=row.after_days,
        wanted=Wanted(**json.loads(row.wanted)),
        sending=_sending(json.loads(row.sending)),
        is_active=row.state == "active",
        campaign=row.campaign,
        run_on=row.run_on,
    )


_TRIGGERS: tuple[Trigger, ...] = get_args(Trigger)


def _wanted_text(wanted: Wanted) -> str:
    return json.dumps(asdict(wanted), ensure_ascii=False)


def _sending_text(sending: Sending) -> str:
    values = {name: value for name, value in vars(sending).items() if name != "schedule"}
    return json.dumps(values | {"schedule": schedule_text(sending.schedule)}, ensure_ascii=False)


def _sending(values: Mapping[str, Any]) -> Sending:
    return Sending(**{**values, "schedule": replace(schedule_of(values["schedule"]), starts_on=None)})
