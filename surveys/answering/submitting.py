"""Opens a link and takes its answers, once. Knows no page; believes nothing that a browser says beyond the answers.

Unknown, used and expired links are found by one and the same query, and are one and the same error.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from crypto.links import link_digest
from crypto.vault import Vault
from surveys.answering.replaying import Given, Replay, replay
from surveys.campaigns.transactions import opened
from surveys.definitions.form import Definition, Text
from surveys.definitions.versions import keep_version, version
from surveys.errors import AnswersIncomplete, LinkClosed
from surveys.keeping import KEPT_DAYS, erase_daily
from surveys.outbox import enqueue, write_tx
from surveys.tables import Invitation, Response

ANSWERS_COLUMN = "surveys_response.answers"
# A customer's calendar may be ahead of UTC by this much: "today" there is no day in the future.
_EARLIEST_ZONE = timedelta(hours=14)


@dataclass(frozen=True)
class OpenLink:
    """A link that can be answered now, with all that its pages may use."""

    invitation_id: UUID
    version_id: UUID
    definition: Definition
    shown: Mapping[str, Text]
    recorded: Mapping[str, str]
    shuffle_seed: bytes
    expires_on: date

    def replay(self, given: Given, now: datetime) -> Replay:
        return replay(self.definition, given, recorded=self.recorded, today=latest_day(now))


async def open_link(token: str, vault: Vault, now: datetime) -> OpenLink:
    """What stands behind a link. Writes nothing. Raises LinkClosed."""
    row = (
        await Invitation.objects()
        .where(
            Invitation.token_digest == link_digest(token),
            Invitation.state == "open",
            Invitation.expires_on >= now.date(),
        )
        .first()
    )
    if row is None:
        raise LinkClosed
    return OpenLink(
        invitation_id=row.id,
        version_id=row.version,
        definition=await version(row.version),
        shown={name: Text(*texts) for name, texts in json.loads(row.shown).items()},
        recorded=opened(row.sealed_transaction, vault).recorded,
        shuffle_seed=bytes(row.token_digest),
        expires_on=row.expires_on,
    )


async def submit(token: str, given: Given, language: str, vault: Vault, now: datetime) -> None:
    """Store a complete set of answers and close the link, in one transaction.

    Raises AnswersIncomplete if any question of the path is open or wrong (the link stays open), LinkClosed.
    """
    async with write_tx():
        link = await open_link(token, vault, now)
        answered = link.replay(given, now)
        if answered.problems:
            raise AnswersIncomplete
        closed = (
            await Invitation.update({Invitation.state: "answered"})
            .where(Invitation.id == link.invitation_id, Invitation.state == "open", Invitation.expires_on >= now.date())
            .returning(Invitation.id)
        )
        if not closed:
            raise LinkClosed
        response = _response(answered, language, vault, now, link.version_id)
        response.invitation, response.kind, response.answered_at = link.invitation_id, "named", now.astimezone(UTC)
        await Response.insert(response)
        await _ask_for_jobs(response.id, response.answered_on)


async def submit_open(
    definition: Definition, given: Given, language: str, vault: Vault, now: datetime, *, response_id: UUID, store: str
) -> None:
    """Store answers that came without an invitation, by the day. The same `response_id` twice stores once."""
    answered = replay(definition, given, recorded={}, today=latest_day(now))
    if answered.problems:
        raise AnswersIncomplete
    async with write_tx():
        response = _response(answered, language, vault, now, await keep_version(definition), store)
        response.id = response_id
        await Response.insert(response).on_conflict(Response.id, "DO NOTHING")
        await _ask_for_jobs(response_id, response.answered_on)


def latest_day(now: datetime) -> date:
    """The day it already is somewhere on earth."""
    return (now.astimezone(UTC) + _EARLIEST_ZONE).date()


def _response(
    answered: Replay, language: str, vault: Vault, now: datetime, version_id: UUID, store: str = ""
) -> Response:
    content = {"answers": dict(answered.answers), "risks": list(answered.risks), "store": store}
    today = now.astimezone(UTC).date()
    return Response(
        id=uuid4(),
        version=version_id,
        kind="open",
        language=language,
        sealed_answers=vault.seal(ANSWERS_COLUMN, json.dumps(content, ensure_ascii=False)),
        answered_on=today,
        keep_until=today + timedelta(days=KEPT_DAYS),
    )


async def _ask_for_jobs(response_id: UUID, today: date) -> None:
    await enqueue("check_response", str(response_id), {"response": str(response_id)})
    await erase_daily(today)
