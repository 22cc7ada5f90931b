"""Nobody does alone what needs two: asking, consenting, refusing, spending; on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from cases.actors import Actor
from cases.approvals import (
    AlreadyAsked,
    AlreadyDecided,
    ApprovalMissing,
    ApprovalUnknown,
    NobodyToApprove,
    ReasonMissing,
    ReasonTooLong,
    approved_for,
    ask,
    decide,
    requests_of,
    use,
    waiting_count,
)
from cases.errors import CaseUnknown
from cases.log.checking import check_log
from cases.log.reading import signer_of
from cases.tables import Approval, Consent, Event, Grant, Identity, Report
from crypto.errors import SignatureWrong
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.reports import filed, named
from tests.factories import make_staff

pytestmark = [
    pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True),
    pytest.mark.usefixtures("database"),
]
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=73)
FILE = uuid4()


@pytest.fixture
async def anna(database: None, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="anna")


@pytest.fixture
async def boris(anna: Actor, vault: Vault) -> Actor:
    return await make_staff(vault, "investigator", username="boris")


@pytest.fixture
async def carla(anna: Actor, vault: Vault) -> Actor:
    return await make_staff(vault, "custodian", username="carla")


@pytest.fixture
async def case(anna: Actor, boris: Actor, carla: Actor) -> UUID:
    """Read by anna and boris; carla is a custodian, has no key to it, and keeps the reporter's name."""
    _, report = await filed(anna, boris, given=named(carla))
    return UUID(str(report.case))


async def asked(anna: Actor, case: UUID, act: str = "open_original") -> UUID:
    subject = await identity_of(case) if act == "disclose_identity" else FILE
    return await ask(anna, case, act, subject, "要核对原件上的日期", now=NOW)


async def identity_of(case: UUID) -> UUID:
    within = Report.select(Report.id).where(Report.case == case)
    row = await Identity.select(Identity.id).where(Identity.report.is_in(within)).first()
    assert row is not None
    return UUID(str(row["id"]))


async def test_one_consent_opens_an_original(anna: Actor, boris: Actor, case: UUID) -> None:
    await decide(boris, await asked(anna, case), is_given=True, now=NOW)
    assert await approved_for(anna, "open_original", FILE, now=NOW)


async def test_before_it_nothing_is_approved(anna: Actor, case: UUID) -> None:
    await asked(anna, case)
    assert not await approved_for(anna, "open_original", FILE, now=NOW)


async def test_an_identity_takes_a_custodian_and_one_more(anna: Actor, boris: Actor, carla: Actor, case: UUID) -> None:
    approval = await asked(anna, case, "disclose_identity")
    await decide(boris, approval, is_given=True, now=NOW)
    assert not await approved_for(anna, "disclose_identity", await identity_of(case), now=NOW)
    await decide(carla, approval, is_given=True, now=NOW)
    assert await approved_for(anna, "disclose_identity", await identity_of(case), now=NOW)


async def test_it_is_good_for_its_asker_only(anna: Actor, boris: Actor, case: UUID) -> None:
    await decide(boris, await asked(anna, case), is_given=True, now=NOW)
    assert not await approved_for(boris, "open_original", FILE, now=NOW)


async def test_it_is_good_for_its_subject_only(anna: Actor, boris: Actor, case: UUID) -> None:
    await decide(boris, await asked(anna, case), is_given=True, now=NOW)
    assert not await approved_for(anna, "open_original", uuid4(), now=NOW)


async def test_it_is_spent_once(anna: Actor, boris: Actor, case: UUID) -> None:
    await decide(boris, await asked(anna, case), is_given=True, now=NOW)
    async with write_tx():
        await use(anna, "open_original", FILE, now=NOW)
    with pytest.raises(ApprovalMissing):
        async with write_tx():
            await use(anna, "open_original", FILE, now=NOW)


async def test_it_runs_out(anna: Actor, boris: Actor, case: UUID) -> None:
    await decide(boris, await asked(anna, case), is_given=True, now=NOW)
    assert not await approved_for(anna, "open_original", FILE, now=LATER)


async def test_nobody_consents_to_their_own_request(anna: Actor, case: UUID) -> None:
    with pytest.raises(ApprovalUnknown):
        await decide(anna, await asked(anna, case), is_given=True, now=NOW)


async def test_nobody_consents_twice(anna: Actor, carla: Actor, case: UUID) -> None:
    approval = await asked(anna, case, "disclose_identity")
    await decide(carla, approval, is_given=True, now=NOW)
    with pytest.raises(AlreadyDecided):
        await decide(carla, approval, is_given=True, now=NOW)


async def test_one_refusal_ends_it(anna: Actor, boris: Actor, carla: Actor, case: UUID) -> None:
    approval = await asked(anna, case, "disclose_identity")
    await decide(carla, approval, is_given=False, now=NOW)
    with pytest.raises(AlreadyDecided):
        await decide(boris, approval, is_given=True, now=NOW)


async def test_after_its_time_nobody_decides(anna: Actor, boris: Actor, case: UUID) -> None:
    with pytest.raises(AlreadyDecided):
        await decide(boris, await asked(anna, case), is_given=True, now=LATER)


async def test_somebody_without_the_case_finds_no_request(anna: Actor, case: UUID, vault: Vault) -> None:
    approval = await asked(anna, case)
    stranger = await make_staff(vault, "investigator", username="stranger")
    assert await requests_of(stranger, now=NOW) == ()
    with pytest.raises(ApprovalUnknown):
        await decide(stranger, approval, is_given=True, now=NOW)


async def test_whoever_lost_the_case_decides_no_more(anna: Actor, boris: Actor, case: UUID) -> None:
    approval = await asked(anna, case)
    async with write_tx():
        await Grant.delete().where(Grant.staff == boris.id)
    with pytest.raises(ApprovalUnknown):
        await decide(boris, approval, is_given=True, now=NOW)


async def test_somebody_without_the_case_cannot_ask(case: UUID, vault: Vault) -> None:
    stranger = await make_staff(vault, "investigator", username="stranger")
    with pytest.raises(CaseUnknown):
        await asked(stranger, case)


async def test_a_custodian_cannot_ask(carla: Actor, case: UUID) -> None:
    with pytest.raises(CaseUnknown):
        await asked(carla, case)


async def test_asking_twice_is_refused(anna: Actor, case: UUID) -> None:
    await asked(anna, case)
    with pytest.raises(AlreadyAsked):
        await asked(anna, case)


@pytest.mark.parametrize(("reason", "error"), [(" ", ReasonMissing), ("因" * 2001, ReasonTooLong)])
async def test_a_reason_is_needed_and_short(anna: Actor, case: UUID, reason: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        await ask(anna, case, "open_original", FILE, reason, now=NOW)
    assert not await Approval.exists()


async def test_where_nobody_could_consent_it_is_said_at_once(anna: Actor) -> None:
    _, report = await filed(anna)
    with pytest.raises(NobodyToApprove):
        await asked(anna, report.case)


async def test_a_reason_is_read_by_those_who_decide_and_stands_sealed(anna: Actor, carla: Actor, case: UUID) -> None:
    await asked(anna, case, "disclose_identity")
    (one,) = await requests_of(carla, now=NOW)
    assert (one.reason, one.is_mine_to_decide, await waiting_count(carla, now=NOW)) == ("要核对原件上的日期", True, 1)
    row = await Approval.objects().first()
    assert row is not None
    assert "核对".encode() not in bytes(row.sealed_reason)


async def test_each_step_is_an_event_with_a_time_and_the_log_holds(
    anna: Actor, boris: Actor, case: UUID, vault: Vault
) -> None:
    await decide(boris, await asked(anna, case), is_given=True, now=NOW)
    kinds = await Event.select(Event.kind, Event.at).where(Event.case == case, Event.kind.like("approval%"))
    assert sorted(row["kind"] for row in kinds) == ["approval_asked", "approval_given"]
    assert all(row["at"] is not None for row in kinds)
    assert (await check_log(signer_of(vault).key)).faults == ()


async def test_a_consent_written_into_the_database_counts_for_nothing(anna: Actor, boris: Actor, case: UUID) -> None:
    approval = await asked(anna, case)
    async with write_tx():
        await Consent.insert(
            Consent(approval=approval, staff=boris.id, is_given=True, decided_at=NOW, signature=bytes(64))
        )
        await Approval.update({Approval.state: "approved"}).where(Approval.id == approval)
    with pytest.raises(SignatureWrong):
        async with write_tx():
            await use(anna, "open_original", FILE, now=NOW)


async def test_a_state_written_into_the_database_counts_for_nothing(anna: Actor, case: UUID) -> None:
    approval = await asked(anna, case)
    async with write_tx():
        await Approval.update({Approval.state: "approved"}).where(Approval.id == approval)
    with pytest.raises(ApprovalMissing):
        async with write_tx():
            await use(anna, "open_original", FILE, now=NOW)


async def test_a_case_that_goes_takes_its_requests_along(anna: Actor, case: UUID) -> None:
    await asked(anna, case)
    async with write_tx():
        await Report.delete().where(Report.case == case)
        await Approval._meta.db.run_ddl("DELETE FROM cases_case")
    assert not await Approval.exists()
