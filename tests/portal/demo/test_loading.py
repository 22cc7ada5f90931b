"""What stands in the portal once the demo is built: asked for through the faces that the desk and the reporter use."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from litestar import Litestar

from cases.actors import Actor
from cases.beside import FindingView, case_findings
from cases.inbox import Inbox, inbox_of
from cases.mailbox import open_mailbox
from cases.records.lookup import orders_numbered
from cases.signing_in import sign_in
from crypto.keys import key_pair_of
from crypto.vault import Vault
from portal import relay
from portal.demo.answers import given_of_deal
from portal.demo.codes import demo_sign_ins
from portal.demo.loading import TO_RING_UP
from portal.demo.marking import Mark, standing
from portal.demo.opinions import OPINIONS
from portal.demo.people import CLOSES_PRIVATELY, INNOCENT, SENDS_LEADS_AWAY
from portal.demo.plots import WAITING
from portal.demo.stories import day_of
from portal.settings import Settings
from surveys import responses_after, rounds, to_ring_up
from surveys.answering.submitting import submit
from surveys.outbox import Outbox
from surveys.services import Services
from tests.cases.books import list_findings
from tests.portal.demo.tellings import company


@pytest.fixture
async def investigator(demo: Settings, demo_vault: Vault, demo_app: Litestar) -> Actor:
    return await _signed_in("investigator", demo, demo_vault)


async def _signed_in(username: str, demo: Settings, vault: Vault) -> Actor:
    shown = next(one for one in await demo_sign_ins(demo, vault) if one.username == username)
    staff_id, private = await sign_in(vault, username=shown.username, password=shown.password, code=shown.code)
    return Actor(staff_id, shown.username, shown.name, frozenset({"investigator"}), key_pair_of(private))


@pytest.fixture
def mark(demo: Settings) -> Mark:
    found = standing(demo)
    assert found is not None
    return found


async def _inbox(actor: Actor, vault: Vault, show: str = "open") -> Inbox:
    return await inbox_of(actor, vault, "zh", datetime.now(UTC).date(), show=show)


async def _everything_done(services: Services) -> None:
    """The demo's own server may have taken the job before us: then it is about to be done there."""
    async with asyncio.timeout(60):
        while await Outbox.exists().where(Outbox.done.eq(False)):
            await relay.drain(services)
            await asyncio.sleep(0.02)


async def _findings(actor: Actor, vault: Vault) -> list[FindingView]:
    rows = (await _inbox(actor, vault)).rows
    return [view for row in rows for view in await case_findings(actor, row.id, vault, "zh")]


async def test_the_books_stand_in_the_portal_as_they_were_made(
    demo_app: Litestar, demo_vault: Vault, mark: Mark
) -> None:
    made = company(mark.made_on).books.orders
    kept = {order.order_no: order for order in await orders_numbered(demo_vault, list(made))}
    assert {number: order.amount_fen for number, order in kept.items()} == {n: o.amount_fen for n, o in made.items()}


async def test_three_hundred_answers_came_in_over_six_weeks(demo_app: Litestar, mark: Mark) -> None:
    responses = await responses_after(date.min, limit=1000)
    assert len(responses) == 300 + OPINIONS
    assert 30 < (mark.made_on - min(one.answered_on for one in responses if one.subject_kind)).days < 45
    assert len(await rounds(mark.made_on)) == 20


async def test_a_few_customers_are_to_be_rung_up_and_one_was_tried(demo_app: Litestar, demo_vault: Vault) -> None:
    due = await to_ring_up(demo_vault, datetime.now(UTC))
    assert len(due) == TO_RING_UP
    assert sorted(len(one.tried) for one in due) == [0] * (TO_RING_UP - 1) + [1]


async def test_nothing_is_left_to_do(demo_app: Litestar, demo: Settings, demo_vault: Vault) -> None:
    assert await relay.drain(Services(vault=demo_vault, base_url=demo.base_url)) == 0


async def test_the_inbox_is_one_that_a_person_can_work_through(investigator: Actor, demo_vault: Vault) -> None:
    inbox = await _inbox(investigator, demo_vault)
    waiting = await list_findings(investigator, demo_vault, "zh")
    assert 12 <= inbox.counts["open"] <= 20
    assert inbox.counts["overdue"] == 1
    assert inbox.counts["closed"] == 1
    assert 25 <= sum(row.findings for row in inbox.rows) + len(waiting) <= 50


async def test_every_diverted_deal_a_customer_told_of_is_found(
    investigator: Actor, demo_vault: Vault, mark: Mark
) -> None:
    made = company(mark.made_on)
    answered = {asked.ref for asked in made.answered}
    diverted = {deal.ref for deal in made.deals if deal.plot in ("closed_privately", "lead_sent_away")}
    views = await _findings(investigator, demo_vault)
    worth_a_person = {view.order_no or view.lead_no for view in views if view.grade in ("finding", "review")}
    assert diverted & answered <= worth_a_person


async def test_a_payee_who_is_a_person_is_told_only_of_the_two_who_divert(
    investigator: Actor, demo_vault: Vault
) -> None:
    views = await _findings(investigator, demo_vault)
    strong = {view.salesperson for view in views if view.kind == "payee_not_company" and view.grade == "finding"}
    assert strong == {CLOSES_PRIVATELY.name}
    lost = {view.salesperson for view in views if view.kind == "lead_lost_but_bought"}
    assert lost == {SENDS_LEADS_AWAY.name}


async def test_the_innocent_has_a_lead_of_her_own_and_no_foreign_payee_in_it(
    investigator: Actor, demo_vault: Vault
) -> None:
    kinds = Counter(
        view.kind for view in await _findings(investigator, demo_vault) if view.salesperson == INNOCENT.name
    )
    assert kinds == {"amount_differs": 3, "salesperson_differs": 2}


async def test_whoever_answers_the_printed_link_as_she_would_adds_to_the_lead(
    investigator: Actor, demo: Settings, demo_vault: Vault, mark: Mark
) -> None:
    made = company(mark.made_on)
    waiting = next(deal for deal in made.deals if deal.customer == WAITING.customer)
    given = given_of_deal(waiting, day_of(made.record(waiting.ref)))
    await submit(mark.customer_token, given, "zh", demo_vault, datetime.now(UTC))
    await _everything_done(Services(vault=demo_vault, base_url=demo.base_url))
    about_her = {view.kind for view in await _findings(investigator, demo_vault) if view.order_no == waiting.ref}
    assert about_her == {"cancelled_but_delivered", "payee_not_company", "private_contact"}


async def test_the_printed_receipt_opens_a_mailbox_with_an_answer_nobody_has_read(
    demo_app: Litestar, mark: Mark
) -> None:
    mailbox = await open_mailbox(mark.receipt)
    assert [message.from_reporter for message in mailbox.messages] == [False, True, False]
    assert mailbox.messages[-1].is_new


async def test_whom_a_reporter_left_out_sees_one_report_less(
    investigator: Actor, demo: Settings, demo_vault: Vault
) -> None:
    other = await _signed_in("investigator2", demo, demo_vault)
    assert (await _inbox(investigator, demo_vault)).counts["open"] == 16
    assert (await _inbox(other, demo_vault)).counts["open"] == 15
