"""Calls to customers who did not answer otherwise: one person at a time, the number only while the call is open, on record.

Whoever rings up is as blind as the page: they see a name, a number and the form, and no record. What came of a call is an
attempt of surveys and an act here, with its log entry, in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from uuid import UUID, uuid4

from cases.actors import Actor
from cases.errors import CaseError
from cases.log.leaves import entry_for
from cases.naming import key_of
from cases.people.tables import CallAct
from cases.records.dates import COMPANY_ZONE, day_of
from cases.staff import names_kept_from
from cases.tables import Staff
from cases.timeline import note_in_log
from crypto.vault import Vault
from surveys import (
    Callee,
    OpenLink,
    Outcome,
    Sender,
    ToRingUp,
    Tried,
    attempt_row,
    note_attempt,
    open_to_ring,
    opt_out_invited,
    take_answers,
    take_turns_at,
    to_ring_up,
)
from surveys.errors import LinkClosed
from surveys.inserting import Rows
from surveys.outbox import write_tx

OPEN_FOR = timedelta(minutes=30)
LONGEST_WAIT_DAYS = 60
ASKED = tuple(outcome for outcome in get_args(Outcome) if outcome not in ("answered", "opted_out"))


class CallTaken(CaseError):
    sentence = "Somebody else is talking to this customer right now. Choose another, or come back in half an hour."
    status = 409


class CallNotOpen(CaseError):
    sentence = "This call is not open any more. Nothing was stored; open it again to go on."
    status = 409


class OutcomeUnclear(CaseError):
    sentence = "Say what came of the call; for “call again”, on which day, within {days} days."
    status = 422


@dataclass(frozen=True)
class OpenCall:
    """A call that goes on: its form, and whom it goes to."""

    link: OpenLink
    callee: Callee


async def people_to_ring_up(actor: Actor, vault: Vault, now: datetime) -> list[ToRingUp]:
    """Everybody but one's own customers and those of anybody below: nobody hears what is said about themselves."""
    kept = await names_kept_from(actor.id)
    return [one for one in await to_ring_up(vault, now) if key_of(one.salesperson) not in kept]


async def callee_of(actor: Actor, invitation_id: UUID, vault: Vault, now: datetime) -> OpenCall:
    """Whom a call would go to. Raises LinkClosed, for one's own customer as for nobody."""
    link, callee = await open_to_ring(invitation_id, vault, now)
    if key_of(callee.salesperson) in await names_kept_from(actor.id):
        raise LinkClosed
    return OpenCall(link, callee)


async def start_call(actor: Actor, invitation_id: UUID, vault: Vault, *, now: datetime | None = None) -> None:
    """Open a call; from now on its number is shown to this person, for OPEN_FOR. Raises surveys' LinkClosed, CallTaken."""
    now = now or datetime.now(UTC)
    await callee_of(actor, invitation_id, vault, now)
    async with write_tx():
        await take_turns_at(invitation_id)
        last = await _last_act(invitation_id)
        if last is not None and _is_open(last, now) and last.actor != actor.id:
            raise CallTaken
        await _note(_act(actor, invitation_id, "opened", now))


async def open_call_of(actor: Actor, invitation_id: UUID, vault: Vault, *, now: datetime | None = None) -> OpenCall:
    """Writes nothing. Raises LinkClosed, and CallNotOpen for a call that this person has not opened, or too long ago."""
    now = now or datetime.now(UTC)
    link, callee = await open_to_ring(invitation_id, vault, now)
    last = await _last_act(invitation_id)
    if last is None or last.actor != actor.id or not _is_open(last, now):
        raise CallNotOpen
    return OpenCall(link, callee)


async def end_call(
    actor: Actor,
    invitation_id: UUID,
    outcome: str,
    vault: Vault,
    *,
    again_on: date | None = None,
    now: datetime | None = None,
) -> None:
    """Note what came of it. Raises CallNotOpen, OutcomeUnclear."""
    now = now or datetime.now(UTC)
    await open_call_of(actor, invitation_id, vault, now=now)
    known = next((one for one in ASKED if one == outcome), None)
    latest = day_of(now) + timedelta(days=LONGEST_WAIT_DAYS)
    if known is None or (known == "call_again") != (again_on is not None):
        raise OutcomeUnclear(days=LONGEST_WAIT_DAYS)
    if again_on is not None and not day_of(now) <= again_on <= latest:
        raise OutcomeUnclear(days=LONGEST_WAIT_DAYS)
    async with write_tx():
        await note_attempt(attempt_row(invitation_id, known, actor.id, now, again_on))
        await _note(_act(actor, invitation_id, known, now))


async def leave_in_peace(actor: Actor, invitation_id: UUID, vault: Vault, *, now: datetime | None = None) -> None:
    """They say they want no more questions: by no way, for ever. Raises CallNotOpen."""
    now = now or datetime.now(UTC)
    await open_call_of(actor, invitation_id, vault, now=now)
    async with write_tx():
        await note_attempt(attempt_row(invitation_id, "opted_out", actor.id, now))
        await _note(_act(actor, invitation_id, "opted_out", now))
        await opt_out_invited(invitation_id, "phone", vault, day_of(now))


async def answer_by_phone(
    actor: Actor,
    invitation_id: UUID,
    given: Mapping[str, Sequence[str]],
    language: str,
    vault: Vault,
    *,
    now: datetime | None = None,
) -> None:
    """Store what was said, with who asked. Raises CallNotOpen, and surveys' AnswersIncomplete and LinkClosed."""
    now = now or datetime.now(UTC)
    call = await open_call_of(actor, invitation_id, vault, now=now)
    act = _act(actor, invitation_id, "answered", now)
    proof = [
        Rows([attempt_row(invitation_id, "answered", actor.id, now)]),
        Rows([act]),
        Rows([entry_for(act, act.day)]),
    ]
    await take_answers(call.link, given, Sender(language, actor.id), vault, now, beside=proof)


async def told_attempts(tried: Sequence[Tried]) -> list[tuple[str, str, str, date | None]]:
    """(when, by whom, outcome, call again on), for the page."""
    rows = await Staff.select(Staff.id, Staff.name).where(Staff.id.is_in([one.by for one in tried])) if tried else []
    names = {row["id"]: row["name"] for row in rows}
    return [
        (f"{one.at.astimezone(COMPANY_ZONE):%Y-%m-%d %H:%M}", names.get(one.by, "–"), one.outcome, one.again_on)
        for one in tried
    ]


async def _last_act(invitation_id: UUID) -> CallAct | None:
    return (
        await CallAct.objects().where(CallAct.invitation == invitation_id).order_by(CallAct.at, ascending=False).first()
    )


def _is_open(last: CallAct, now: datetime) -> bool:
    return last.kind == "opened" and last.at > now - OPEN_FOR


def _act(actor: Actor, invitation_id: UUID, kind: str, now: datetime) -> CallAct:
    return CallAct(
        id=uuid4(), day=day_of(now), at=now.astimezone(UTC), actor=actor.id, invitation=invitation_id, kind=kind
    )


async def _note(act: CallAct) -> None:
    await CallAct.insert(act)
    await note_in_log(act, act.day)
