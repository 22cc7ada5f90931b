"""What became of the rounds of asking, for the desk: counts and states. Reads no answer and tracks no reader."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from crypto.vault import Vault
from surveys.campaigns.transactions import Transaction, opened
from surveys.tables import Campaign, Delivery, Invitation

State = Literal["open", "answered", "expired", "waiting", "refused"]


@dataclass(frozen=True)
class Round:
    """One campaign with how many of its invitations are in which state."""

    id: UUID
    frame: str
    channel: str
    started_at: datetime
    states: Mapping[State, int]

    @property
    def size(self) -> int:
        return sum(self.states.values())


@dataclass(frozen=True)
class InvitationLine:
    """One invitation as the desk lists it. waiting and refused speak of its mail."""

    transaction: Transaction
    channel: str
    state: State
    invited_on: date
    expires_on: date


async def rounds(today: date, limit: int = 50) -> list[Round]:
    """The latest rounds, newest first."""
    campaigns = await Campaign.objects().order_by(Campaign.started_at, ascending=False).limit(limit)
    states: dict[UUID, Counter[State]] = {campaign.id: Counter() for campaign in campaigns}
    invitations = await Invitation.objects().where(Invitation.campaign.is_in(list(states))) if states else []
    mails = await _mails(list(states))
    for row in invitations:
        states[row.campaign][_state(row, mails.get(row.id), today)] += 1
    return [Round(c.id, c.frame, c.channel, c.started_at, states[c.id]) for c in campaigns]


async def invitations_of(campaign_id: UUID, vault: Vault, today: date) -> list[InvitationLine]:
    """Everybody asked in one round, by the number of their order or lead."""
    rows = await Invitation.objects().where(Invitation.campaign == campaign_id).order_by(Invitation.subject_ref)
    mails = await _mails([campaign_id])
    return [
        InvitationLine(
            opened(row.sealed_transaction, vault),
            row.channel,
            _state(row, mails.get(row.id), today),
            row.invited_on,
            row.expires_on,
        )
        for row in rows
    ]


async def _mails(campaigns: list[UUID]) -> dict[UUID, str]:
    if not campaigns:
        return {}
    rows = await Delivery.select(Delivery.invitation, Delivery.state).where(
        Delivery.invitation.campaign.is_in(campaigns)
    )
    return {row["invitation"]: row["state"] for row in rows}


def _state(row: Invitation, mail: str | None, today: date) -> State:
    if row.state == "answered":
        return "answered"
    if mail == "refused":
        return "refused"
    if row.expires_on < today:
        return "expired"
    return "waiting" if mail == "waiting" else "open"
