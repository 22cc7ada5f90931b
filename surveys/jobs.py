"""What surveys does after a commit: plain functions, run by whoever carries the outbox."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any  # a job's payload is whatever JSON object was enqueued
from uuid import UUID

from surveys.campaigns.inviting import TOKEN_COLUMN
from surveys.campaigns.transactions import opened
from surveys.delivery.links import public_link
from surveys.delivery.mail import Letter, send
from surveys.errors import MailRefused
from surveys.keeping import erase_expired
from surveys.outbox import Job, write_tx
from surveys.services import Services
from surveys.tables import Delivery, Invitation


async def send_invitation(payload: dict[str, Any], services: Services) -> None:
    """Send one invitation mail, then drop its link. A link answered or expired meanwhile is not sent any more.

    Runs outside a transaction; if it is cut off after sending, the second mail carries the same Message-ID.
    """
    delivery = (
        await Delivery.objects().where(Delivery.id == UUID(payload["delivery"]), Delivery.state == "waiting").first()
    )
    if delivery is None or delivery.sealed_token is None:
        return
    invitation = await Invitation.objects().where(Invitation.id == delivery.invitation).first()
    now = datetime.now(UTC)
    if invitation is None or invitation.state != "open" or invitation.expires_on < now.date():
        return await _finish(delivery.id, "refused", problem="closed")
    if services.mail is None:
        return await _finish(delivery.id, "refused", problem="no_mail_server")
    try:
        await send(_letter(delivery, invitation, services), services.mail)
    except MailRefused:
        return await _finish(delivery.id, "refused", problem="address_refused")
    return await _finish(delivery.id, "sent", sent_at=now)


JOBS: dict[str, Job] = {
    "send_invitation": Job(send_invitation, transactional=False),
    "erase_expired": Job(erase_expired),
}


def _letter(delivery: Delivery, invitation: Invitation, services: Services) -> Letter:
    token = services.vault.open(TOKEN_COLUMN, delivery.sealed_token)
    company = json.loads(invitation.shown)["company"][1 if delivery.language == "en" else 0]
    return Letter(
        delivery_id=delivery.id,
        address=opened(invitation.sealed_transaction, services.vault).customer_email,
        company=company,
        link=public_link(services.base_url, token),
        expires_on=invitation.expires_on,
        language=delivery.language,
    )


async def _finish(delivery_id: UUID, state: str, *, problem: str = "", sent_at: datetime | None = None) -> None:
    async with write_tx():
        await Delivery.update(
            {
                Delivery.state: state,
                Delivery.problem: problem,
                Delivery.sent_at: sent_at,
                Delivery.sealed_token: None,
            }
        ).where(Delivery.id == delivery_id)
