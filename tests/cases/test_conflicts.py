"""Whoever is named, marked or above such a person gets no key, and nobody can let them in later; the ombudsman always reads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID, uuid4

import pytest

from cases.actors import Actor
from cases.approvals import NobodyToApprove, ask, waiting_count
from cases.casework import open_sealed_report
from cases.conflicts import CannotTell, excluded_people
from cases.contents import Content, unpacked
from cases.errors import CaseUnknown
from cases.grants import case_key_for, grant
from cases.joining import case_about
from cases.letting_in import LastReader, PersonUnfit, declare_conflict, let_go, let_in, people_offered, people_to_let_in
from cases.mailbox import open_mailbox
from cases.readers import NobodyLeft, possible_readers, readers_chosen
from cases.receiving import receive
from cases.tables import Event, Grant, Report, Staff
from crypto.envelopes import open_envelope
from crypto.receipts import Receipt
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.reports import as_readers
from tests.factories import make_staff

DAY = date(2026, 3, 9)
Hire = Callable[..., Awaitable[Actor]]


@pytest.fixture
async def hire(database: None, vault: Vault) -> Hire:
    async def hired(username: str, role: str = "investigator", **standing: object) -> Actor:
        actor = await make_staff(vault, role, username=username)
        async with write_tx():
            for name, value in standing.items():
                await Staff.update({name: value}).where(Staff.id == actor.id)
        return actor

    return hired


async def sent(left_out: frozenset[str] = frozenset(), **said: object) -> tuple[Receipt, Report]:
    """A report filed as the page without scripts files it."""
    receipt, content = Receipt.new(), Content("我看到了。", **said)  # type: ignore[arg-type]  # fields of Content
    readers = readers_chosen(await possible_readers(), (), left_out, content.named)
    await receive(receipt, content, readers, DAY)
    row = await Report.objects().where(Report.mailbox_digest == receipt.mailbox_digest).first()
    assert row is not None
    return receipt, row


async def holders(case_id: UUID) -> set[UUID]:
    return {row["staff"] for row in await Grant.select(Grant.staff).where(Grant.case == case_id)}


@pytest.mark.parametrize(
    "said",
    [
        {"about": "张三，Boris"},
        {"about": "小鲍"},
        {"claim": {"salesperson": " BORIS "}},
        {"claim": {"payee_name": "小 鲍"}},
        {"about": "小鮑"},
        {"claim": {"salesperson": "鮑先"}},
        {"about": "Xian Bao"},
    ],
)
async def test_whoever_is_named_gets_no_key(hire: Hire, said: dict[str, object]) -> None:
    anna, _ = await hire("anna"), await hire("boris", aliases="小鲍\n鲍先\nBao Xian")
    _, report = await sent(**said)
    assert await holders(report.case) == {anna.id}


async def test_nor_does_anybody_above_them_even_after_they_left(hire: Hire) -> None:
    anna, chief = await hire("anna"), await hire("chief")
    head = await hire("head", "supervisor", manager=chief.id)
    await hire("seller", "auditor", manager=head.id, active=False)
    _, report = await sent(about="Seller")
    assert await holders(report.case) == {anna.id}


async def test_nobody_is_left_where_everybody_is_named(hire: Hire) -> None:
    await hire("anna")
    with pytest.raises(NobodyLeft):
        await sent(about="Anna")


async def test_the_ombudsman_reads_whoever_is_named_or_marked(hire: Hire) -> None:
    boris, ombudsman = await hire("boris"), await hire("ombudsman", "ombudsman")
    _, report = await sent(frozenset({str(boris.id), str(ombudsman.id)}), about="Boris, Ombudsman")
    assert await holders(report.case) == {ombudsman.id}


async def test_the_ombudsman_reads_every_channel_and_came_before_or_after_the_page(hire: Hire) -> None:
    anna, ombudsman = await hire("anna"), await hire("ombudsman", "ombudsman")
    possible = await possible_readers(only=[anna.id])
    assert [person.id for person in possible.people] == [ombudsman.id, anna.id]
    chosen = readers_chosen(possible, {str(anna.id)}, (), ())
    assert {person.id for person in chosen.people} == {anna.id, ombudsman.id}


async def test_whom_a_reporter_marked_or_named_cannot_be_let_in_later(hire: Hire) -> None:
    anna, boris, clara = await hire("anna"), await hire("boris"), await hire("clara")
    _, report = await sent(frozenset({str(boris.id)}), about="Clara")
    dora = await hire("dora")
    assert await excluded_people(anna, report.case) == {boris.id, clara.id}
    assert [person.id for person in await people_to_let_in(anna, report.case)] == [dora.id]
    with pytest.raises(PersonUnfit):
        await let_in(anna, report.case, boris.id)
    with pytest.raises(PersonUnfit):
        await let_in(anna, report.case, clara.id)


async def test_somebody_above_the_named_who_came_later_cannot_be_let_in(hire: Hire) -> None:
    anna, boris = await hire("anna"), await hire("boris")
    _, report = await sent(about="Boris")
    chief = await hire("chief")
    async with write_tx():
        await Staff.update({Staff.manager: chief.id}).where(Staff.id == boris.id)
    assert await excluded_people(anna, report.case) == {boris.id, chief.id}


async def test_who_cannot_open_the_report_cannot_tell_whom_it_leaves_out(hire: Hire) -> None:
    anna, boris = await hire("anna"), await hire("boris")
    _, report = await sent(frozenset({str(boris.id)}))
    dora = await hire("dora")
    async with write_tx():  # the case alone, without what was sealed before
        await grant(report.case, await case_key_for(anna, report.case), as_readers(dora).people)
    with pytest.raises(CannotTell):
        await excluded_people(dora, report.case)
    assert await people_offered(dora, report.case) == ()


async def test_whoever_is_named_is_not_asked_for_consent(hire: Hire) -> None:
    anna, keeper = await hire("anna"), await hire("keeper", "custodian")
    _, report = await sent(about="Keeper")
    with pytest.raises(NobodyToApprove):
        await ask(anna, report.case, "open_original", uuid4(), "看一看原件")
    other = await hire("other", "custodian")
    await ask(anna, report.case, "open_original", uuid4(), "看一看原件")
    assert (await waiting_count(keeper), await waiting_count(other)) == (0, 1)


async def test_the_same_report_to_other_readers_is_no_further_message(hire: Hire) -> None:
    anna, boris = await hire("anna"), await hire("boris")
    receipt, content = Receipt.new(), Content("我看到了。")
    possible = await possible_readers()
    await receive(receipt, content, readers_chosen(possible, (), (), ()), DAY)
    again = await receive(receipt, content, readers_chosen(possible, (), {str(boris.id)}, ()), DAY)
    report = await Report.objects().first()
    assert report is not None
    assert (again, await holders(report.case)) == ("repeated", {anna.id})
    assert (await open_mailbox(receipt)).messages == ()
    assert unpacked(open_envelope(bytes(report.envelope), anna.pair)).left_out == (str(boris.id),)


async def test_opening_for_the_first_time_declares_no_conflict(hire: Hire, vault: Vault) -> None:
    anna = await hire("anna")
    _, report = await sent()
    for _ in range(2):
        await open_sealed_report(anna, report.case, report.id, vault)
    rows = await Event.select(Event.detail).where(Event.kind == "report_opened").order_by(Event.number)
    assert [row["detail"] for row in rows] == ["no_conflict", ""]


async def test_whoever_declares_a_conflict_holds_the_case_no_more_and_is_not_let_in_again(hire: Hire) -> None:
    anna, boris = await hire("anna"), await hire("boris")
    _, report = await sent()
    await declare_conflict(boris, report.case)
    with pytest.raises(CaseUnknown):
        await case_key_for(boris, report.case)
    assert await people_offered(anna, report.case) == ()
    assert await Event.exists().where(Event.kind == "conflict_declared", Event.actor == boris.id)


async def test_the_last_reader_cannot_leave_a_case_to_nobody(hire: Hire) -> None:
    anna = await hire("anna")
    _, report = await sent()
    with pytest.raises(LastReader):
        await declare_conflict(anna, report.case)
    assert not await Event.exists().where(Event.kind == "conflict_declared")


async def test_nobody_takes_a_case_from_the_ombudsman(hire: Hire) -> None:
    anna, ombudsman = await hire("anna"), await hire("ombudsman", "ombudsman")
    _, report = await sent()
    with pytest.raises(PersonUnfit):
        await let_go(anna, report.case, ombudsman.id)
    await let_go(ombudsman, report.case, anna.id)


@pytest.mark.parametrize("salesperson", ["Boris", "鮑先"])
async def test_a_case_about_a_salesperson_is_kept_from_them_and_those_above(
    hire: Hire, vault: Vault, salesperson: str
) -> None:
    anna, chief = await hire("anna"), await hire("chief")
    await hire("boris", manager=chief.id, aliases="鲍先")
    async with write_tx():
        case_id = await case_about("order:XS-1", salesperson, vault, DAY)
    assert case_id is not None
    assert await holders(case_id) == {anna.id}


async def test_doubts_about_one_person_join_one_case_in_either_script(hire: Hire, vault: Vault) -> None:
    await hire("anna")
    async with write_tx():
        first, second = [await case_about(None, name, vault, DAY) for name in ("張偉", "张 伟")]
    assert first == second
