"""What becomes of a report: stored once with all that belongs to it, opened by those who hold the case, on record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from piccolo.table import Table

from cases import opening
from cases.actors import Actor
from cases.contents import MOST_CHARACTERS, TextMissing, TextTooLong, unpacked
from cases.errors import CaseUnknown
from cases.grants import case_key_for, grant
from cases.log.leaves import entry_for
from cases.mailbox import open_mailbox
from cases.readers import NobodyLeft, change_readers, readers_chosen
from cases.receiving import SealedBeforeYou, open_report, receive
from cases.tables import Case, Claim, Event, Finding, Grant, LogEntry, Message, Report
from crypto.envelopes import open_envelope
from crypto.errors import WrongKey
from crypto.receipts import Receipt
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.books import book_order
from tests.cases.reports import CLAIM, DAY, TEXT, as_readers, filed, people, written
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def boris(anna: Actor, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="boris")


async def kinds(table: type[Event] | type[LogEntry]) -> list[str]:
    return sorted(row["kind"] for row in await table.select(table.kind))


async def test_a_report_arrives_with_case_grants_events_and_log_entries(anna: Actor, boris: Actor) -> None:
    _, report = await filed(anna, boris)
    case = await Case.objects().get(Case.id == report.case)
    assert case is not None
    assert (case.source, case.state, case.opened_on) == ("report", "received", DAY)
    assert await Grant.count().where(Grant.case == case.id) == 2
    assert await kinds(Event) == ["opened", "report_received"]
    assert await kinds(LogEntry) == ["case", "event", "event", "report"]


async def test_what_concerns_the_reporter_has_a_day_and_no_time(anna: Actor) -> None:
    await filed(anna)
    assert [row["at"] for row in await Event.select(Event.at)] == [None, None]


async def test_the_stored_envelope_opens_for_reader_and_reporter_only(anna: Actor, boris: Actor) -> None:
    receipt, report = await filed(anna)
    assert unpacked(open_envelope(bytes(report.envelope), anna.pair)).text == TEXT
    assert unpacked(open_envelope(bytes(report.envelope), receipt.key_pair)).text == TEXT
    with pytest.raises(WrongKey):
        open_envelope(bytes(report.envelope), boris.pair)


async def test_the_same_report_at_the_same_time_is_stored_once(anna: Actor) -> None:
    receipt = Receipt.new()
    outcomes = await asyncio.gather(*(receive(receipt, written(), as_readers(anna), DAY) for _ in range(5)))
    assert sorted(outcomes) == ["repeated"] * 4 + ["stored"]
    assert (await Report.count(), await Case.count(), await Event.count(), await LogEntry.count()) == (1, 1, 2, 4)


async def test_a_changed_report_is_kept_as_a_message_once(anna: Actor) -> None:
    receipt, _ = await filed(anna)
    changed = written(text="又想起一件事", claim=CLAIM)
    first = await receive(receipt, changed, as_readers(anna), DAY)
    second = await receive(receipt, changed, as_readers(anna), DAY)
    assert (first, second) == ("added", "repeated")
    (message,) = (await open_mailbox(receipt)).messages
    assert (message.text, message.claim) == ("又想起一件事", CLAIM)


@pytest.mark.parametrize(("text", "error"), [(" \n", TextMissing), ("长" * (MOST_CHARACTERS + 1), TextTooLong)])
async def test_a_text_of_bad_length_is_refused(anna: Actor, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        await receive(Receipt.new(), written(text=text), as_readers(anna), DAY)


async def test_a_fault_in_the_middle_leaves_nothing_behind(anna: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(row: Table, day: date) -> LogEntry:
        return LogEntry(**entry_for(row, day).to_dict() | {"leaf": None})

    monkeypatch.setattr(opening, "entry_for", faulty)
    with pytest.raises(Exception, match="NOT NULL"):
        await receive(Receipt.new(), written(), as_readers(anna), DAY)
    assert (await Case.count(), await Grant.count(), await Report.count(), await Event.count()) == (0, 0, 0, 0)


async def test_a_case_number_in_use_is_drawn_again(anna: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["2026-AAAA", "2026-AAAA", "2026-BBBB"])
    monkeypatch.setattr(opening, "_random_number", lambda today: next(drawn))
    await filed(anna)
    await filed(anna)
    assert {row["number"] for row in await Case.select(Case.number)} == {"2026-AAAA", "2026-BBBB"}


async def test_opening_shows_the_text_marks_the_day_and_is_on_record(anna: Actor, vault: Vault) -> None:
    _, report = await filed(anna)
    opened = await open_report(anna, report.id, vault, now=NOW)
    assert (opened.text, opened.is_first_opening) == (TEXT, True)
    assert [row["opened_on"] for row in await Report.select(Report.opened_on)] == [NOW.date()]
    event = await Event.objects().get(Event.kind == "report_opened")
    assert event is not None
    assert (event.actor, event.at) == (anna.id, NOW)


async def test_every_further_opening_is_on_record_too(anna: Actor, boris: Actor, vault: Vault) -> None:
    _, report = await filed(anna, boris)
    await open_report(anna, report.id, vault)
    opened = await open_report(boris, report.id, vault)
    assert not opened.is_first_opening
    assert await Event.count().where(Event.kind == "report_opened") == 2


async def test_somebody_without_a_grant_learns_nothing_not_even_that_it_exists(
    anna: Actor, boris: Actor, vault: Vault
) -> None:
    _, report = await filed(anna)
    with pytest.raises(CaseUnknown):
        await open_report(boris, report.id, vault)
    with pytest.raises(CaseUnknown):
        await open_report(boris, uuid4(), vault)
    assert not await Event.exists().where(Event.kind == "report_opened")


async def test_somebody_let_in_later_is_told_that_the_report_is_not_sealed_to_them(
    anna: Actor, boris: Actor, vault: Vault
) -> None:
    _, report = await filed(anna)
    async with write_tx():
        await grant(report.case, await case_key_for(anna, report.case), people(boris))
    with pytest.raises(SealedBeforeYou):
        await open_report(boris, report.id, vault)


async def test_the_first_opening_turns_the_structured_part_into_a_checked_claim(anna: Actor, vault: Vault) -> None:
    await book_order(vault, status="cancelled")
    _, report = await filed(anna, claim=CLAIM)
    assert not await Claim.exists()
    await open_report(anna, report.id, vault)
    await open_report(anna, report.id, vault)
    (claim,) = await Claim.objects()
    assert (claim.case, claim.sealed_by, claim.checked) == (report.case, "case", True)
    assert await Finding.exists().where(Finding.case == report.case)


async def test_a_report_without_structured_part_makes_no_claim(anna: Actor, vault: Vault) -> None:
    _, report = await filed(anna)
    await open_report(anna, report.id, vault)
    assert not await Claim.exists()


async def test_a_second_thought_takes_the_report_from_one_reader_and_gives_it_to_another(
    anna: Actor, boris: Actor, vault: Vault
) -> None:
    receipt, before = await filed(anna)
    assert await receive(receipt, written(), as_readers(boris), DAY) == "repeated"
    with pytest.raises(CaseUnknown):
        await open_report(anna, before.id, vault)
    assert (await open_report(boris, before.id, vault)).text == TEXT


async def test_once_somebody_has_begun_to_work_the_readers_stay(anna: Actor, boris: Actor, vault: Vault) -> None:
    receipt, report = await filed(anna)
    await open_report(anna, report.id, vault)
    assert not await change_readers(receipt, as_readers(boris), DAY)
    assert [row["staff"] for row in await Grant.select(Grant.staff)] == [anna.id]


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        (lambda anna, boris: ((), (), ()), {"anna", "boris"}),
        (lambda anna, boris: ((), (str(anna.id),), ()), {"boris"}),
        (lambda anna, boris: ((str(anna.id),), (), ()), {"anna"}),
        (lambda anna, boris: ((), (), ("ＢＯＲＩＳ", "")), {"anna"}),
    ],
    ids=["everybody", "left out", "shown", "named"],
)
async def test_who_remains_follows_the_choice(
    anna: Actor, boris: Actor, choice: Callable[[Actor, Actor], tuple[tuple[str, ...], ...]], left: set[str]
) -> None:
    readers = readers_chosen(as_readers(anna, boris), *choice(anna, boris))
    assert {one.name.lower() for one in readers.people} == left


async def test_nobody_left_is_refused(anna: Actor) -> None:
    with pytest.raises(NobodyLeft):
        readers_chosen(as_readers(anna), (), (str(anna.id),), ())


async def test_no_message_is_made_of_a_plain_repeat(anna: Actor) -> None:
    receipt, _ = await filed(anna)
    await receive(receipt, written(), as_readers(anna), DAY)
    assert await Message.count() == 0
