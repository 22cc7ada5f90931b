"""What became of the rounds of asking, for the desk: counts and states. Reads no answer and tracks no reader."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal  # Any: rows come untyped from the driver
from uuid import UUID

from crypto.vault import Vault
from surveys.campaigns.plans import Schedule, schedule_of
from surveys.campaigns.transactions import Transaction, opened
from surveys.tables import Attempt, Campaign, Delivery, Invitation

State = Literal["open", "waiting", "sent", "refused", "bounced", "phone", "answered", "expired", "opted_out", "stopped"]
# As they follow one another in a round; pages count them in this order.
STATES: tuple[State, ...] = (
    "answered",
    "open",
    "sent",
    "waiting",
    "phone",
    "refused",
    "bounced",
    "opted_out",
    "expired",
    "stopped",
)


FAILED = ("refused", "bounced")


@dataclass(frozen=True)
class Round:
    """One campaign with how many of its invitations are in which state."""

    id: UUID
    name: str
    frame: str
    channel: str
    turn: str
    is_private: bool
    seed: str
    population: int
    schedule: Schedule
    started_at: datetime
    started_by: UUID
    states: Mapping[State, int]
    reminded: int = 0

    @property
    def size(self) -> int:
        return sum(self.states.values())

    @property
    def settled(self) -> int:
        """Of whom nothing more is to be expected."""
        return self.size - sum(self.states.get(state, 0) for state in ("open", "sent", "waiting", "phone"))

    def shown_to(self, staff_id: UUID) -> bool:
        """Whether this person may see who was asked."""
        return not self.is_private or self.started_by == staff_id


@dataclass(frozen=True)
class InvitationLine:
    """One invitation as the desk lists it."""

    id: UUID
    transaction: Transaction
    channel: str
    state: State
    invited_on: date
    expires_on: date
    messages: int = 0
    attempts: int = 0
    problem: str = ""


@dataclass
class _Posted:
    """The messages of one invitation: how many went, and how the last one stands."""

    sent: int = 0
    number: int = -1
    state: str = ""
    problem: str = ""

    def take(self, row: Mapping[str, Any]) -> None:
        self.sent += row["state"] in ("sent", "bounced")
        if row["state"] in FAILED or (row["number"] > self.number and self.state not in FAILED):
            self.number, self.state, self.problem = row["number"], row["state"], row["problem"]


async def rounds(today: date, limit: int = 50) -> list[Round]:
    """The latest rounds, newest first."""
    campaigns = await Campaign.objects().order_by(Campaign.started_at, ascending=False).limit(limit)
    return await _counted(campaigns, today)


async def round_of(campaign_id: UUID, today: date) -> Round | None:
    found = await _counted(await Campaign.objects().where(Campaign.id == campaign_id), today)
    return found[0] if found else None


async def invitations_of(campaign_id: UUID, vault: Vault, today: date) -> list[InvitationLine]:
    """Everybody asked in one round, by the number of their order or lead."""
    campaign = await Campaign.objects().where(Campaign.id == campaign_id).first()
    rows = await Invitation.objects().where(Invitation.campaign == campaign_id).order_by(Invitation.subject_ref)
    posted, attempts = await _posted([campaign_id]), await _attempts(campaign_id)
    return [
        InvitationLine(
            id=row.id,
            transaction=opened(row.sealed_transaction, vault),
            channel=row.channel,
            state=_state(row, posted.get(row.id), campaign.state if campaign else "", today),
            invited_on=row.invited_on,
            expires_on=row.expires_on,
            messages=posted[row.id].sent if row.id in posted else 0,
            attempts=attempts[row.id],
            problem=posted[row.id].problem if row.id in posted else "",
        )
        for row in rows
    ]


async def _counted(campaigns: Sequence[Campaign], today: date) -> list[Round]:
    states: dict[UUID, Counter[State]] = {campaign.id: Counter() for campaign in campaigns}
    turns = {campaign.id: campaign.state for campaign in campaigns}
    reminded: Counter[UUID] = Counter()
    invitations = await Invitation.objects().where(Invitation.campaign.is_in(list(states))) if states else []
    posted = await _posted(list(states))
    for row in invitations:
        messages = posted.get(row.id)
        states[row.campaign][_state(row, messages, turns[row.campaign], today)] += 1
        reminded[row.campaign] += messages is not None and messages.sent > 1
    return [_round(campaign, states[campaign.id], reminded[campaign.id]) for campaign in campaigns]


def _round(campaign: Campaign, states: Mapping[State, int], reminded: int) -> Round:
    return Round(
        id=campaign.id,
        name=campaign.name,
        frame=campaign.frame,
        channel=campaign.channel,
        turn=campaign.state,
        is_private=campaign.is_private,
        seed=campaign.seed,
        population=campaign.population,
        schedule=schedule_of(campaign.plan),
        started_at=campaign.started_at,
        started_by=campaign.started_by,
        states={state: states[state] for state in STATES if states.get(state)},
        reminded=reminded,
    )


async def _posted(campaigns: list[UUID]) -> dict[UUID, _Posted]:
    if not campaigns:
        return {}
    rows = await Delivery.select(Delivery.invitation, Delivery.number, Delivery.state, Delivery.problem).where(
        Delivery.invitation.campaign.is_in(campaigns)
    )
    found: dict[UUID, _Posted] = {}
    for row in rows:
        found.setdefault(row["invitation"], _Posted()).take(row)
    return found


async def _attempts(campaign_id: UUID) -> Counter[UUID]:
    rows = await Attempt.select(Attempt.invitation).where(Attempt.invitation.campaign == campaign_id)
    return Counter(row["invitation"] for row in rows)


def _state(row: Invitation, posted: _Posted | None, turn: str, today: date) -> State:
    """What is said of one invitation. Nobody knows whether a link was opened, so no state says so."""
    if row.state in ("answered", "opted_out"):
        return "answered" if row.state == "answered" else "opted_out"
    if row.expires_on < today:
        return "expired"
    if row.phone_from is not None and row.phone_from <= today:
        return "phone"
    if posted is None:
        return "open"
    if posted.state == "dropped" and turn == "stopped" and not posted.sent:
        return "stopped"
    if posted.state in FAILED:
        return "refused" if posted.state == "refused" else "bounced"
    return "sent" if posted.sent else "waiting"
