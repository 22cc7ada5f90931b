"""Messages between reporter and staff: each side reads both, nobody else reads any, nothing is stored twice."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from cases.actors import Actor
from cases.contents import Content, TextMissing
from cases.errors import CaseUnknown
from cases.grants import case_key_for, grant
from cases.mailbox import (
    ReceiptUnknown,
    add_from_reporter,
    add_from_staff,
    mark_read_by_staff,
    messages_for,
    open_mailbox,
)
from cases.receiving import open_report
from cases.tables import Event, LogEntry, Message, Staff
from crypto.receipts import Receipt
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.reports import DAY, TEXT, filed, people
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 3, 10, 18, 30, tzinfo=UTC)
QUESTION = "请问是哪一家店？"
ANSWER = "城东店。"


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "supervisor", "investigator", username="anna")


@pytest.fixture
async def boris(anna: Actor, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="boris")


async def test_the_reporter_reads_own_report_and_where_it_stands(anna: Actor) -> None:
    receipt, _ = await filed(anna)
    mailbox = await open_mailbox(receipt)
    assert (mailbox.text, mailbox.received_on, mailbox.opened_on, mailbox.state) == (TEXT, DAY, None, "received")
    assert mailbox.messages == ()


async def test_the_reporter_learns_the_day_of_the_first_opening(anna: Actor, vault: Vault) -> None:
    receipt, report = await filed(anna)
    await open_report(anna, report.id, vault, now=NOW)
    assert (await open_mailbox(receipt)).opened_on is not None


async def test_both_sides_read_both_sides_in_order(anna: Actor) -> None:
    receipt, report = await filed(anna)
    await add_from_staff(anna, report.id, QUESTION, now=NOW)
    await add_from_reporter(receipt, Content(ANSWER), b"form", DAY)
    of_reporter = [(one.number, one.from_reporter, one.text) for one in (await open_mailbox(receipt)).messages]
    of_staff = [(one.number, one.from_reporter, one.text) for one in await messages_for(anna, report.id)]
    assert of_reporter == of_staff == [(1, False, QUESTION), (2, True, ANSWER)]


async def test_an_answer_carries_role_and_the_day_it_had_in_china(anna: Actor) -> None:
    receipt, report = await filed(anna)
    await add_from_staff(anna, report.id, QUESTION, now=NOW)
    (message,) = (await open_mailbox(receipt)).messages
    assert (message.role, message.sent_on.isoformat()) == ("investigator", "2026-03-11")


async def test_each_message_leaves_an_event_and_an_entry(anna: Actor) -> None:
    receipt, report = await filed(anna)
    await add_from_staff(anna, report.id, QUESTION, now=NOW)
    await add_from_reporter(receipt, Content(ANSWER), b"form", DAY)
    rows = await Event.select(Event.kind, Event.at, Event.actor).where(Event.number > 2).order_by(Event.number)
    assert [(row["kind"], row["at"], row["actor"]) for row in rows] == [
        ("reply", NOW, anna.id),
        ("message", None, None),
    ]
    assert await LogEntry.count().where(LogEntry.kind == "message") == 2


async def test_the_same_form_sent_twice_stores_one_message_and_one_event(anna: Actor) -> None:
    receipt, _ = await filed(anna)
    first = await add_from_reporter(receipt, Content(ANSWER), b"form", DAY)
    second = await add_from_reporter(receipt, Content(ANSWER), b"form", DAY)
    assert (first, second) == (True, False)
    assert (await Message.count(), await Event.count()) == (1, 3)


async def test_a_changed_text_in_the_same_form_is_a_message_of_its_own(anna: Actor) -> None:
    receipt, _ = await filed(anna)
    await add_from_reporter(receipt, Content(ANSWER), b"form", DAY)
    assert await add_from_reporter(receipt, Content("不对，是城西店。"), b"form", DAY)


async def test_an_answer_sent_twice_is_stored_once_until_the_reporter_speaks_again(anna: Actor) -> None:
    receipt, report = await filed(anna)
    stored = [await add_from_staff(anna, report.id, "谢谢。"), await add_from_staff(anna, report.id, "谢谢。")]
    await add_from_reporter(receipt, Content(ANSWER), b"form", DAY)
    stored.append(await add_from_staff(anna, report.id, "谢谢。"))
    assert stored == [True, False, True]


async def test_an_answer_is_new_to_the_reporter_once(anna: Actor) -> None:
    receipt, report = await filed(anna)
    await add_from_staff(anna, report.id, QUESTION)
    (first,), (second,) = (await open_mailbox(receipt)).messages, (await open_mailbox(receipt)).messages
    assert (first.is_new, second.is_new) == (True, False)


async def test_a_reporters_message_is_new_to_staff_until_marked_read(anna: Actor) -> None:
    receipt, report = await filed(anna)
    await add_from_reporter(receipt, Content(ANSWER), b"form", DAY)
    (before,) = await messages_for(anna, report.id)
    await mark_read_by_staff(anna, report.id)
    (after,) = await messages_for(anna, report.id)
    assert (before.is_new, after.is_new) == (True, False)


async def test_somebody_without_the_case_reads_and_writes_nothing(anna: Actor, boris: Actor) -> None:
    _, report = await filed(anna)
    with pytest.raises(CaseUnknown):
        await messages_for(boris, report.id)
    with pytest.raises(CaseUnknown):
        await add_from_staff(boris, report.id, QUESTION)
    with pytest.raises(CaseUnknown):
        await messages_for(anna, uuid4())
    assert await Message.count() == 0


async def test_somebody_let_in_later_sees_that_there_are_messages_they_cannot_read(anna: Actor, boris: Actor) -> None:
    receipt, report = await filed(anna)
    await add_from_reporter(receipt, Content(ANSWER), b"form", DAY)
    async with write_tx():
        await grant(report.case, await case_key_for(anna, report.case), people(boris))
    await add_from_reporter(receipt, Content("第二条"), b"form", DAY)
    assert [one.text for one in await messages_for(boris, report.id)] == [None, "第二条"]


async def test_somebody_who_left_gets_nothing_that_is_written_later(anna: Actor, boris: Actor) -> None:
    receipt, report = await filed(anna, boris)
    async with write_tx():
        await Staff.update({Staff.active: False}).where(Staff.id == boris.id)
    await add_from_reporter(receipt, Content(ANSWER), b"form", DAY)
    assert [one.text for one in await messages_for(boris, report.id)] == [None]


async def test_an_unknown_receipt_opens_and_takes_nothing(anna: Actor) -> None:
    with pytest.raises(ReceiptUnknown):
        await open_mailbox(Receipt.new())
    with pytest.raises(ReceiptUnknown):
        await add_from_reporter(Receipt.new(), Content(ANSWER), b"form", DAY)


async def test_an_empty_message_is_refused_on_both_sides(anna: Actor) -> None:
    receipt, report = await filed(anna)
    with pytest.raises(TextMissing):
        await add_from_reporter(receipt, Content("  "), b"form", DAY)
    with pytest.raises(TextMissing):
        await add_from_staff(anna, report.id, "\n")
