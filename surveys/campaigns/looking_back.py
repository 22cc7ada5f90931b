"""What earlier rounds tell the next one: who was drawn, and how many answer. Reads no answer."""

from datetime import date, timedelta

from surveys.tables import Invitation

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


async def response_share(today: date) -> float | None:
    """The share of last year's invitations that were answered; None while there are fewer than ENOUGH to judge by."""
    over = (Invitation.invited_on > today - YEAR) & ((Invitation.state != "open") | (Invitation.expires_on < today))
    asked = await Invitation.count().where(over)
    if asked < ENOUGH:
        return None
    return float(await Invitation.count().where(over, Invitation.state == "answered") / asked)
