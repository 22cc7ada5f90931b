"""Bars of the customer's door: what must hold for every link, every bot and every thief, counted out."""

from __future__ import annotations

import hashlib
import itertools
import random
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from crypto.vault import Vault
from portal.settings import Settings
from surveys import invite
from surveys.answering.nonces import form_nonce
from surveys.answering.submitting import open_link, submit
from surveys.tables import Invitation, Response
from tests.surveys.factories import NO_PURCHASE, NOW, invited, make_plan, make_transaction
from tests.surveys.test_web import link_for

PEOPLE = 100
LOOKS = 1000
BOTS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit/605.1.15 MicroMessenger/8.0.49 NetType/WIFI Language/zh_CN",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "facebookexternalhit/1.1",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Microsoft Office/16.0 (Microsoft Outlook SafeLinks)",
    "Sogou web spider/4.0",
    "curl/8.5.0",
    "",
)


async def many(vault: Vault) -> list[tuple[str, str]]:
    """(token, number of the order) of a hundred people."""
    links = (await invited(vault, [make_transaction(number) for number in range(PEOPLE)])).links
    return [(link.token, link.transaction.ref) for link in links]


async def test_in_ten_thousand_pairs_a_link_opens_its_own_invitation_alone(database: None, vault: Vault) -> None:
    """Bar: 10⁴ pairs of a link and an invitation; it opens one if and only if they belong together."""
    links = await many(vault)
    refs = {row["id"]: row["subject_ref"] for row in await Invitation.select()}
    opened = [refs[(await open_link(token, vault, NOW)).invitation_id] for token, _ in links]
    pairs = itertools.product(range(PEOPLE), repeat=2)
    wrong = [(one, other) for one, other in pairs if (opened[one] == links[other][1]) != (one == other)]
    assert (PEOPLE**2, wrong) == (10_000, [])


async def test_in_ten_thousand_pairs_an_answer_closes_its_own_invitation_alone(database: None, vault: Vault) -> None:
    """Bar: after each of a hundred answers all hundred invitations are looked at."""
    links = await many(vault)
    random.Random(7).shuffle(links)
    wrong = [
        step
        for step in range(PEOPLE)
        if await _answered_by(links, step, vault) != {ref for _, ref in links[: step + 1]}
    ]
    assert wrong == []
    assert await Response.count() == PEOPLE


async def _answered_by(links: list[tuple[str, str]], step: int, vault: Vault) -> set[str]:
    await submit(links[step][0], NO_PURCHASE, "zh", vault, NOW)
    return {row["subject_ref"] for row in await Invitation.select().where(Invitation.state == "answered")}


async def test_no_form_shown_for_one_link_is_taken_at_another(customer: httpx.AsyncClient, vault: Vault) -> None:
    """Bar, at the door: complete answers with the nonces of a hundred other people's forms."""
    mine, now = await link_for(vault), datetime.now(UTC)
    others = [make_transaction(number) for number in range(2, PEOPLE + 2)]
    await invite(others, make_plan(), vault, now)
    rows = await Invitation.select(Invitation.id).where(Invitation.subject_ref.is_in([one.ref for one in others]))
    nonces = [form_nonce(row["id"], vault, now) for row in rows]
    whole = {"q.bought": "no", "q.events": "none", "at": "rating", "step": "next"}
    statuses = [(await customer.post(mine, data=whole | {"nonce": nonce})).status_code for nonce in nonces]
    assert statuses == [422] * PEOPLE
    assert await Response.count() == 0


async def test_a_thousand_looks_of_bots_leave_the_database_byte_for_byte(
    customer: httpx.AsyncClient, vault: Vault, settings: Settings
) -> None:
    """Bar: 1000 mixed GET and HEAD at open, used, expired and unknown links and the open form."""
    used = await link_for(vault, make_transaction(3, day=None))
    await submit(used.removeprefix("/s/"), NO_PURCHASE, "zh", vault, datetime.now(UTC))
    expired = await link_for(vault, make_transaction(2, day=None), valid_days=-1)
    urls = (await link_for(vault), used, expired, "/s/0000000000000000000000", "/feedback", "/feedback?store=城西店")
    looks = itertools.islice(itertools.cycle(itertools.product(("GET", "HEAD"), urls, BOTS)), LOOKS)
    before = _bytes_of(settings.sqlite_path)
    statuses = [(await customer.request(way, url, headers={"user-agent": bot})).status_code for way, url, bot in looks]
    assert (len(statuses), set(statuses)) == (LOOKS, {200, 410})
    assert _bytes_of(settings.sqlite_path) == before


def _bytes_of(database: Path) -> list[str]:
    """Digests of the database and of what was not yet written back into it; which pages are in memory is no content."""
    files = sorted(file for file in database.parent.glob(f"{database.name}*") if not file.name.endswith("-shm"))
    return [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_used_expired_and_unknown_links_cost_the_same_statements(
    customer: httpx.AsyncClient, vault: Vault, statements: list[str], method: str
) -> None:
    """Bar: they look and take the same, since the database does the same for each."""
    used = await link_for(vault, make_transaction(3, day=None))
    await submit(used.removeprefix("/s/"), NO_PURCHASE, "zh", vault, datetime.now(UTC))
    expired = await link_for(vault, make_transaction(2, day=None), valid_days=-1)
    seen = [
        await _cost(customer, method, url, statements) for url in (used, expired, "/s/0000000000000000000000", "/s/x")
    ]
    assert seen[0][0] == 410
    assert seen == [seen[0]] * 4


async def _cost(
    customer: httpx.AsyncClient, method: str, url: str, statements: list[str]
) -> tuple[int, bytes, list[str]]:
    statements.clear()
    page = await customer.request(method, url, data={"step": "next"} if method == "POST" else None)
    return page.status_code, page.content, statements.copy()
