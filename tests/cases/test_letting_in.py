"""Letting somebody into a case hands them what came before; letting them go closes to them what comes after."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from cases.actors import Actor
from cases.casefile import case_file
from cases.casework import add_note, assign
from cases.contents import Content
from cases.errors import CaseUnknown
from cases.grants import case_key_for
from cases.inbox import inbox_of
from cases.letting_in import LastReader, PersonUnfit, let_go, let_in, people_to_let_in
from cases.log.checking import check_log
from cases.log.integrating import integrate
from cases.log.reading import signer_of
from cases.mailbox import add_from_reporter, messages_for
from cases.receiving import open_report
from cases.tables import Case, Event, Grant, Message, Report, Staff
from crypto.envelopes import parse
from crypto.errors import WrongKey
from crypto.headers import key_id_of
from crypto.keys import decrypt
from crypto.receipts import Receipt
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.books import TODAY, book_order, list_findings
from tests.cases.reports import CLAIM, DAY, TEXT, filed
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def boris(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="boris")


@pytest.fixture
async def mail(anna: Actor, boris: Actor) -> tuple[Receipt, Report]:
    """A report and a further message that only Anna can read."""
    receipt, report = await filed(anna)
    await add_from_reporter(receipt, Content("还有一件事"), b"form", DAY)
    return receipt, report


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_whoever_is_let_in_reads_what_came_before(
    anna: Actor, boris: Actor, mail: tuple[Receipt, Report], vault: Vault
) -> None:
    _, report = mail
    await let_in(anna, report.case, boris.id)
    assert (await open_report(boris, report.id, vault)).text == TEXT
    assert [message.text for message in await messages_for(boris, report.id)] == ["还有一件事"]
    shown = (await case_file(boris, report.case, DAY)).reports[0]
    assert (shown.is_beyond_key, shown.text) == (False, TEXT)


async def test_what_comes_later_is_sealed_to_whoever_was_let_in(
    anna: Actor, boris: Actor, mail: tuple[Receipt, Report]
) -> None:
    receipt, report = mail
    await let_in(anna, report.case, boris.id)
    await add_from_reporter(receipt, Content("zum zweiten"), b"next", DAY)
    assert [message.text for message in await messages_for(boris, report.id)] == ["还有一件事", "zum zweiten"]


async def test_letting_in_and_go_are_on_record(anna: Actor, boris: Actor, mail: tuple[Receipt, Report]) -> None:
    _, report = mail
    await let_in(anna, report.case, boris.id)
    await let_go(anna, report.case, boris.id)
    story = (await case_file(anna, report.case, DAY)).timeline[-2:]
    assert [(moment.kind, moment.detail, moment.who) for moment in story] == [
        ("let_in", "Boris", "Anna"),
        ("let_go", "Boris", "Anna"),
    ]


async def test_the_log_has_no_fault_afterwards(
    anna: Actor, boris: Actor, mail: tuple[Receipt, Report], vault: Vault
) -> None:
    await let_in(anna, mail[1].case, boris.id)
    await let_go(anna, mail[1].case, boris.id)
    await integrate(date(2100, 1, 1), signer_of(vault))
    assert (await check_log(signer_of(vault).key)).faults == ()


async def test_whoever_is_let_go_finds_no_trace(
    anna: Actor, boris: Actor, mail: tuple[Receipt, Report], vault: Vault
) -> None:
    _, report = mail
    await let_in(anna, report.case, boris.id)
    await let_go(anna, report.case, boris.id)
    assert (await inbox_of(boris, vault, "en", DAY)).rows == ()
    with pytest.raises(CaseUnknown):
        await case_file(boris, report.case, DAY)


async def test_what_comes_after_is_closed_to_whoever_was_let_go(
    anna: Actor, boris: Actor, mail: tuple[Receipt, Report]
) -> None:
    receipt, report = mail
    await let_in(anna, report.case, boris.id)
    known = await case_key_for(boris, report.case)
    await let_go(anna, report.case, boris.id)
    await add_from_reporter(receipt, Content("nur für die anderen"), b"next", DAY)
    await add_note(anna, report.case, "afterwards")
    letter = await Message.objects().order_by(Message.number, ascending=False).first()
    note = await Event.objects().where(Event.kind == "note").first()
    assert letter is not None
    assert note is not None
    assert note.sealed_note is not None
    assert key_id_of(boris.pair.public) not in {key.key_id for key in parse(bytes(letter.envelope)).wrapped_keys}
    with pytest.raises(WrongKey):
        decrypt(bytes(known), bytes(note.sealed_note), b"note:" + report.case.bytes)


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_those_who_stay_read_everything_as_before(anna: Actor, boris: Actor, vault: Vault) -> None:
    await book_order(vault)
    _, report = await filed(anna, boris, claim=CLAIM)
    await open_report(anna, report.id, vault)
    await add_note(anna, report.case, "before")
    before = await list_findings(anna, vault, "en", case_ids=[report.case])
    await let_go(anna, report.case, boris.id)
    await let_in(anna, report.case, boris.id)
    await let_go(boris, report.case, anna.id)
    await add_note(boris, report.case, "after")
    notes = [moment.note for moment in (await case_file(boris, report.case, TODAY)).timeline if moment.note]
    assert notes == ["before", "after"]
    assert before
    assert await list_findings(boris, vault, "en", case_ids=[report.case]) == before
    assert (await inbox_of(boris, vault, "en", TODAY)).rows[0].summary == before[0].summary


async def test_nobody_is_let_in_twice_or_without_a_role_that_reads(
    anna: Actor, boris: Actor, mail: tuple[Receipt, Report], vault: Vault
) -> None:
    auditor = await make_staff(vault, "auditor")
    for person in (anna.id, auditor.id, uuid4()):
        with pytest.raises(PersonUnfit):
            await let_in(anna, mail[1].case, person)
    assert [one.id for one in await people_to_let_in(anna, mail[1].case)] == [boris.id]


async def test_only_those_who_hold_the_case_let_anybody_in_or_go(
    anna: Actor, boris: Actor, mail: tuple[Receipt, Report]
) -> None:
    for act in (let_in, let_go):
        with pytest.raises(CaseUnknown):
            await act(boris, mail[1].case, anna.id)
    assert await Grant.count() == 1


async def test_the_last_one_who_can_read_stays(anna: Actor, boris: Actor, mail: tuple[Receipt, Report]) -> None:
    with pytest.raises(LastReader):
        await let_go(anna, mail[1].case, anna.id)
    await let_in(anna, mail[1].case, boris.id)
    async with write_tx():
        await Staff.update({Staff.active: False}).where(Staff.id == boris.id)
    with pytest.raises(LastReader):
        await let_go(anna, mail[1].case, anna.id)


async def test_whoever_is_let_go_does_not_keep_the_case_assigned(
    anna: Actor, boris: Actor, mail: tuple[Receipt, Report]
) -> None:
    await let_in(anna, mail[1].case, boris.id)
    await assign(anna, mail[1].case, boris.id)
    await let_go(anna, mail[1].case, boris.id)
    assert await Case.exists().where(Case.id == mail[1].case, Case.assignee.is_null())
