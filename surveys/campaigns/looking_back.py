"""What earlier rounds tell: who was drawn, how many answer, and of whose customers how many do not. Reads no answer."""

from collections.abc import Mapping
from datetime import date, timedelta

from piccolo.query.functions import Count

from surveys.tables import Campaign, Invitation

ENOUGH = 30
YEAR = timedelta(days=365)


async def sellers_drawn(since: date) -> frozenset[str]:
    """Sellers of whom somebody was drawn at random since that day."""
    rows = (
        await Invitation.select(Invitation.salesperson)
        .where(Invitation.invited_on >= since, Invitation.drawn_by.is_in(["random", "both"]))
        .distinct()
    )
    return frozenset(row["salesperson"] for row in rows)


async def unanswered(since: date, today: date) -> Mapping[str, tuple[int, int]]:
    """By seller: invitations since that day whose time is over, and those of them nobody answered. Who wants peace is neither.

    Rounds that were drawn from one seller's customers are left out: whoever is looked into would seem silent for that alone.
    """
    rows = (
        await Invitation.select(Invitation.salesperson, Invitation.state, Count())
        .where(
            Invitation.invited_on >= since,
            Invitation.salesperson != "",
            Invitation.campaign.is_in(Campaign.select(Campaign.id).where(Campaign.is_private.eq(False))),
            (Invitation.state == "answered") | ((Invitation.state == "open") & (Invitation.expires_on < today)),
        )
        .group_by(Invitation.salesperson, Invitation.state)
    )
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        asked, silent = found.get(row["salesperson"], (0, 0))
        number = int(row["count"])
        found[row["salesperson"]] = asked + number, silent + (number if row["state"] == "open" else 0)
    return found


async def response_share(today: date) -> float | None:
    """The share of last year's invitations that were answered; None while there are fewer than ENOUGH to judge by."""
    over = (Invitation.invited_on > today - YEAR) & ((Invitation.state != "open") | (Invitation.expires_on < today))
    asked = await Invitation.count().where(over)
    if asked < ENOUGH:
        return None
    return float(await Invitation.count().where(over, Invitation.state == "answered") / asked)
