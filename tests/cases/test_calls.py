"""Calls: one person at a time, the number only while it is open, every step on record, answers stored with who asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from cases.actors import Actor
from cases.calls import (
    OPEN_FOR,
    CallNotOpen,
    CallTaken,
    OutcomeUnclear,
    answer_by_phone,
    end_call,
    leave_in_peace,
    open_call_of,
    people_to_ring_up,
    start_call,
)
from cases.claims import open_fact
from cases.log.checking import check_log
from cases.people.tables import CallAct
from cases.records.dates import day_of
from cases.tables import Claim, LogEntry, Staff
from crypto.vault import Vault
from surveys import to_ring_up
from surveys.errors import AnswersIncomplete, LinkClosed
from surveys.outbox import Outbox, write_tx
from surveys.tables import Attempt, Invitation, Response
from tests.cases.books import run_jobs
from tests.factories import make_staff
from tests.surveys.factories import NO_PURCHASE, PURCHASE, invited, make_transaction

NOW = datetime.now(UTC)


@pytest.fixture
async def caller(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "caller", username="caller")


@pytest.fixture
async def customer(caller: Actor, vault: Vault) -> UUID:
    return await to_be_rung_up(vault)


async def to_be_rung_up(vault: Vault, number: int = 1) -> UUID:
    await invited(vault, [make_transaction(number)])
    async with write_tx():
        values = {Invitation.phone_from: NOW.date(), Invitation.expires_on: NOW.date() + timedelta(days=9)}
        rows = await Invitation.update(values).where(Invitation.phone_from.is_null()).returning(Invitation.id)
    return UUID(str(rows[0]["id"]))


async def outcomes() -> list[str]:
    return [row["kind"] for row in await CallAct.select(CallAct.kind).order_by(CallAct.at)]


async def test_the_number_is_there_while_the_call_is_open_and_not_before(
    caller: Actor, customer: UUID, vault: Vault
) -> None:
    with pytest.raises(CallNotOpen):
        await open_call_of(caller, customer, vault)
    await start_call(caller, customer, vault, now=NOW)
    assert (await open_call_of(caller, customer, vault, now=NOW)).callee.phone == "13900000001"
    with pytest.raises(CallNotOpen):
        await open_call_of(caller, customer, vault, now=NOW + OPEN_FOR)


async def test_seeing_the_number_is_in_the_log(caller: Actor, customer: UUID, vault: Vault) -> None:
    await start_call(caller, customer, vault)
    assert await outcomes() == ["opened"]
    assert await LogEntry.exists().where(LogEntry.kind == "callact")


async def test_two_people_do_not_ring_up_one_customer(caller: Actor, customer: UUID, vault: Vault) -> None:
    colleague = await make_staff(vault, "caller", username="colleague")
    await start_call(caller, customer, vault, now=NOW)
    with pytest.raises(CallTaken):
        await start_call(colleague, customer, vault, now=NOW)
    with pytest.raises(CallNotOpen):
        await open_call_of(colleague, customer, vault, now=NOW)
    await start_call(colleague, customer, vault, now=NOW + OPEN_FOR)


@pytest.mark.parametrize("stands", ["sold", "above"])
@pytest.mark.parametrize("name", ["张 伟", "張偉"])
async def test_nobody_rings_up_customers_of_their_own_or_of_those_below_them(
    customer: UUID, vault: Vault, stands: str, name: str
) -> None:
    seller = await make_staff(vault, "caller", username=name)
    manager = await make_staff(vault, "caller", username="manager")
    async with write_tx():
        await Staff.update({Staff.manager: manager.id}).where(Staff.id == seller.id)
    kept = {"sold": seller, "above": manager}[stands]
    assert await people_to_ring_up(kept, vault, NOW) == []
    with pytest.raises(LinkClosed):
        await start_call(kept, customer, vault, now=NOW)
    assert await outcomes() == []


async def test_answers_are_stored_with_who_asked_and_checked(caller: Actor, customer: UUID, vault: Vault) -> None:
    await start_call(caller, customer, vault)
    await answer_by_phone(caller, customer, NO_PURCHASE, "zh", vault)
    row = await Response.select(Response.channel, Response.asked_by, Response.correction_digest).first()
    assert row == {"channel": "phone", "asked_by": caller.id, "correction_digest": None}
    assert await outcomes() == ["opened", "answered"]
    assert await Outbox.exists().where(Outbox.kind == "check_response")
    with pytest.raises(LinkClosed):
        await start_call(caller, customer, vault)


async def test_what_was_said_on_the_telephone_is_claimed_as_such(caller: Actor, customer: UUID, vault: Vault) -> None:
    await start_call(caller, customer, vault)
    await answer_by_phone(caller, customer, NO_PURCHASE, "zh", vault)
    await run_jobs(vault)
    row = await Claim.objects().first()
    assert row is not None
    assert (row.source, open_fact(row, vault).source) == ("phone", "phone")


async def test_the_second_look_is_asked_aloud_too(caller: Actor, customer: UUID, vault: Vault) -> None:
    await start_call(caller, customer, vault)
    with pytest.raises(AnswersIncomplete):
        await answer_by_phone(caller, customer, PURCHASE | {"amount": ["6800"]}, "zh", vault)
    assert (await Response.count(), await Attempt.count()) == (0, 0)


async def test_without_an_open_call_nothing_is_stored(caller: Actor, customer: UUID, vault: Vault) -> None:
    with pytest.raises(CallNotOpen):
        await answer_by_phone(caller, customer, NO_PURCHASE, "zh", vault)
    with pytest.raises(CallNotOpen):
        await end_call(caller, customer, "busy", vault)
    assert (await Response.count(), await Attempt.count(), await CallAct.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("outcome", "is_due"), [("no_answer", True), ("busy", True), ("refused", False), ("wrong_number", False)]
)
async def test_what_came_of_a_call_says_whether_there_is_another(
    caller: Actor, customer: UUID, vault: Vault, outcome: str, is_due: bool
) -> None:
    await start_call(caller, customer, vault, now=NOW)
    await end_call(caller, customer, outcome, vault, now=NOW)
    (one,) = await to_ring_up(vault, NOW)
    assert (one.tried[0].outcome, one.is_due(NOW.date())) == (outcome, is_due)
    with pytest.raises(CallNotOpen):
        await open_call_of(caller, customer, vault, now=NOW)


async def test_who_asks_for_another_day_is_left_alone_until_then(caller: Actor, customer: UUID, vault: Vault) -> None:
    day = NOW.date() + timedelta(days=3)
    await start_call(caller, customer, vault, now=NOW)
    await end_call(caller, customer, "call_again", vault, again_on=day, now=NOW)
    (one,) = await to_ring_up(vault, NOW)
    assert [one.is_due(day - timedelta(days=1)), one.is_due(day)] == [False, True]


@pytest.mark.parametrize(
    ("outcome", "days"),
    [("call_again", None), ("busy", 3), ("call_again", -1), ("call_again", 61), ("answered", None), ("x", None)],
)
async def test_an_outcome_that_says_nothing_is_refused(
    caller: Actor, customer: UUID, vault: Vault, outcome: str, days: int | None
) -> None:
    again_on = day_of(NOW) + timedelta(days=days) if days is not None else None
    await start_call(caller, customer, vault, now=NOW)
    with pytest.raises(OutcomeUnclear):
        await end_call(caller, customer, outcome, vault, again_on=again_on, now=NOW)
    assert await Attempt.count() == 0


async def test_who_wants_peace_is_left_in_peace(caller: Actor, customer: UUID, vault: Vault) -> None:
    await start_call(caller, customer, vault)
    await leave_in_peace(caller, customer, vault)
    assert await to_ring_up(vault, NOW) == []
    assert (await Attempt.select(Attempt.outcome)) == [{"outcome": "opted_out"}]
    assert await outcomes() == ["opened", "opted_out"]


async def test_an_attempt_cannot_be_altered_unseen(caller: Actor, customer: UUID, vault: Vault) -> None:
    await start_call(caller, customer, vault)
    await end_call(caller, customer, "refused", vault)
    async with write_tx():
        await CallAct.update({CallAct.kind: "busy"}).where(CallAct.kind == "refused")
    assert len((await check_log(vault)).faults) == 1
