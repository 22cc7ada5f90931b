"""Keeps the promise of the first screen: answers go when their time is over. Knows no reason to keep them longer."""

from datetime import date, timedelta
from typing import Any  # a job's payload is whatever JSON object was enqueued

from surveys.outbox import enqueue
from surveys.services import Services
from surveys.tables import Invitation, Response

KEPT_DAYS = 730


async def erase_daily(today: date) -> None:
    """Ask for today's erasing inside the current transaction; asking again the same day changes nothing."""
    await enqueue("erase_expired", today.isoformat(), {"today": today.isoformat()})


async def erase_expired(payload: dict[str, Any], _services: Services) -> None:
    """Job: erase responses and invitations whose time is over, their transactions and deliveries with them."""
    today = date.fromisoformat(payload["today"])
    await Response.delete().where(Response.keep_until < today)
    await Invitation.delete().where(Invitation.expires_on < today - timedelta(days=KEPT_DAYS))
