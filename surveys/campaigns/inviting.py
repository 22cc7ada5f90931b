"""Asks people: turns transactions into invitations with one-time links. Knows no order, no lead and no page.

A link exists in clear in what `invite` and `renew_links` return, and nowhere else: the row holds its digest, a mail
waiting to go holds it sealed. Nobody is asked twice within COOL_DOWN_DAYS, whatever the orders are called.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from crypto.links import link_digest, new_link_token
from crypto.vault import Vault
from surveys.campaigns.transactions import Transaction, opened, sealed, window_of
from surveys.definitions.form import Definition, Text
from surveys.definitions.reading import ready_made
from surveys.definitions.versions import keep_version
from surveys.errors import NobodyToAsk, TooManyAtOnce
from surveys.keeping import erase_daily
from surveys.outbox import enqueue, write_tx
from surveys.tables import Campaign, Delivery, Invitation, SurveyVersion

COOL_DOWN_DAYS = 30
MOST_AT_ONCE = 500
TOKEN_COLUMN = "surveys_delivery.token"  # noqa: S105  # a column's name
CONTACT_LABEL = "surveys_invitation.contact"

Channel = Literal["links", "mail"]
Skipped = Literal["asked_lately", "twice", "no_address"]


@dataclass(frozen=True)
class Plan:
    """How a round is asked. frame: where the people came from. goods: a category that helps recall, or "" for none."""

    company: str
    channel: Channel
    frame: str
    started_by: UUID
    form: str = "callback"
    goods: str = ""
    valid_days: int = 14
    mail_language: str = "zh"


@dataclass(frozen=True)
class Link:
    """One invitation with its link token in clear, for the list that is handed out once."""

    transaction: Transaction
    token: str
    expires_on: date


@dataclass(frozen=True)
class Invited:
    """What came of a round. links is empty for mail: there the tokens are sealed until they are sent."""

    campaign_id: UUID
    count: int
    links: tuple[Link, ...]
    skipped: Mapping[Skipped, int]


async def invite(transactions: Sequence[Transaction], plan: Plan, vault: Vault, now: datetime) -> Invited:
    """Ask everybody on the list who may be asked, in one transaction.

    Raises NobodyToAsk if none is left, TooManyAtOnce above MOST_AT_ONCE.
    """
    if len(transactions) > MOST_AT_ONCE:
        raise TooManyAtOnce(limit=MOST_AT_ONCE, found=len(transactions))
    definition = ready_made(plan.form)
    async with write_tx():
        version_id = await keep_version(definition)
        await _take_turns(version_id)
        await erase_daily(now.date())
        chosen, skipped = await _askable(transactions, plan, vault, now.date())
        if not chosen:
            raise NobodyToAsk
        campaign_id = await _start(plan, version_id, now)
        links = [_link(transaction, plan, now.date()) for transaction in chosen]
        rows = [_invitation(link, plan, definition, (campaign_id, version_id), vault, now.date()) for link in links]
        for start in range(0, len(rows), 100):
            await Invitation.insert(*rows[start : start + 100])
        if plan.channel == "mail":
            await _post(links, rows, plan, vault)
    return Invited(campaign_id, len(rows), tuple(links) if plan.channel == "links" else (), skipped)


async def renew_links(campaign_id: UUID, vault: Vault, today: date) -> tuple[Link, ...]:
    """New links for everybody of a round who has not answered; the old ones stop working at once."""
    async with write_tx():
        rows = await Invitation.objects().where(
            Invitation.campaign == campaign_id,
            Invitation.channel == "links",
            Invitation.state == "open",
            Invitation.expires_on >= today,
        )
        links = []
        for row in rows:
            token = new_link_token()
            await Invitation.update({Invitation.token_digest: link_digest(token)}).where(
                Invitation.id == row.id, Invitation.state == "open"
            )
            links.append(Link(opened(row.sealed_transaction, vault), token, row.expires_on))
    return tuple(links)


async def askable(
    transactions: Sequence[Transaction], plan: Plan, vault: Vault, today: date
) -> tuple[int, Mapping[Skipped, int]]:
    """How many of a list would be asked now, and why the others would not."""
    chosen, skipped = await _askable(transactions, plan, vault, today)
    return len(chosen), skipped


async def _take_turns(version_id: UUID) -> None:
    """Two rounds started at once must see each other's invitations: a row lock on PostgreSQL, a no-op on SQLite."""
    await SurveyVersion.update({SurveyVersion.name: SurveyVersion.name}).where(SurveyVersion.id == version_id)


async def _askable(
    transactions: Sequence[Transaction], plan: Plan, vault: Vault, today: date
) -> tuple[list[Transaction], Counter[Skipped]]:
    asked_lately = await _contacts_asked(transactions, vault, today)
    subjects_asked = await _subjects_asked(transactions, today)
    chosen: list[Transaction] = []
    skipped: Counter[Skipped] = Counter()
    seen: set[bytes] = set()
    for transaction in transactions:
        contact = vault.token(CONTACT_LABEL, transaction.contact)
        if contact in asked_lately or (transaction.kind, transaction.ref) in subjects_asked:
            skipped["asked_lately"] += 1
        elif contact in seen:
            skipped["twice"] += 1
        elif plan.channel == "mail" and not transaction.customer_email:
            skipped["no_address"] += 1
        else:
            seen.add(contact)
            chosen.append(transaction)
    return chosen, skipped


async def _contacts_asked(transactions: Sequence[Transaction], vault: Vault, today: date) -> set[bytes]:
    if not transactions:
        return set()
    tokens = [vault.token(CONTACT_LABEL, transaction.contact) for transaction in transactions]
    rows = await Invitation.select(Invitation.contact_token).where(
        Invitation.contact_token.is_in(tokens), Invitation.invited_on > today - timedelta(days=COOL_DOWN_DAYS)
    )
    return {bytes(row["contact_token"]) for row in rows}


async def _subjects_asked(transactions: Sequence[Transaction], today: date) -> set[tuple[str, str]]:
    if not transactions:
        return set()
    rows = await Invitation.select(Invitation.subject_kind, Invitation.subject_ref).where(
        Invitation.subject_ref.is_in([transaction.ref for transaction in transactions]),
        (Invitation.state == "answered") | (Invitation.expires_on >= today),
    )
    return {(row["subject_kind"], row["subject_ref"]) for row in rows}


async def _start(plan: Plan, version_id: UUID, now: datetime) -> UUID:
    campaign = Campaign(
        id=uuid4(),
        version=version_id,
        frame=plan.frame,
        channel=plan.channel,
        started_at=now.astimezone(UTC),
        started_by=plan.started_by,
    )
    await Campaign.insert(campaign)
    return UUID(str(campaign.id))


def _link(transaction: Transaction, plan: Plan, today: date) -> Link:
    return Link(transaction, new_link_token(), today + timedelta(days=plan.valid_days))


def _invitation(
    link: Link, plan: Plan, definition: Definition, parents: tuple[UUID, UUID], vault: Vault, today: date
) -> Invitation:
    campaign_id, version_id = parents
    transaction = link.transaction
    return Invitation(
        id=uuid4(),
        campaign=campaign_id,
        version=version_id,
        token_digest=link_digest(link.token),
        subject_kind=transaction.kind,
        subject_ref=transaction.ref,
        shown=_shown(definition, plan, transaction, today),
        sealed_transaction=sealed(transaction, vault),
        contact_token=vault.token(CONTACT_LABEL, transaction.contact),
        channel=plan.channel,
        inclusion_probability=transaction.inclusion_probability,
        invited_on=today,
        expires_on=link.expires_on,
    )


def _shown(definition: Definition, plan: Plan, transaction: Transaction, today: date) -> str:
    """What this customer may be reminded of, kept as they will read it."""
    shown = definition.defaults | {"company": Text(plan.company, plan.company)}
    if plan.goods:
        shown["goods"] = Text(plan.goods, plan.goods)
    window = window_of(transaction, today)
    if window is not None:
        shown["window"] = window
    known = {name: [text.zh, text.en] for name, text in shown.items() if name in definition.defaults}
    return json.dumps(known, ensure_ascii=False)


async def _post(links: Sequence[Link], rows: Sequence[Invitation], plan: Plan, vault: Vault) -> None:
    for link, row in zip(links, rows, strict=True):
        delivery = Delivery(
            id=uuid4(),
            invitation=row.id,
            channel="mail",
            language=plan.mail_language,
            sealed_token=vault.seal(TOKEN_COLUMN, link.token),
        )
        await Delivery.insert(delivery)
        await enqueue("send_invitation", str(delivery.id), {"delivery": str(delivery.id)})
