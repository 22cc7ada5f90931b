"""The same promises on PostgreSQL, where transactions really run side by side."""

import asyncio

import pytest

from crypto.vault import Vault
from surveys import askable, invitations_of, invite, responses_after, rounds
from surveys.answering.submitting import submit
from surveys.errors import NobodyToAsk
from surveys.tables import Invitation, Response
from tests.surveys.answering.test_submitting import outcome
from tests.surveys.factories import NO_PURCHASE, NOW, invited, make_plan, make_transaction

pytestmark = pytest.mark.usefixtures("postgres")


async def test_a_hundred_submits_at_once_store_one_answer(vault: Vault) -> None:
    token = (await invited(vault)).links[0].token
    outcomes = await asyncio.gather(*(outcome(submit(token, NO_PURCHASE, "zh", vault, NOW)) for _ in range(100)))
    assert (outcomes.count("stored"), outcomes.count("closed")) == (1, 99)
    assert await Response.count() == 1


async def test_two_rounds_at_once_ask_a_customer_once(vault: Vault) -> None:
    async def start() -> str:
        try:
            await invite([make_transaction()], make_plan(), vault, NOW)
        except NobodyToAsk:
            return "nobody"
        return "asked"

    assert sorted(await asyncio.gather(*(start() for _ in range(8)))) == ["asked", *["nobody"] * 7]
    assert await Invitation.count() == 1


async def test_the_desk_and_the_checker_read_what_was_written(vault: Vault) -> None:
    result = await invited(vault, [make_transaction(1), make_transaction(2)])
    await submit(result.links[0].token, NO_PURCHASE, "zh", vault, NOW)
    lines = await invitations_of(result.campaign_id, vault, NOW.date())
    assert [line.state for line in lines] == ["answered", "open"]
    assert (await rounds(NOW.date()))[0].states == {"answered": 1, "open": 1}
    assert len(await responses_after(NOW.date())) == 1
    assert (await askable([make_transaction(1)], make_plan(), vault, NOW.date()))[0] == 0
