"""Bar: of no invitation of the demo does any page before its answer hold what the records say. All of them are walked."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from litestar import Litestar

from cases.records.tables import Payment
from crypto.links import link_digest, new_link_token
from crypto.vault import Vault
from surveys import Transaction
from surveys.campaigns.transactions import opened
from surveys.outbox import write_tx
from surveys.tables import Invitation, SurveyVersion
from tests.surveys.reading import fields_of

# The nonce is random; sizes of the page's furniture are the same for everybody.
NOTHING_SAID = re.compile(r'<input type="hidden" name="nonce" value="[^"]*">| (?:max|maxlength|rows)="\d+"')
# What nobody's records hold; the amount differs from all of them, so that the second look is asked as well.
SAID = {
    "q.bought": ["yes"],
    "q.paid_on": ["2001-02-03"],
    "q.amount": ["0.07"],
    "q.amount_again": ["0.07"],
    "q.payee_kind": ["personal"],
    "q.payee_name": ["某某某"],
    "q.payee_account": ["0000"],
    "q.salesperson": ["nobody"],
    "q.received": ["none"],
    "q.invoice": ["no"],
    "q.events": ["coached"],
}
MOST_SCREENS = 16


@dataclass(frozen=True)
class Asked:
    """One customer of the demo, whose link can be opened once more. words: what they may be shown, and the form's own."""

    token: str
    about: Transaction
    paid: tuple[tuple[date, int], ...]
    words: str

    @property
    def evidence(self) -> set[str]:
        """Every spelling of every recorded value that neither the form nor the reminder itself contains."""
        about = self.about
        named = {about.ref, about.product, about.store, about.salesperson, about.customer_name, about.customer_phone}
        days = {day for day, _ in self.paid} | ({about.day} if about.day else set())
        sums = {fen for _, fen in self.paid} | ({about.amount_fen} if about.amount_fen else set())
        spelled = {*named, about.ref[-6:], about.customer_phone[-4:], *map(_day, days), *map(_short_day, days)}
        spelled |= {spelling for fen in sums for spelling in _amounts(fen)}
        return {value for value in spelled if value and value not in self.words}


def _day(day: date) -> str:
    return day.isoformat()


def _short_day(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"


def _amounts(fen: int) -> set[str]:
    yuan = fen // 100
    return {f"{yuan}.{fen % 100:02d}", f"{yuan:,}", str(yuan), str(fen)}


@pytest.fixture
async def everybody(demo_app: Litestar, demo_vault: Vault) -> list[Asked]:
    """Every invitation, answered or not, opened again under a link that we know."""
    rows = await Invitation.objects()
    forms = {row["id"]: row["canonical"] for row in await SurveyVersion.select()}
    paid: dict[str, list[tuple[date, int]]] = {}
    for payment in await Payment.select(Payment.order_no, Payment.paid_at, Payment.amount_fen):
        paid.setdefault(payment["order_no"], []).append((payment["paid_at"].date(), payment["amount_fen"]))
    asked = []
    async with write_tx():
        for row in rows:
            token = new_link_token()
            await Invitation.update(
                {
                    Invitation.token_digest: link_digest(token),
                    Invitation.state: "open",
                    Invitation.expires_on: datetime.now(UTC).date() + timedelta(days=1),
                }
            ).where(Invitation.id == row.id)
            words = " ".join(
                [forms[row.version], *(text for texts in json.loads(row.shown).values() for text in texts)]
            )
            about = opened(row.sealed_transaction, demo_vault)
            asked.append(Asked(token, about, tuple(paid.get(about.ref, ())), words))
    return asked


async def pages_of(browser: httpx.AsyncClient, one: Asked) -> AsyncIterator[str]:
    """Every page up to the last button, which is not pressed."""
    url = f"/s/{one.token}"
    page = await browser.get(url)
    for _ in range(MOST_SCREENS):
        assert page.status_code == 200
        yield NOTHING_SAID.sub("", page.text)
        if "送出我的回答" in page.text:
            return
        form = fields_of(page.text)
        at = re.findall(r'name="(q\.\w+)"', page.text)
        page = await browser.post(
            url, data=form | {name: SAID[name] for name in at if name in SAID} | {"step": ["next"]}
        )
    raise AssertionError("the form has no end")


def found_in(page: str, evidence: set[str]) -> set[str]:
    """Numbers count only where they stand alone."""
    return {
        value
        for value in evidence
        if re.search(rf"(?<!\d){re.escape(value)}(?!\d)" if value[0].isdecimal() else re.escape(value), page)
    }


async def test_no_page_of_any_invitation_shows_what_is_on_record(
    browser: httpx.AsyncClient, everybody: list[Asked]
) -> None:
    told = [
        (one.about.ref, found)
        for one in everybody
        async for page in pages_of(browser, one)
        if (found := found_in(page, one.evidence))
    ]
    assert len(everybody) > 500
    assert told == []


async def test_the_search_would_have_found_them(browser: httpx.AsyncClient, everybody: list[Asked]) -> None:
    assert all(found_in(f"<p>{value}</p>", one.evidence) for one in everybody for value in one.evidence)
    assert min(len(one.evidence) for one in everybody) >= 7
