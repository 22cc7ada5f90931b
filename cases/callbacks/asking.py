"""Counts before asking, asks, and steers what was asked; each act on record with who did it. Draws nobody itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from cases.actors import Actor
from cases.callbacks.choosing import Picked, pick
from cases.callbacks.wanted import Sending, Wanted
from cases.people.record import note_act
from cases.tables import Organisation
from crypto.vault import Vault
from surveys import MOST_AT_ONCE, Assumed, Invited, Plan, Turn, askable, invite, response_share, steer
from surveys.campaigns.peace import opt_out_invited
from surveys.outbox import write_tx


@dataclass(frozen=True)
class Outlook:
    """What pressing the button would do: how many would be asked, why not the others, and what asking so many can notice."""

    picked: Picked
    count: int
    skipped: dict[str, int]
    assumed: Assumed
    is_measured: bool


async def outlook(wanted: Wanted, sending: Sending, actor: Actor, vault: Vault, now: datetime) -> Outlook:
    """Count before asking. Writes nothing."""
    picked = await pick(wanted, vault, now)
    plan = await plan_of(wanted, sending, actor.id, picked)
    count, skipped = await askable(picked.transactions[:MOST_AT_ONCE], plan, vault, now.date())
    measured = await response_share(now.date())
    assumed = Assumed() if measured is None else replace(Assumed(), response=measured)
    left_out = Counter(picked.left_out) + Counter({reason: number for reason, number in skipped.items()})
    return Outlook(picked, count, dict(left_out), assumed, measured is not None)


async def ask(wanted: Wanted, sending: Sending, actor: Actor, vault: Vault, now: datetime) -> Invited:
    """Invite them. Raises surveys' NobodyToAsk or TooManyAtOnce."""
    picked = await pick(wanted, vault, now)
    async with write_tx():
        invited = await invite(picked.transactions, await plan_of(wanted, sending, actor.id, picked), vault, now)
        await note("callback_started", invited.campaign_id, actor)
    return invited


async def turn_round(campaign_id: UUID, turn: Turn, actor: Actor) -> None:
    """Pause, resume or stop. Raises surveys' RoundStopped."""
    async with write_tx():
        await steer(campaign_id, turn)
        await note(f"callback_{turn}", campaign_id, actor)


async def leave_in_peace(campaign_id: UUID, invitation_id: UUID, actor: Actor, vault: Vault, today: date) -> None:
    """A customer told somebody here that they want no more questions. Nobody here can take it back."""
    async with write_tx():
        await opt_out_invited(invitation_id, "phone", vault, today)
        await note("callback_opted_out", campaign_id, actor)


async def note(kind: str, campaign_id: UUID, actor: Actor) -> None:
    """In the staff log: who did it, and to which round by the beginning of its id."""
    await note_act(kind, actor.id, actor=actor.id, detail=campaign_id.hex[:8])


async def company_name() -> str:
    """The name customers know; "" before the portal is set up."""
    row = await Organisation.select(Organisation.name).first()
    return str(row["name"]) if row else ""


async def plan_of(wanted: Wanted, sending: Sending, started_by: UUID, picked: Picked) -> Plan:
    """How these people are asked."""
    return Plan(
        company=await company_name(),
        channel=sending.channel,
        frame=wanted.named_frame,
        started_by=started_by,
        form=sending.form,
        goods=sending.goods[:40],
        mail_language=sending.language,
        name=sending.name.strip()[:80],
        schedule=sending.schedule.bounded(),
        seed=picked.seed,
        population=picked.population,
        is_private=wanted.is_private,
    )
