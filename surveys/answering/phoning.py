"""Whom somebody may ring up, and what came of each call. Knows no member of staff beyond an id, and shows no record.

The same form is asked, as blind as on the page. Attempts are rows that are added and never changed.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal  # Any: rows come untyped from the driver
from uuid import UUID, uuid4

from piccolo.querystring import QueryString

from crypto.vault import Vault
from surveys.answering.submitting import OpenLink, link_of
from surveys.campaigns.transactions import PhoneOf, opened
from surveys.errors import LinkClosed
from surveys.outbox import write_tx
from surveys.sharing import look_at
from surveys.tables import Attempt, Invitation

Outcome = Literal["answered", "no_answer", "busy", "refused", "wrong_number", "call_again", "opted_out"]
ENDING = frozenset({"refused", "wrong_number"})
MOST_ATTEMPTS = 5
MOST_SHOWN = 200
_TO_RING_UP = (
    "SELECT i.id, i.sealed_transaction, i.phone_from, i.expires_on FROM surveys_invitation i "
    "JOIN surveys_campaign c ON c.id = i.campaign "
    "WHERE i.state = 'open' AND i.phone_from <= {} AND i.expires_on >= {} AND c.state = 'running' "
    "ORDER BY i.expires_on, i.id"
)
_ONE = (
    "SELECT i.id, i.version, i.token_digest, i.shown, i.sealed_transaction, i.expires_on, NULL AS sealed_answers "
    "FROM surveys_invitation i JOIN surveys_campaign c ON c.id = i.campaign "
    "WHERE i.id = {} AND i.state = 'open' AND i.phone_from <= {} AND i.expires_on >= {} AND c.state = 'running'"
)


@dataclass(frozen=True)
class Tried:
    """One attempt that is over."""

    outcome: str
    at: datetime
    by: UUID
    again_on: date | None = None


@dataclass(frozen=True)
class ToRingUp:
    """One customer who did not answer otherwise. name is for addressing them.

    salesperson: tells who must not call, and is never shown.
    """

    invitation_id: UUID
    name: str = field(repr=False)
    salesperson: str = field(repr=False)
    expires_on: date
    tried: tuple[Tried, ...] = ()

    def is_due(self, today: date) -> bool:
        """Not after the last word of a customer, not too often, and not before the day they asked for."""
        if not self.tried:
            return True
        last = self.tried[-1]
        return last.outcome not in ENDING and len(self.tried) < MOST_ATTEMPTS and (last.again_on or today) <= today


@dataclass(frozen=True)
class Callee:
    """Whom a call goes to, while it goes on. salesperson: as above. phone_of: whose phone it is, as in the books."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    salesperson: str = field(repr=False)
    phone_of: PhoneOf = "customer"


async def to_ring_up(vault: Vault, now: datetime) -> list[ToRingUp]:
    """Everybody a call may go to, those whose time is over first first; also those who are not due today."""
    today = now.date()
    (rows,) = await look_at(QueryString(_TO_RING_UP, today, today))
    tried = await _tried([row["id"] for row in rows])
    found = [(row, opened(bytes(row["sealed_transaction"]), vault)) for row in rows[:MOST_SHOWN]]
    return [
        ToRingUp(row["id"], about.customer_name, about.salesperson, row["expires_on"], tuple(tried.get(row["id"], ())))
        for row, about in found
    ]


async def attempts_of(invitation_id: UUID) -> tuple[Tried, ...]:
    return tuple((await _tried([invitation_id])).get(invitation_id, ()))


async def open_to_ring(invitation_id: UUID, vault: Vault, now: datetime) -> tuple[OpenLink, Callee]:
    """The form and its customer, for somebody who has a call open. Writes nothing. Raises LinkClosed."""
    today = now.date()
    (rows,) = await look_at(QueryString(_ONE, invitation_id, today, today))
    if not rows:
        raise LinkClosed
    about = opened(bytes(rows[0]["sealed_transaction"]), vault)
    callee = Callee(about.customer_name, about.customer_phone, about.salesperson, about.phone_of)
    return await link_of(rows[0], vault), callee


async def take_turns_at(invitation_id: UUID) -> None:
    """Two people at the same customer wait for each other. Needs write_tx()."""
    await Invitation.update({Invitation.state: Invitation.state}).where(Invitation.id == invitation_id)


def attempt_row(
    invitation_id: UUID, outcome: Outcome, by: UUID, now: datetime, again_on: date | None = None
) -> Attempt:
    """What came of one call, to be written together with whatever proves it."""
    return Attempt(
        id=uuid4(), invitation=invitation_id, outcome=outcome, at=now.astimezone(UTC), by=by, again_on=again_on
    )


async def note_attempt(attempt: Attempt) -> None:
    """Needs write_tx(), or opens one."""
    async with write_tx():
        await Attempt.insert(attempt)


async def _tried(invitations: Sequence[UUID]) -> Mapping[UUID, list[Tried]]:
    found: defaultdict[UUID, list[Tried]] = defaultdict(list)
    rows: list[dict[str, Any]] = []
    if invitations:
        rows = await Attempt.select().where(Attempt.invitation.is_in(list(invitations))).order_by(Attempt.at)
    for row in rows:
        found[row["invitation"]].append(Tried(row["outcome"], row["at"], row["by"], row["again_on"]))
    return found
