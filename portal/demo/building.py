"""Builds the made-up company through the portal's own doors. Loaded by `brightline demo` alone: a server has no need of it."""

from __future__ import annotations

import asyncio
from datetime import date
from random import Random

from crypto.vault import Vault
from portal.demo import loading
from portal.demo.answers import make_rounds
from portal.demo.books import make_books
from portal.demo.company import DemoCompany
from portal.demo.opinions import make_opinions
from portal.demo.plots import DEALS, LOOKED_UP_WHY, STAR, WAITING
from portal.demo.reports import ANSWERED, make_reports
from portal.demo.stories import tell
from portal.services import services_of
from portal.settings import Settings

SEED = 2026


async def build(vault: Vault, settings: Settings, today: date) -> DemoCompany:
    """Fill an empty database with the company as it stands on `today`. Needs an open pool and the migrations run.

    The same day gives the same company, but for keys, links and receipts, which are random as everywhere.
    """
    random = Random(SEED)  # noqa: S311  # a stage set, not a secret
    books = make_books(today, random)
    deals = tell(books, DEALS, random)
    rounds = make_rounds(books, deals, random)
    services = services_of(settings, vault)
    staff = await loading.make_staff_and_records(vault, books)
    investigators = [person for person in staff if "investigator" in person.roles]
    signing_in = asyncio.gather(*(loading.signed_in(vault, person) for person in investigators))
    links = await loading.ask_customers(rounds, investigators[0].id, vault)
    await loading.answer(rounds, links, services)
    await loading.speak_up(make_opinions(today), services)
    actors = {actor.username: actor for actor in await signing_in}
    await loading.ask_by_phone(actors[investigators[0].username], services, today)
    await loading.ask_by_message(actors[investigators[0].username], services, today)
    receipts = {one.key: await loading.report(one, actors, vault, today) for one in make_reports(books, deals)}
    star = next(deal for deal in deals if deal.customer == STAR.customer)
    await loading.look_up_order(star.ref, next(iter(actors.values())), LOOKED_UP_WHY, vault, today)
    marks = {star.ref: "right"} | {deal.ref: "wrong" for deal in deals if deal.plot == "two_names"}
    await loading.judge(marks, actors[investigators[0].username], vault, today)
    waiting = next(deal for deal in deals if deal.customer == WAITING.customer)
    return DemoCompany(today, staff, receipts[ANSWERED], links.tokens[waiting.ref])
