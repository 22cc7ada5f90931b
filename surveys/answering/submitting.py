"""Opens a link and takes its answers, once. Knows no page; believes nothing that a browser says beyond the answers.

Unknown, used and expired links are found by one and the same query, and are one and the same error.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any  # a raw row comes untyped from the driver
from uuid import UUID, uuid4

from piccolo.querystring import QueryString

from crypto.links import link_digest
from crypto.vault import Vault
from surveys.answering.codes import correction_digest, new_code
from surveys.answering.drafts import PutAside, opened_draft
from surveys.answering.files import refuse_foreign_files
from surveys.answering.replaying import Given, Replay, replay
from surveys.answering.stored import Answers, sealed_answers
from surveys.campaigns.transactions import opened
from surveys.definitions.form import Definition, Text
from surveys.definitions.versions import keep_version, version
from surveys.errors import AnswersIncomplete, LinkClosed
from surveys.inserting import Change, Rows, fresh, insert_all
from surveys.keeping import KEPT_DAYS, erasing_daily
from surveys.outbox import Outbox, wake_listeners, write_tx
from surveys.sharing import look_at
from surveys.tables import Response

# A customer's calendar may be ahead of UTC by this much: "today" there is no day in the future.
_EARLIEST_ZONE = timedelta(hours=14)
_OPEN = (
    "SELECT i.id, i.version, i.token_digest, i.shown, i.sealed_transaction, i.expires_on, d.sealed_answers "
    "FROM surveys_invitation i LEFT JOIN surveys_draft d ON d.invitation = i.id "
    "WHERE i.token_digest = {} AND i.state = 'open' AND i.expires_on >= {}"
)


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
    put_aside: PutAside | None = None

    def replay(self, given: Given, now: datetime) -> Replay:
        return replay(self.definition, given, recorded=self.recorded, today=latest_day(now))


@dataclass(frozen=True)
class Sender:
    """Who brings the answers. asked_by: the member of staff who asked by telephone and wrote them down."""

    language: str
    asked_by: UUID | None = None


async def open_link(token: str, vault: Vault, now: datetime) -> OpenLink:
    """What stands behind a link. Writes nothing. Raises LinkClosed. Not for use inside a transaction."""
    (rows,) = await look_at(QueryString(_OPEN, link_digest(token), now.date()))
    if not rows:
        raise LinkClosed
    return await link_of(rows[0], vault)


async def link_of(row: Mapping[str, Any], vault: Vault) -> OpenLink:
    """row: what _OPEN selects of one invitation."""
    draft = row["sealed_answers"]
    return OpenLink(
        invitation_id=row["id"],
        version_id=row["version"],
        definition=await version(row["version"]),
        shown={name: Text(*texts) for name, texts in json.loads(row["shown"]).items()},
        recorded=opened(bytes(row["sealed_transaction"]), vault).recorded,
        shuffle_seed=bytes(row["token_digest"]),
        expires_on=row["expires_on"],
        put_aside=opened_draft(bytes(draft), vault) if draft else None,
    )


async def submit(token: str, given: Given, language: str, vault: Vault, now: datetime) -> str:
    """Store a complete set of answers and close the link, in one transaction. Returns the code to correct them with.

    Raises AnswersIncomplete if any question of the path is open or wrong (the link stays open), LinkClosed.
    """
    code = new_code()
    link = await open_link(token, vault, now)
    await take(link, given, Sender(language), vault, now, correction=correction_digest(token, code))
    return code


async def take(
    link: OpenLink,
    given: Given,
    sender: Sender,
    vault: Vault,
    now: datetime,
    *,
    correction: bytes | None = None,
    beside: Sequence[Rows] = (),
) -> UUID:
    """The same for a link that is open already. Returns the response's id. Raises AnswersIncomplete, LinkClosed.

    beside: rows of others that commit with the answers.
    """
    answered = link.replay(given, now)
    if answered.problems:
        raise AnswersIncomplete
    await refuse_foreign_files(link.invitation_id, answered)
    row = _response(
        Answers(answered.answers, answered.risks),
        link.version_id,
        sender,
        vault,
        now,
        kind="named",
        invitation=link.invitation_id,
        answered_at=now.astimezone(UTC),
        correction_digest=correction,
    )
    taken = await insert_all(
        _closing(link.invitation_id, now), *_with_jobs(row), _forgetting(link.invitation_id), *beside
    )
    if taken is not None:
        raise LinkClosed
    wake_listeners()
    return UUID(str(row.id))


async def submit_open(
    definition: Definition,
    given: Given,
    language: str,
    vault: Vault,
    now: datetime,
    *,
    response_id: UUID,
    place: Mapping[str, str],
) -> None:
    """Store answers that came without an invitation, by the day. The same `response_id` twice stores once.

    place: where the code hung, by field of a claim.
    """
    answered = replay(definition, given, recorded={}, today=latest_day(now))
    if answered.problems:
        raise AnswersIncomplete
    async with write_tx():
        version_id = await keep_version(definition)
    answers = Answers(answered.answers, answered.risks, place)
    row = _response(answers, version_id, Sender(language), vault, now, id=response_id, kind="open")
    if await insert_all(*_with_jobs(row)) is None:
        wake_listeners()


def latest_day(now: datetime) -> date:
    """The day it already is somewhere on earth."""
    return (now.astimezone(UTC) + _EARLIEST_ZONE).date()


def _response(
    answers: Answers, version_id: UUID, sender: Sender, vault: Vault, now: datetime, **cells: object
) -> Response:
    today = now.astimezone(UTC).date()
    return fresh(
        Response,
        **{"id": uuid4(), **cells},
        version=version_id,
        language=sender.language,
        sealed_answers=sealed_answers(answers, vault),
        answered_on=today,
        keep_until=today + timedelta(days=KEPT_DAYS),
        channel="phone" if sender.asked_by else "page",
        asked_by=sender.asked_by,
    )


def _closing(invitation_id: UUID, now: datetime) -> Change:
    return Change(
        QueryString(
            "UPDATE surveys_invitation SET state = 'answered' "
            "WHERE id = {} AND state = 'open' AND expires_on >= {} RETURNING id",
            invitation_id,
            now.date(),
        )
    )


def _forgetting(invitation_id: UUID) -> Change:
    return Change(QueryString("DELETE FROM surveys_draft WHERE invitation = {}", invitation_id))


def _with_jobs(row: Response) -> tuple[Rows | Change, ...]:
    return Rows([row], unique=Response.id), Rows([check_job(row.id, row.revision)]), erasing_daily(row.answered_on)


def check_job(response_id: UUID, revision: int) -> Outbox:
    """One check for every wording of an answer."""
    payload = json.dumps({"response": str(response_id)})
    return fresh(
        Outbox, id=uuid4(), kind="check_response", key=f"{response_id}:{revision}", payload=payload, done=False
    )
