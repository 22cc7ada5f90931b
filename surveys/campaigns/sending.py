"""Brings due messages to their customers, one job each, and reminds. Knows senders by their face; reads no answer.

A message goes out at most once: the row is the queue, and its id is what a sender may tell a repetition by.
"""

import json
from datetime import UTC, datetime
from typing import Any  # a job's payload is whatever JSON object was enqueued
from uuid import UUID, uuid4

from surveys.campaigns.asking import address_of
from surveys.campaigns.inviting import TOKEN_COLUMN
from surveys.campaigns.peace import drop_waiting, marked
from surveys.campaigns.plans import Schedule, schedule_of
from surveys.campaigns.transactions import opened
from surveys.delivery.face import Message, NotSentYet
from surveys.delivery.links import public_link
from surveys.delivery.senders import sender_for
from surveys.outbox import Outbox, enqueue, write_tx
from surveys.services import Services
from surveys.tables import Campaign, Delivery, Invitation

JOB = "send_invitation"
MOST_AT_A_TIME = 200


async def ask_for_sending(now: datetime) -> int:
    """Ask for every message that is due, a few hundred at a time; returns how many. For the clock and after a pause."""
    await _drop_closed()
    paused = [row["id"] for row in await Campaign.select(Campaign.id).where(Campaign.state == "paused")]
    query = Delivery.select(Delivery.id).where(Delivery.state == "waiting", Delivery.due_at <= now.astimezone(UTC))
    query = query.where(Delivery.invitation.campaign.not_in(paused)) if paused else query
    rows = await query.order_by(Delivery.due_at).limit(MOST_AT_A_TIME)
    if not rows:
        return 0
    asked_for = await Outbox.select(Outbox.payload).where(Outbox.kind == JOB, Outbox.done.eq(False))
    under_way = {json.loads(row["payload"]).get("delivery") for row in asked_for}
    due = [str(row["id"]) for row in rows if str(row["id"]) not in under_way]
    if due:
        async with write_tx():
            for delivery in due:
                await enqueue(JOB, f"{delivery} {now.astimezone(UTC):%Y-%m-%dT%H}", {"delivery": delivery})
    return len(due)


async def send_invitation(payload: dict[str, Any], services: Services) -> None:
    """Send one message, then let its link move on to the reminder or drop it.

    Runs outside a transaction; if it is cut off after sending, the second message carries the same id. What was answered,
    closed or stopped meanwhile is not sent. Raises NotSentYet if the sender asks for a later try.
    """
    row = await Delivery.objects().where(Delivery.id == UUID(payload["delivery"]), Delivery.state == "waiting").first()
    if row is None or row.sealed_token is None:
        return
    invitation = await Invitation.objects(Invitation.campaign).where(Invitation.id == row.invitation).first()
    if invitation is None:
        return
    now, schedule = services.now(), schedule_of(invitation.campaign.plan)
    if invitation.campaign.state == "paused":
        return
    problem = await _reason_not_to(invitation, services, now)
    if problem:
        return await _finish(row, "dropped", problem)
    if schedule.opening(now) > now:
        return await _postpone(row, schedule.opening(now))
    await _send(row, invitation, schedule, services)


async def _send(row: Delivery, invitation: Invitation, schedule: Schedule, services: Services) -> None:
    sender = sender_for(row.channel, services)
    if sender is None:
        return await _give_up(row, "no_mail_server" if row.channel == "mail" else "no_sender", services)
    outcome = await sender.send(_message(row, invitation, services))
    if outcome == "later":
        raise NotSentYet
    if outcome == "refused":
        return await _give_up(row, "address_refused", services)
    return await _sent(row, invitation, schedule, services.now())


async def _reason_not_to(invitation: Invitation, services: Services, now: datetime) -> str:
    """Why this message must not go any more; "" if nothing speaks against it."""
    if invitation.campaign.state == "stopped":
        return "stopped"
    if invitation.state == "opted_out":
        return "opted_out"
    if invitation.state != "open" or invitation.expires_on < now.date():
        return "closed"
    contacts = opened(invitation.sealed_transaction, services.vault).contacts
    return "opted_out" if await marked("opted_out", contacts, services.vault) else ""


def _message(row: Delivery, invitation: Invitation, services: Services) -> Message:
    token = services.vault.open(TOKEN_COLUMN, row.sealed_token)
    transaction = opened(invitation.sealed_transaction, services.vault)
    company = json.loads(invitation.shown)["company"][1 if row.language == "en" else 0]
    return Message(
        id=row.id,
        address=address_of(transaction, row.channel),
        company=company,
        link=public_link(services.base_url, token),
        expires_on=invitation.expires_on,
        language=row.language,
        number=row.number,
    )


async def _sent(row: Delivery, invitation: Invitation, schedule: Schedule, now: datetime) -> None:
    """Done; the sealed link moves on if somebody will be reminded before it closes."""
    due_at = schedule.reminder_at(now)
    async with write_tx():
        await _finish(row, "sent", "", now)
        if row.number < schedule.reminders and due_at.date() <= invitation.expires_on:
            reminder = Delivery(
                id=uuid4(),
                invitation=row.invitation,
                number=row.number + 1,
                channel=row.channel,
                language=row.language,
                due_at=due_at,
                sealed_token=row.sealed_token,
            )
            await Delivery.insert(reminder).on_conflict((Delivery.invitation, Delivery.number), "DO NOTHING")


async def _give_up(row: Delivery, problem: str, services: Services) -> None:
    """This address will never do: no reminder follows."""
    async with write_tx():
        await _finish(row, "refused", problem)
        await suggest_phone(row.invitation, services)


async def suggest_phone(invitation_id: UUID, services: Services) -> None:
    """Where the round is followed up by phone, somebody may ring up from today. Needs write_tx()."""
    row = (
        await Invitation.objects(Invitation.campaign)
        .where(Invitation.id == invitation_id, Invitation.state == "open")
        .first()
    )
    if row is None or not schedule_of(row.campaign.plan).phone_follow_up:
        return
    if opened(row.sealed_transaction, services.vault).customer_phone:
        await Invitation.update({Invitation.phone_from: services.now().date()}).where(Invitation.id == invitation_id)


async def _postpone(row: Delivery, until: datetime) -> None:
    async with write_tx():
        await Delivery.update({Delivery.due_at: until}).where(Delivery.id == row.id, Delivery.state == "waiting")


async def _finish(row: Delivery, state: str, problem: str, sent_at: datetime | None = None) -> None:
    async with write_tx():
        await Delivery.update(
            {
                Delivery.state: state,
                Delivery.problem: problem,
                Delivery.sent_at: sent_at,
                Delivery.sealed_token: None,
            }
        ).where(Delivery.id == row.id)


async def _drop_closed() -> None:
    """Links of those who answered meanwhile wait for no reminder."""
    rows = await Delivery.select(Delivery.invitation).where(
        Delivery.state == "waiting", Delivery.invitation.state != "open"
    )
    if rows:
        async with write_tx():
            await drop_waiting([row["invitation"] for row in rows], "closed")
