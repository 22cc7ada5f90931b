"""Brings the demo company in through the portal's own doors: imports, call-backs, answers, reports and what staff did.

Pokes no table: whatever the demo shows, a real company could have made happen by the same functions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID, uuid4

import pyotp

from cases import callbacks, calls, casework, mailbox, receiving
from cases.actors import Actor
from cases.beside import finding_view
from cases.channels.offered import channel_named
from cases.contents import Content
from cases.findings import mark_finding
from cases.looking_up import key_of, look_up
from cases.readers import readers_chosen
from cases.records.importing import import_file
from cases.sifting import Sieve, sift
from cases.signed_replies import reply_signer
from cases.signing_in import sign_in
from cases.staff import NewStaff
from cases.tables import Case, Report
from crypto.keys import key_pair_of
from crypto.receipts import Receipt
from crypto.vault import Vault
from portal import relay
from portal.demo.answers import Asked, Round
from portal.demo.books import Books
from portal.demo.files import export
from portal.demo.opinions import Opinion
from portal.demo.people import COMPANY, STAFF
from portal.demo.reports import DemoReport, Step
from portal.firstrun import set_up
from surveys import Invited, Plan, Schedule, invite, to_ring_up
from surveys.answering.submitting import submit, submit_open
from surveys.definitions.publishing import OPEN_FORM, published
from surveys.services import Services

GOODS = "空调、采暖、地板或净水"
BY_MESSAGE = "近期订单短信回访"
BY_PHONE, TO_RING_UP = "短信未答，电话跟进", 5
MOST_FINDINGS = 200
_OFFICE_OPENS, _DAY_ENDS = time(1), time(14)  # UTC: nine in the morning and ten at night in China


@dataclass(frozen=True)
class Links:
    """Link tokens by the number of their order or lead; only the demo ever keeps them together."""

    tokens: Mapping[str, str] = field(repr=False)


async def make_staff_and_records(vault: Vault, books: Books) -> tuple[NewStaff, ...]:
    """Passwords take their time in threads of their own, so the files are imported meanwhile."""
    setting_up = asyncio.create_task(set_up(vault, company=COMPANY, people=STAFF))
    for kind, data in export(books).items():
        result = await import_file(kind, data, vault, file_name=f"{kind}.csv")
        if result.rejected:
            raise RuntimeError(f"{result.rejected} rows of {kind} were refused: the demo breaks the file contract")
    return (await setting_up).staff


async def signed_in(vault: Vault, person: NewStaff) -> Actor:
    """Sign in as anybody does, with password and code."""
    code = pyotp.TOTP(person.totp_secret).now()
    staff_id, private = await sign_in(vault, username=person.username, password=person.password, code=code)
    return Actor(staff_id, person.username, person.name, frozenset(person.roles), key_pair_of(private))


async def ask_customers(rounds: tuple[Round, ...], started_by: UUID, vault: Vault) -> Links:
    """Invite everybody, oldest round first."""
    tokens: dict[str, str] = {}
    for one in rounds:
        invited = await _invite(one, started_by, vault)
        tokens.update((link.transaction.ref, link.token) for link in invited.links)
    return Links(tokens)


async def _invite(one: Round, started_by: UUID, vault: Vault) -> Invited:
    numbers = "\n".join(asked.ref for asked in one.asked)
    picked = await callbacks.pick(callbacks.Wanted("list", pasted=numbers), vault, one.asked_at)
    plan = Plan(COMPANY, "links", one.frame, started_by, goods=GOODS, valid_days=one.valid_days)
    return await invite(picked.transactions, plan, vault, one.asked_at)


async def answer(rounds: tuple[Round, ...], links: Links, services: Services) -> None:
    """Send every answer on its day and have it checked on that day."""
    answered = sorted(
        ((asked.answered_at, asked) for one in rounds for asked in one.asked if asked.answered_at is not None),
        key=lambda pair: (pair[0], pair[1].ref),
    )
    for day, of_the_day in groupby(answered, lambda pair: pair[0].date()):
        for moment, asked in of_the_day:
            await _submit(asked, links, services.vault, moment)
        await relay.drain(replace(services, now=_clock(day)))


async def speak_up(opinions: tuple[Opinion, ...], services: Services) -> None:
    """Answer the open form behind the codes in the stores, each on its day, and have all of it counted."""
    form = await published(OPEN_FORM)
    for one in opinions:
        given, place = dict(one.given), {"store": one.store}
        await submit_open(form, given, "zh", services.vault, one.given_on, response_id=uuid4(), place=place)
    await relay.drain(replace(services, now=lambda: opinions[-1].given_on))


async def ask_by_message(actor: Actor, services: Services, today: date) -> None:
    """Yesterday's round, drawn as the desk draws one and sent by text message: a demo writes those down."""
    wanted = callbacks.Wanted("orders", days=30, most=12, risk_picks=4, most_per_seller=2, seed=BY_MESSAGE)
    await _send_messages(wanted, Schedule(reminders=1, phone_follow_up=True), actor, services, today, days_ago=1)


async def ask_by_phone(actor: Actor, services: Services, today: date) -> None:
    """A week ago a few were written to who did not answer: today somebody may ring them up. One was rung up in vain."""
    vault = services.vault
    wanted = callbacks.Wanted("orders", days=60, most=TO_RING_UP, seed=BY_PHONE)
    await _send_messages(wanted, Schedule(phone_follow_up=True), actor, services, today, days_ago=7)
    moment = datetime.combine(_day(today, 1), _OFFICE_OPENS, UTC)
    first, *_others = await to_ring_up(vault, moment)
    await calls.start_call(actor, first.invitation_id, vault, now=moment)
    await calls.end_call(actor, first.invitation_id, "no_answer", vault, now=moment + timedelta(minutes=2))


async def _send_messages(
    wanted: callbacks.Wanted, schedule: Schedule, actor: Actor, services: Services, today: date, *, days_ago: int
) -> None:
    asked_at = datetime.combine(_day(today, days_ago), _OFFICE_OPENS, UTC) + timedelta(hours=1)
    sending = callbacks.Sending("sms", goods=GOODS, name=wanted.seed, schedule=schedule)
    await callbacks.ask(wanted, sending, actor, services.vault, asked_at)
    await relay.drain(replace(services, recorded_channels=frozenset({"sms"}), now=lambda: asked_at))


async def _submit(asked: Asked, links: Links, vault: Vault, moment: datetime) -> None:
    await submit(links.tokens[asked.ref], asked.given or {}, asked.language, vault, moment)


async def report(one: DemoReport, actors: Mapping[str, Actor], vault: Vault, today: date) -> Receipt:
    """File one report and let everybody do with it what they did."""
    receipt = Receipt.new()
    left_out = {str(actors[username].id) for username in one.left_out}
    channel = await channel_named(one.channel)
    readers = readers_chosen(await channel.possible_readers(), (), left_out, ())
    questionnaire = channel.questionnaire if one.answers else ""
    content = Content(one.text, one.claim, one.language, channel.key, one.answers, questionnaire)
    typed = receiving.Typed(actors[one.typed_by].id, "phone") if one.typed_by else None
    await receiving.receive(receipt, content, readers, _day(today, one.received_days_ago), typed)
    filed = await Report.select(Report.id, Report.case).where(Report.mailbox_digest == receipt.mailbox_digest).first()
    if filed is None:
        raise LookupError("a report that was just received must be there")
    for place, step in enumerate(one.steps):
        moment = datetime.combine(_day(today, step.days_ago), _OFFICE_OPENS, UTC) + timedelta(minutes=7 * place)
        if step.who == "reporter":
            message = Content(step.text, {}, one.language)
            await mailbox.add_from_reporter(receipt, message, b"", moment.date())
        else:
            await _act(step, actors[step.who], _Filed(filed["id"], filed["case"]), vault, moment)
    return receipt


async def look_up_order(order_no: str, actor: Actor, case_word: str, vault: Vault, today: date) -> None:
    """An investigator searched the books for one order, yesterday morning."""
    moment = datetime.combine(_day(today, 1), _OFFICE_OPENS, UTC)
    await look_up(actor, key_of("order", order_no), case_word, vault, now=moment)


async def judge(marks: Mapping[str, str], actor: Actor, vault: Vault, today: date) -> None:
    """An investigator said of the findings about these orders whether the comparison is right, yesterday morning."""
    moment = datetime.combine(_day(today, 1), _OFFICE_OPENS, UTC)
    for line in (await sift(actor, vault, "zh", Sieve(), today, size=MOST_FINDINGS)).lines:
        view = await finding_view(actor, line.id, vault, "zh")
        if mark := marks.get(view.order_no or ""):
            await mark_finding(actor, line.id, mark, vault, now=moment)


@dataclass(frozen=True)
class _Filed:
    report: UUID
    case: UUID


async def _act(step: Step, actor: Actor, filed: _Filed, vault: Vault, moment: datetime) -> None:
    """One act of staff, as the desk would do it."""
    if step.act == "open":
        await casework.open_sealed_report(actor, filed.case, filed.report, vault, now=moment)
    elif step.act == "answer":
        await casework.answer_reporter(actor, filed.case, filed.report, step.text, reply_signer(vault), now=moment)
    elif step.act == "take":
        await casework.assign(actor, filed.case, actor.id, now=moment)
    elif step.act == "note":
        await casework.add_note(actor, filed.case, step.text, now=moment)
    else:
        case = await Case.select(Case.state).where(Case.id == filed.case).first()
        await casework.change_state(
            actor,
            filed.case,
            case["state"] if case else "",
            step.state,
            reason=step.text,
            outcome=step.outcome,
            now=moment,
        )


def _day(today: date, days_ago: int) -> date:
    return today - timedelta(days=days_ago)


def _clock(day: date) -> _Clock:
    return _Clock(datetime.combine(day, _DAY_ENDS, UTC))


@dataclass(frozen=True)
class _Clock:
    """A clock that stands still."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment
