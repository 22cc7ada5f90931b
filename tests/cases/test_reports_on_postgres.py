"""The same promises on PostgreSQL, where writers do not wait for one another by themselves."""

from __future__ import annotations

import asyncio

import pytest

from cases.actors import Actor
from cases.channels.offered import channel_named
from cases.contents import Content
from cases.mailbox import add_from_reporter, open_mailbox
from cases.receiving import open_report, receive
from cases.tables import Case, Channel, Event, Report
from crypto.receipts import Receipt
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.reports import CLAIM, DAY, TEXT, as_readers, filed, written
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("postgres")


@pytest.fixture
async def anna(postgres: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


async def test_the_same_report_at_the_same_time_is_stored_once(anna: Actor) -> None:
    receipt = Receipt.new()
    outcomes = await asyncio.gather(*(receive(receipt, written(), as_readers(anna), DAY) for _ in range(6)))
    assert sorted(outcomes) == ["repeated"] * 5 + ["stored"]
    assert (await Report.count(), await Case.count(), await Event.count()) == (1, 1, 2)


async def test_messages_at_the_same_time_get_numbers_of_their_own(anna: Actor) -> None:
    receipt, _ = await filed(anna)
    await asyncio.gather(*(add_from_reporter(receipt, Content(f"第 {n} 条"), b"form", DAY) for n in range(6)))
    assert [one.number for one in (await open_mailbox(receipt)).messages] == [1, 2, 3, 4, 5, 6]


async def test_a_report_is_opened_and_read_back(anna: Actor, vault: Vault) -> None:
    receipt, report = await filed(anna, claim=CLAIM)
    assert (await open_report(anna, report.id, vault)).claim == CLAIM
    assert (await open_mailbox(receipt)).text == TEXT


async def test_a_report_of_a_channel_goes_to_its_readers(anna: Actor, vault: Vault) -> None:
    boris = await make_staff(vault, "investigator", username="boris")
    async with write_tx():
        await Channel.update({Channel.readers: str(boris.id)}).where(Channel.key == "data_leak")
    channel = await channel_named("data_leak")
    assert [person.id for person in (await channel.possible_readers()).people] == [boris.id]
    assert len((await (await channel_named("")).possible_readers()).people) == 2
