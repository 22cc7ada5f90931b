"""Answers put aside: sealed, one set a link, gone when they are sent, begun anew or too late to send."""

from datetime import timedelta

import pytest

from crypto.vault import Vault
from surveys.answering.drafts import PutAside, begin_anew, put_aside
from surveys.answering.submitting import OpenLink, open_link, submit
from surveys.errors import LinkClosed
from surveys.keeping import erase_expired
from surveys.outbox import write_tx
from surveys.services import Services
from surveys.tables import Draft
from tests.surveys.factories import NO_PURCHASE, NOW, invited

pytestmark = pytest.mark.usefixtures("database")
HALF = PutAside("paid_on", {"bought": ("yes",), "remark": ("发票还没拿到",)})


@pytest.fixture
async def token(vault: Vault) -> str:
    return (await invited(vault, valid_days=14)).links[0].token


@pytest.fixture
async def link(token: str, vault: Vault) -> OpenLink:
    return await open_link(token, vault, NOW)


async def test_the_link_brings_back_what_was_put_aside(token: str, link: OpenLink, vault: Vault) -> None:
    await put_aside(link.invitation_id, HALF, vault, NOW.date())
    assert (await open_link(token, vault, NOW)).put_aside == HALF


async def test_what_is_put_aside_again_takes_its_place(token: str, link: OpenLink, vault: Vault) -> None:
    await put_aside(link.invitation_id, HALF, vault, NOW.date())
    later = PutAside("amount", {"bought": ("yes",), "paid_on": ("2026-05-08",)})
    await put_aside(link.invitation_id, later, vault, NOW.date())
    assert (await open_link(token, vault, NOW)).put_aside == later
    assert await Draft.count() == 1


async def test_nothing_of_it_stands_in_clear(link: OpenLink, vault: Vault) -> None:
    await put_aside(link.invitation_id, HALF, vault, NOW.date())
    row = str(await Draft.select())
    assert not any(word in row for word in ("发票", "yes", "paid_on"))


async def test_it_goes_when_answers_are_sent(token: str, link: OpenLink, vault: Vault) -> None:
    await put_aside(link.invitation_id, HALF, vault, NOW.date())
    await submit(token, NO_PURCHASE, "zh", vault, NOW)
    assert await Draft.count() == 0


async def test_nothing_is_put_aside_once_answers_were_sent(token: str, link: OpenLink, vault: Vault) -> None:
    await submit(token, NO_PURCHASE, "zh", vault, NOW)
    with pytest.raises(LinkClosed):
        await put_aside(link.invitation_id, HALF, vault, NOW.date())


async def test_it_goes_when_the_customer_begins_anew(token: str, link: OpenLink, vault: Vault) -> None:
    await put_aside(link.invitation_id, HALF, vault, NOW.date())
    await begin_anew(link.invitation_id)
    assert (await open_link(token, vault, NOW)).put_aside is None


@pytest.mark.parametrize(("days", "left"), [(14, 1), (15, 0)])
async def test_it_goes_when_the_link_is_over(link: OpenLink, vault: Vault, days: int, left: int) -> None:
    await put_aside(link.invitation_id, HALF, vault, NOW.date())
    async with write_tx():
        today = (NOW.date() + timedelta(days=days)).isoformat()
        await erase_expired({"today": today}, Services(vault=vault, base_url="http://127.0.0.1"))
    assert await Draft.count() == left


async def test_what_was_given_since_stands_over_what_was_put_aside() -> None:
    since = {"bought": ("no",), "remark": ("",), "events": ("none",)}
    assert HALF.together_with(since) == {"bought": ("no",), "remark": ("发票还没拿到",), "events": ("none",)}
