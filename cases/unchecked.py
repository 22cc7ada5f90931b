"""Claims that wait to be held against the records: a few are a job's work, many are left to a run of their own.

A run that reads the whole books once takes a fifth of what asking for the records of each claim takes. The rows themselves
say what waits, so a run that was killed goes on where it was. Only one at a time: whoever runs it keeps a turn alive.
Claims of reports are left alone: their key is with people.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from piccolo.custom_types import Combinable

from cases.batch.tables import Turn
from cases.claims import ask_for_check
from cases.records.tables import Import
from cases.tables import Claim
from surveys.outbox import is_waiting, write_tx

MANY = 5000
SIGN_SECONDS = 10.0
LEFT_AFTER = timedelta(minutes=2)  # without a sign of life
JOB = "recheck_claims"
NAME = "check_claims"


def waiting() -> Combinable:
    return (Claim.sealed_by == "vault") & (Claim.checked.eq(False))


async def count_unchecked() -> int:
    return int(await Claim.count().where(waiting()))


async def are_many() -> bool:
    return bool(await Claim.select(Claim.id).where(waiting()).order_by(Claim.id).offset(MANY - 1).limit(1))


async def is_due(now: datetime) -> bool:
    """Whether many wait, all of their file are in, and nobody is at it."""
    if not await are_many() or await Turn.exists().where(Turn.name == NAME, Turn.beat_at > now - LEFT_AFTER):
        return False
    coming_in = (Import.kind == "claims") & (Import.state == "running") & (Import.beat_at > now - LEFT_AFTER)
    return not await Import.exists().where(coming_in)


async def take_turn(now: datetime) -> UUID | None:
    """The turn's id for whoever is to do it; None while somebody does."""
    mine = uuid4()
    async with write_tx():
        row = Turn(id=mine, name=NAME, beat_at=now)
        if await Turn.insert(row).on_conflict(Turn.name, "DO NOTHING").returning(Turn.id):
            return mine
        left = (Turn.name == NAME) & (Turn.beat_at < now - LEFT_AFTER)
        taken = await Turn.update({Turn.id: mine, Turn.beat_at: now}).where(left).returning(Turn.id)
    return mine if taken else None


@asynccontextmanager
async def keeping(turn: UUID) -> AsyncIterator[None]:
    """Show signs of life meanwhile, and give the turn back at the end."""
    signs = asyncio.create_task(_show_signs_of_life(turn))
    try:
        yield
    finally:
        signs.cancel()
        await asyncio.gather(signs, return_exceptions=True)
        await asyncio.shield(_end(turn))


async def _show_signs_of_life(turn: UUID) -> None:
    while True:
        await asyncio.sleep(SIGN_SECONDS)
        async with write_tx():
            await Turn.update({Turn.beat_at: datetime.now(UTC)}).where(Turn.id == turn)


async def _end(turn: UUID) -> None:
    async with write_tx():
        await Turn.delete().where(Turn.id == turn)


async def ask_for_the_rest() -> None:
    """Have few that wait checked by jobs, if none is under way: a run that was cut off may have left them."""
    if await is_waiting(JOB) or await are_many():
        return
    rows = await Claim.select(Claim.id).where(waiting())
    if rows:
        async with write_tx():
            await ask_for_check([row["id"] for row in rows])
