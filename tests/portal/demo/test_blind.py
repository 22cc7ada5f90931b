"""Bar: of no invitation of the demo does any page before its answer hold what the records say, in either language."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from html import unescape

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
SEND = {"zh": ">送出</button>", "en": ">Send</button>"}  # the button of the last page
MOST_SCREENS = 16
AT_ONCE = 8
CARRIED = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
ASKED = re.compile(r'name="(q\.\w+)"')


@dataclass(frozen=True)
class Asked:
    """One customer of the demo, whose link can be opened once more. words: what they may be shown, and the form's own."""

    token: str
    about: Transaction
    paid: tuple[tuple[date, int], ...]
    words: str

    @cached_property
    def evidence(self) -> set[str]:
        """Every spelling of every recorded value that neither the form nor the reminder itself contains."""
        about = self.about
        named = {about.ref, about.product, about.store, about.salesperson}
        named |= {about.customer_name, about.customer_phone, about.booked_phone}
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
    for payment in await Payment.select(Payment.order_no, Payment.paid_day, Payment.amount_fen):
        paid.setdefault(payment["order_no"], []).append((date.fromordinal(payment["paid_day"]), payment["amount_fen"]))
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


async def pages_of(browser: httpx.AsyncClient, one: Asked, language: str) -> AsyncIterator[str]:
    """Every page up to the last button, which is not pressed."""
    url = f"/s/{one.token}?lang={language}"
    page = await browser.get(url)
    for _ in range(MOST_SCREENS):
        assert page.status_code == 200
        yield NOTHING_SAID.sub("", page.text)
        if SEND[language] in page.text:
            return
        form = carried_by(page.text)
        at = ASKED.findall(page.text)
        page = await browser.post(
            url, data=form | {name: SAID[name] for name in at if name in SAID} | {"step": ["next"]}
        )
    raise AssertionError("the form has no end")


async def walked(browser: httpx.AsyncClient, several: list[Asked], language: str) -> list[tuple[str, set[str]]]:
    """What the pages of these told, by order: nothing, if all is well."""
    return [
        (one.about.ref, found)
        for one in several
        async for page in pages_of(browser, one, language)
        if (found := found_in(page, one.evidence))
    ]


def carried_by(page: str) -> dict[str, list[str]]:
    """What the page's form hands on by itself. A parser of whole pages took a third of this test's time."""
    carried: dict[str, list[str]] = {}
    for name, value in CARRIED.findall(page):
        carried.setdefault(name, []).append(unescape(value))
    return carried


def found_in(page: str, evidence: set[str]) -> set[str]:
    """Numbers count only where they stand alone."""
    return {value for value in evidence if value in page and (not value[0].isdecimal() or _stands_alone(value, page))}


def _stands_alone(number: str, page: str) -> bool:
    return re.search(rf"(?<!\d){re.escape(number)}(?!\d)", page) is not None


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_no_page_of_any_invitation_shows_what_is_on_record(
    browser: httpx.AsyncClient, everybody: list[Asked], language: str
) -> None:
    walks = await asyncio.gather(*(walked(browser, everybody[n::AT_ONCE], language) for n in range(AT_ONCE)))
    assert [told for walk in walks for told in walk] == []
    assert len(everybody) == await Invitation.count() > 500


async def test_the_search_would_have_found_them(everybody: list[Asked]) -> None:
    assert all(found_in(f"<p>{value}</p>", one.evidence) for one in everybody for value in one.evidence)
    assert min(len(one.evidence) for one in everybody) >= 7
