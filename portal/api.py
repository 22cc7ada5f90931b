"""The reporter's door for programs, our own pages' scripts first: sealed things in, sealed things out (docs/reporting-api.md).

Takes no text, no receipt and no private key, and would not know what to do with one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any  # litestar's Request is generic over user, auth and state; a body is JSON

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from cases.channels.first import DEFAULT
from cases.channels.versions import NAME_PREFIX
from cases.identities import Standing, give_presealed, standing_of
from cases.log.proving import proof_for
from cases.log.reading import signer_of
from cases.mailbox import PresealedMessage, SealedMailbox, add_presealed, keys_of, sealed_mailbox
from cases.presealed import PresealedReport, is_there, receive_presealed
from cases.records.dates import day_of
from cases.signed_replies import reply_signer
from cases.tables import Message
from crypto.envelopes import Recipient
from crypto.receipts import mailbox_digest
from crypto.vault import Vault
from portal.bodies import BodyUnfit, bytes_in, files_in, read_json
from portal.catalogues import translate
from portal.channel import EveryChannel, every_channel, in_base64
from portal.floods import MOST_UNITS, Floods, WorkAsked, WorkDone, WorkStale, WorkTooLittle
from portal.mailbox import IN_WORK, STATES
from surveys import version_of_hash
from surveys.errors import DefinitionUnknown

MOST_PEOPLE = 64


@dataclass(frozen=True)
class Stored:
    """All that anybody is told: it is there, with everything it came with."""

    stored: bool = True


@dataclass(frozen=True)
class MailboxMessage:
    number: int
    role: str
    sent_on: date
    is_new: bool
    envelope: str
    signature: str


@dataclass(frozen=True)
class MailboxKey:
    role: str
    public_key: str


@dataclass(frozen=True)
class SealedMailboxAnswer:
    """`keys` are those to which a further message must be sealed, the reporter's own among them; `work` is asked for it.

    identity: when a name was given and learned; null for whoever is anonymous.

    reply_key: the Ed25519 key by which the company signs its answers.
    """

    received_on: date
    opened_on: date | None
    state: str
    state_words: str
    report: str
    messages: list[MailboxMessage]
    keys: list[MailboxKey]
    reply_key: str
    work: WorkAsked
    identity: Standing | None


@get("/api/v1/channel", permission="public", include_in_schema=True)
async def channel(floods: NamedDependency[Floods]) -> EveryChannel:
    """What a report can be about, who could read it today, by role and public key, and how large it may be."""
    return await every_channel(floods.work.asked())


@get("/api/v1/work", permission="public", include_in_schema=True)
async def work(floods: NamedDependency[Floods]) -> WorkAsked:
    """What is asked for against floods right now. The same for everybody."""
    return floods.work.asked()


@get("/api/v1/questionnaires/{sha256:str}", permission="public", include_in_schema=True)
async def questionnaire(sha256: FromPath[str]) -> Response[str]:
    """The questions a sealed report was answered to, as they were worded then. The same for everybody."""
    definition = await version_of_hash(sha256)
    if definition is None or not definition.name.startswith(NAME_PREFIX):
        raise DefinitionUnknown
    return Response(definition.canonical, media_type="application/json")


@post("/api/v1/reports", permission="public", status_code=201, include_in_schema=True)
async def send_sealed_report(request: Request[Any, Any, Any], floods: NamedDependency[Floods]) -> Stored:
    """Store a report that was sealed before it came. Sent again, it is stored once and answered the same."""
    body = await read_json(request)
    report = PresealedReport(
        mailbox_digest=bytes_in(body, "mailbox_digest"),
        content_mark=bytes_in(body, "content_mark"),
        reporter_public_key=bytes_in(body, "reporter_public_key"),
        envelope=bytes_in(body, "envelope", size=None),
        people=_people(body),
        language=_language(body),
        channel=_channel(body),
        files=files_in(body),
        identity=bytes_in(body, "identity", size=None) if "identity" in body else b"",
        custodians=_people(body, "custodians") if "identity" in body else frozenset(),
    )
    try:
        floods.work.refuse_little(_work(body), report.mailbox_digest)
    except (WorkStale, WorkTooLittle):
        if not await is_there(report):
            raise
    if await receive_presealed(report, _today()):
        floods.work.note_arrival()
    return Stored()


@post("/api/v1/mailbox", permission="public", status_code=200, include_in_schema=True)
async def read_sealed_mailbox(
    request: Request[Any, Any, Any],
    language: NamedDependency[str],
    vault: NamedDependency[Vault],
    floods: NamedDependency[Floods],
) -> SealedMailboxAnswer:
    """Everything in a mailbox, still sealed, for its token."""
    token = bytes_in(await read_json(request), "mailbox_token")
    mailbox = await sealed_mailbox(mailbox_digest(token))
    keys, standing = await keys_of(mailbox.report), await standing_of(mailbox_digest(token))
    return _answer(mailbox, keys, reply_signer(vault).public, floods.work.asked(), language, standing)


@post("/api/v1/mailbox/messages", permission="public", status_code=201, include_in_schema=True)
async def send_sealed_message(request: Request[Any, Any, Any], floods: NamedDependency[Floods]) -> Stored:
    """Add a message that was sealed before it came; one mark is stored once."""
    body = await read_json(request)
    message = PresealedMessage(
        mailbox_digest(bytes_in(body, "mailbox_token")),
        bytes_in(body, "envelope", size=None),
        bytes_in(body, "once_mark"),
        files_in(body),
    )
    floods.work.refuse_little(_work(body), message.once_mark)
    if await add_presealed(message, _today()):
        floods.work.note_arrival()
    return Stored()


@post("/api/v1/mailbox/identity", permission="public", status_code=201, include_in_schema=True)
async def send_sealed_identity(request: Request[Any, Any, Any]) -> Stored:
    """Say who one is, later or anew, sealed to custodians before it came; it takes the place of what was given before."""
    body = await read_json(request)
    digest = mailbox_digest(bytes_in(body, "mailbox_token"))
    await give_presealed(digest, bytes_in(body, "envelope", size=None), _people(body, "custodians"), _today())
    return Stored()


@post("/api/v1/mailbox/proof", permission="public", status_code=200, include_in_schema=True)
async def prove_mailbox(request: Request[Any, Any, Any], vault: NamedDependency[Vault]) -> Response[str]:
    """The proof file of a mailbox: its leaves in the transparency log, for its token."""
    token = bytes_in(await read_json(request), "mailbox_token")
    text = await proof_for(mailbox_digest(token), signer_of(vault).key)
    return Response(text, media_type="application/json")


HANDLERS: tuple[Any, ...] = (
    channel,
    work,
    questionnaire,
    send_sealed_report,
    read_sealed_mailbox,
    send_sealed_message,
    send_sealed_identity,
    prove_mailbox,
)


def _answer(
    mailbox: SealedMailbox,
    keys: tuple[Recipient, ...],
    reply_key: bytes,
    asked: WorkAsked,
    language: str,
    identity: Standing | None,
) -> SealedMailboxAnswer:
    return SealedMailboxAnswer(
        received_on=mailbox.report.received_on,
        opened_on=mailbox.report.opened_on,
        state=mailbox.state,
        state_words=translate(language, STATES.get(mailbox.state, IN_WORK)),
        report=in_base64(bytes(mailbox.report.envelope)),
        messages=[_message(row) for row in mailbox.messages],
        keys=[MailboxKey(key.role, in_base64(key.public)) for key in keys],
        reply_key=in_base64(reply_key),
        work=asked,
        identity=identity,
    )


def _message(row: Message) -> MailboxMessage:
    envelope, signature = in_base64(bytes(row.envelope)), in_base64(bytes(row.signature))
    return MailboxMessage(row.number, row.author_role, row.sent_on, not row.read, envelope, signature)


def _work(body: dict[str, Any]) -> WorkDone:
    """What was done against floods. None is too little, and answered as such."""
    said = body.get("work")
    if said is None:
        return WorkDone()
    units = said.get("units") if isinstance(said, dict) else None
    if not isinstance(units, list) or len(units) > MOST_UNITS or not all(type(one) is int for one in units):
        raise BodyUnfit(field="work")
    if any(not 0 <= one < 1 << 32 for one in units):
        raise BodyUnfit(field="work")
    return WorkDone(bytes_in(said, "beacon", size=None), tuple(units))


def _people(body: dict[str, Any], name: str = "recipients") -> frozenset[str]:
    people = body.get(name)
    if not isinstance(people, list) or len(people) > MOST_PEOPLE or not all(isinstance(one, str) for one in people):
        raise BodyUnfit(field=name)
    if len(set(people)) < len(people):
        raise BodyUnfit(field=name)
    return frozenset(people)


def _language(body: dict[str, Any]) -> str:
    language = body.get("language")
    if language not in ("zh", "en"):
        raise BodyUnfit(field="language")
    return str(language)


def _channel(body: dict[str, Any]) -> str:
    key = body.get("channel", DEFAULT)
    if not isinstance(key, str):
        raise BodyUnfit(field="channel")
    return key


def _today() -> date:
    return day_of(datetime.now(UTC))
