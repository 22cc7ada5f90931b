"""Keeps the promise of the first screen: answers go when their time is over. Knows no reason to keep them longer."""

import json
from datetime import date, timedelta
from typing import Any  # a job's payload is whatever JSON object was enqueued
from uuid import uuid4

from piccolo.querystring import QueryString

from surveys.inserting import Change
from surveys.outbox import enqueue
from surveys.results.tables import ResultSlip, ResultSum
from surveys.services import Services
from surveys.tables import AnswerFile, Draft, Invitation, Response

KEPT_DAYS = 730


async def erase_daily(today: date) -> None:
    """Ask for today's erasing inside the current transaction; asking again the same day changes nothing."""
    await enqueue("erase_expired", today.isoformat(), {"today": today.isoformat()})


def erasing_daily(today: date) -> Change:
    """The same, to be written together with other rows."""
    return Change(
        QueryString(
            "INSERT INTO surveys_outbox (id, kind, key, payload, attempts, done) "
            "VALUES ({}, 'erase_expired', {}, {}, 0, false) ON CONFLICT (kind, key) DO NOTHING",
            uuid4(),
            today.isoformat(),
            json.dumps({"today": today.isoformat()}),
        )
    )


async def erase_expired(payload: dict[str, Any], _services: Services) -> None:
    """Job: erase responses and invitations whose time is over, their transactions and deliveries with them; and what was
    put aside or uploaded and can no longer be sent."""
    today = date.fromisoformat(payload["today"])
    # figures of a month go as a whole with its first answers: a month without those would tell what they were
    await ResultSlip.delete().where(ResultSlip.month < today - timedelta(days=KEPT_DAYS))
    await ResultSum.delete().where(ResultSum.month < today - timedelta(days=KEPT_DAYS))
    await Response.delete().where(Response.keep_until < today)
    await Invitation.delete().where(Invitation.expires_on < today - timedelta(days=KEPT_DAYS))
    await AnswerFile.delete().where(AnswerFile.received_on < today - timedelta(days=KEPT_DAYS))
    never_sent = Invitation.select(Invitation.id).where(Invitation.expires_on < today, Invitation.state == "open")
    await AnswerFile.delete().where(AnswerFile.invitation.is_in(never_sent))
    await Draft.delete().where(
        Draft.invitation.is_in(Invitation.select(Invitation.id).where(Invitation.expires_on < today))
    )
