"""Versions of the weights: two people, a reason, a log entry, and everything checked again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from cases.actors import Actor
from cases.crosscheck.weighing import SHIPPED
from cases.errors import CaseError
from cases.log.checking import check_log
from cases.log.reading import signer_of
from cases.tables import Finding, LogEntry
from cases.weights.errors import (
    NothingMoved,
    OwnProposal,
    ProposalDecided,
    ProposalWaiting,
    ReasonNeeded,
    Sells,
    ValueUnfit,
)
from cases.weights.tables import WeighingVersion
from cases.weights.versions import active_weighing, decide, propose, versions
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.books import SOLD, answer, book, book_order, run_jobs
from tests.factories import make_staff

LESS = {"trust.amount_differs.finding": 0.7}
REASON = "已结的二十起里只有十二起查实"

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True),
]


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def sven(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "supervisor", username="sven")


async def adopted(anna: Actor, sven: Actor, vault: Vault, **moved: float) -> None:
    await propose(anna, {name.replace("__", "."): value for name, value in moved.items()} or LESS, REASON, vault)
    await decide(sven, (await versions(vault))[0].id, is_adopted=True)


async def test_what_came_with_the_portal_is_in_use_until_somebody_else_adopts(
    anna: Actor, sven: Actor, vault: Vault
) -> None:
    await propose(anna, LESS, REASON, vault)
    assert await active_weighing() == SHIPPED
    await decide(sven, (await versions(vault))[0].id, is_adopted=True)
    assert (await active_weighing()).trust["amount_differs"]["finding"] == 0.7
    assert (await active_weighing()).version == 1


async def test_a_refused_proposal_changes_nothing(anna: Actor, sven: Actor, vault: Vault) -> None:
    await propose(anna, LESS, REASON, vault)
    await decide(sven, (await versions(vault))[0].id, is_adopted=False)
    assert await active_weighing() == SHIPPED


async def test_nobody_decides_their_own_proposal(anna: Actor, sven: Actor, vault: Vault) -> None:
    await propose(sven, LESS, REASON, vault)
    with pytest.raises(OwnProposal):
        await decide(sven, (await versions(vault))[0].id, is_adopted=True)


async def test_a_proposal_is_decided_once(anna: Actor, sven: Actor, vault: Vault) -> None:
    await adopted(anna, sven, vault)
    with pytest.raises(ProposalDecided):
        await decide(sven, (await versions(vault))[0].id, is_adopted=False)


@pytest.mark.parametrize(
    ("ask", "problem"),
    [
        (lambda anna, vault: propose(anna, LESS, " ", vault), ReasonNeeded),
        (lambda anna, vault: propose(anna, {}, REASON, vault), NothingMoved),
        (lambda anna, vault: propose(anna, {"bits.phone.same": 27.0}, REASON, vault), ValueUnfit),
        (lambda anna, vault: propose(anna, {"trust.no_order.finding": 1.2}, REASON, vault), ValueUnfit),
        (lambda anna, vault: propose(anna, {"bits.phone.same": float("nan")}, REASON, vault), ValueUnfit),
    ],
    ids=["no reason", "nothing moved", "bits out of bounds", "more than always", "no number"],
)
async def test_what_is_not_fit_is_refused_and_leaves_nothing(
    anna: Actor, vault: Vault, ask: Callable[[Actor, Vault], Awaitable[int]], problem: type[CaseError]
) -> None:
    with pytest.raises(problem):
        await ask(anna, vault)
    assert await WeighingVersion.count() == 0


async def test_one_proposal_waits_at_a_time(anna: Actor, sven: Actor, vault: Vault) -> None:
    await propose(anna, LESS, REASON, vault)
    with pytest.raises(ProposalWaiting):
        await propose(sven, {"trust.no_order.finding": 0.5}, REASON, vault)


async def test_whoever_sells_has_no_hand_in_it(anna: Actor, sven: Actor, vault: Vault) -> None:
    await book("salespeople", f"employee_no,name\nE1,{anna.name}\n", vault)
    with pytest.raises(Sells):
        await propose(anna, LESS, REASON, vault)


async def test_the_way_back_is_a_version_too(anna: Actor, sven: Actor, vault: Vault) -> None:
    await adopted(anna, sven, vault)
    await propose(anna, {}, "回到出厂值", vault)
    await decide(sven, (await versions(vault))[0].id, is_adopted=True)
    assert [one.moved for one in await versions(vault)] == [{}, LESS]
    assert (await active_weighing()).trust == SHIPPED.trust


async def test_each_step_is_in_the_log_and_none_is_changed_behind_its_back(
    anna: Actor, sven: Actor, vault: Vault
) -> None:
    await adopted(anna, sven, vault)
    assert await LogEntry.count().where(LogEntry.kind == "weighingversion") == 2
    async with write_tx():
        await WeighingVersion.update({WeighingVersion.moved: "{}"}, force=True)
    faults = (await check_log(signer_of(vault).key)).faults
    assert [fault for fault in faults if "weighingversion" in str(fault)]


async def test_the_reason_rests_sealed(anna: Actor, vault: Vault) -> None:
    await propose(anna, LESS, REASON, vault)
    row = await WeighingVersion.objects().first()
    assert row is not None
    assert REASON.encode() not in repr(row.to_dict()).encode() + bytes(row.sealed_words)


async def test_what_was_said_before_is_checked_by_the_new_weights(anna: Actor, sven: Actor, vault: Vault) -> None:
    await book_order(vault)
    await answer(vault, SOLD, amount=["6800"], amount_again=["6800"])
    await adopted(anna, sven, vault)
    await run_jobs(vault)
    rows = await Finding.objects().where(Finding.kind == "amount_differs")
    assert [row.grade for row in rows] == ["review"]
