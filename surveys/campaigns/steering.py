"""Pauses, resumes and stops a round. Changes no answer; links that customers already hold keep working."""

from typing import Literal
from uuid import UUID

from surveys.campaigns.peace import drop_waiting
from surveys.errors import RoundStopped
from surveys.outbox import write_tx
from surveys.tables import Campaign, Invitation

Turn = Literal["paused", "running", "stopped"]
FROM: dict[Turn, tuple[str, ...]] = {
    "paused": ("running",),
    "running": ("paused",),
    "stopped": ("running", "paused"),
}


async def steer(campaign_id: UUID, turn: Turn) -> None:
    """Needs write_tx() around it if an act is noted. What is stopped stays stopped. Raises RoundStopped."""
    async with write_tx():
        changed = (
            await Campaign.update({Campaign.state: turn})
            .where(Campaign.id == campaign_id, Campaign.state.is_in(list(FROM[turn])))
            .returning(Campaign.id)
        )
        if not changed:
            raise RoundStopped
        if turn == "stopped":
            rows = await Invitation.select(Invitation.id).where(Invitation.campaign == campaign_id)
            await drop_waiting([row["id"] for row in rows], "stopped")
            await Invitation.update({Invitation.phone_from: None}).where(Invitation.campaign == campaign_id)


async def turn_of(campaign_id: UUID) -> str:
    """ "" if there is no such round."""
    row = await Campaign.select(Campaign.state).where(Campaign.id == campaign_id).first()
    return str(row["state"]) if row else ""


async def joined(campaign_id: UUID, population: int) -> None:
    """More people could have been asked than so far. Needs write_tx()."""
    await Campaign.update({Campaign.population: Campaign.population + population}).where(Campaign.id == campaign_id)
