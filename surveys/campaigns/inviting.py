"""Asks people: turns transactions into invitations with one-time links. Knows no order, no lead and no page.

A link exists in clear in what `invite` and `renew_links` return, and nowhere else: the row holds its digest, a message
waiting to go holds it sealed. Nobody is asked twice within the cool-down, whatever the orders are called.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from crypto.links import link_digest, new_link_token
from crypto.vault import Vault
from surveys.campaigns.asking import Skipped, sorted_out
from surveys.campaigns.plans import ZONE, Plan, schedule_text
from surveys.campaigns.transactions import CONTACT_LABEL, Transaction, opened, sealed, window_of
from surveys.definitions.form import Definition, Text
from surveys.definitions.publishing import published
from surveys.definitions.versions import keep_version
from surveys.errors import NobodyToAsk, TooManyAtOnce
from surveys.keeping import erase_daily
from surveys.outbox import enqueue, write_tx
from surveys.tables import Campaign, Delivery, Invitation, SurveyVersion

MOST_AT_ONCE = 500
TOKEN_COLUMN = "surveys_delivery.token"  # noqa: S105  # a column's name
_EMPTY_DAYS = 2  # a round by messages stays open this long after the last of them at least


@dataclass(frozen=True)
class Link:
    """One invitation with its link token in clear, for the list that is handed out once."""

    transaction: Transaction
    token: str
    expires_on: date


@dataclass(frozen=True)
class Invited:
    """What came of a round. links is empty for messages: there the tokens are sealed until they are sent."""

    campaign_id: UUID
    count: int
    links: tuple[Link, ...]
    skipped: Mapping[Skipped, int]


@dataclass(frozen=True)
class _Ground:
    """What all rows of one round share."""

    plan: Plan
    definition: Definition
    version: UUID
    campaign: UUID
    first_at: datetime
    today: date

    @property
    def first_day(self) -> date:
        return self.first_at.astimezone(ZONE).date() if self.plan.channel != "links" else self.today


async def invite(transactions: Sequence[Transaction], plan: Plan, vault: Vault, now: datetime) -> Invited:
    """Ask everybody on the list who may be asked, in one transaction.

    Raises NobodyToAsk if none is left, TooManyAtOnce above MOST_AT_ONCE, DefinitionUnknown for a form that is retired.
    """
    if len(transactions) > MOST_AT_ONCE:
        raise TooManyAtOnce(limit=MOST_AT_ONCE, found=len(transactions))
    async with write_tx():
        definition = await published(plan.form)
        version_id = await keep_version(definition)
        await _take_turns(version_id)
        await erase_daily(now.date())
        chosen, skipped = await sorted_out(transactions, plan, vault, now.date())
        if not chosen:
            raise NobodyToAsk
        campaign_id = plan.campaign or await _start(plan, version_id, now)
        first_at = plan.schedule.first_at(now)
        ground = _Ground(plan, definition, version_id, campaign_id, first_at, now.date())
        links = [_link(transaction, ground) for transaction in chosen]
        rows = [_invitation(link, ground, vault) for link in links]
        for start in range(0, len(rows), 100):
            await Invitation.insert(*rows[start : start + 100])
        if plan.channel != "links":
            await _post(links, rows, ground, vault, now)
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


async def _take_turns(version_id: UUID) -> None:
    """Two rounds started at once must see each other's invitations: a row lock on PostgreSQL, a no-op on SQLite."""
    await SurveyVersion.update({SurveyVersion.name: SurveyVersion.name}).where(SurveyVersion.id == version_id)


async def _start(plan: Plan, version_id: UUID, now: datetime) -> UUID:
    campaign = Campaign(
        id=uuid4(),
        version=version_id,
        name=plan.name[:80],
        frame=plan.frame,
        channel=plan.channel,
        is_private=plan.is_private,
        seed=plan.seed,
        population=plan.population,
        plan=schedule_text(plan.schedule),
        started_at=now.astimezone(UTC),
        started_by=plan.started_by,
    )
    await Campaign.insert(campaign)
    return UUID(str(campaign.id))


def _link(transaction: Transaction, ground: _Ground) -> Link:
    """Open for the days of the plan from its first message, and never closed before a reminder could be answered."""
    schedule, days = ground.plan.schedule, ground.plan.valid_days
    if ground.plan.channel != "links" and schedule.reminders:
        days = max(days, schedule.reminders * schedule.remind_after_days + _EMPTY_DAYS)
    return Link(transaction, new_link_token(), ground.first_day + timedelta(days=days))


def _invitation(link: Link, ground: _Ground, vault: Vault) -> Invitation:
    plan, transaction = ground.plan, link.transaction
    can_be_rung = plan.schedule.phone_follow_up and transaction.customer_phone
    return Invitation(
        id=uuid4(),
        campaign=ground.campaign,
        version=ground.version,
        token_digest=link_digest(link.token),
        subject_kind=transaction.kind,
        subject_ref=transaction.ref,
        store=transaction.store[:100],
        salesperson=transaction.salesperson[:100],
        shown=_shown(ground.definition, plan, transaction, ground.today),
        sealed_transaction=sealed(transaction, vault),
        contact_token=vault.token(CONTACT_LABEL, transaction.contact),
        channel=plan.channel,
        drawn_by=transaction.drawn_by,
        random_probability=transaction.random_probability,
        inclusion_probability=transaction.inclusion_probability,
        invited_on=ground.today,
        expires_on=link.expires_on,
        phone_from=plan.schedule.phone_from(ground.first_at) if can_be_rung else None,
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


async def _post(
    links: Sequence[Link], rows: Sequence[Invitation], ground: _Ground, vault: Vault, now: datetime
) -> None:
    """One first message each; what may go now is asked for now, the clock sees to the rest."""
    deliveries = [
        Delivery(
            id=uuid4(),
            invitation=row.id,
            channel=ground.plan.channel,
            language=ground.plan.mail_language,
            due_at=ground.first_at,
            sealed_token=vault.seal(TOKEN_COLUMN, link.token),
        )
        for link, row in zip(links, rows, strict=True)
    ]
    for start in range(0, len(deliveries), 100):
        await Delivery.insert(*deliveries[start : start + 100])
    if ground.first_at <= now:
        for delivery in deliveries:
            await enqueue("send_invitation", str(delivery.id), {"delivery": str(delivery.id)})
