"""A name is learned by whoever asked, with two consents, through a custodian's key, and its reporter is told; on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from cases.actors import Actor
from cases.approvals import (
    AlreadyDecided,
    ApprovalMissing,
    ApprovalUnknown,
    NobodyToApprove,
    ask,
    decide,
    requests_of,
    waiting_count,
)
from cases.disclosing import hand_over, named_for
from cases.errors import CaseError
from cases.identities import Person, standing_of
from cases.letting_in import let_go
from cases.log.checking import check_log
from cases.log.reading import signer_of
from cases.tables import Approval, Consent, Disclosure, Event, Identity, Report
from crypto.errors import SignatureWrong
from crypto.receipts import Receipt
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.reports import filed, named
from tests.factories import make_staff

pytestmark = [
    pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True),
    pytest.mark.usefixtures("database"),
]
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
REASON = "要当面问证人"


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
async def named_report(anna: Actor, boris: Actor, carla: Actor) -> tuple[Receipt, Report]:
    return await filed(anna, boris, given=named(carla))


@pytest.fixture
def receipt(named_report: tuple[Receipt, Report]) -> Receipt:
    return named_report[0]


@pytest.fixture
def report(named_report: tuple[Receipt, Report]) -> Report:
    return named_report[1]


async def asked(actor: Actor, report: Report) -> UUID:
    row = await Identity.objects().where(Identity.report == report.id).first()
    assert row is not None
    return await ask(actor, report.case, "disclose_identity", row.id, REASON, now=NOW)


async def approved(anna: Actor, report: Report, *people: Actor) -> UUID:
    approval = await asked(anna, report)
    for person in people:
        await decide(person, approval, is_given=True, now=NOW)
    return approval


async def learned(actor: Actor, report: Report) -> Person | None:
    found = await named_for(actor, report.id)
    assert found is not None
    return found.person


async def test_with_two_consents_the_asker_learns_the_name(
    anna: Actor, boris: Actor, carla: Actor, report: Report
) -> None:
    await hand_over(carla, await approved(anna, report, boris, carla), now=NOW)
    assert await learned(anna, report) == Person("李小雨", "138 0692 0733")


async def test_nobody_else_learns_it(anna: Actor, boris: Actor, carla: Actor, report: Report) -> None:
    await hand_over(carla, await approved(anna, report, boris, carla), now=NOW)
    assert await learned(boris, report) is None


@pytest.mark.parametrize("who", [0, 1], ids=["the custodian alone", "the other alone"])
async def test_one_consent_is_not_enough(anna: Actor, boris: Actor, carla: Actor, report: Report, who: int) -> None:
    approval = await approved(anna, report, (carla, boris)[who])
    with pytest.raises(AlreadyDecided):
        await hand_over(carla, approval, now=NOW)
    assert not await Disclosure.exists()


@pytest.mark.parametrize(("who", "error"), [(0, ApprovalUnknown), (1, AlreadyDecided)], ids=["asker", "investigator"])
async def test_only_the_custodian_hands_it_over(
    anna: Actor, boris: Actor, carla: Actor, report: Report, who: int, error: type[CaseError]
) -> None:
    approval = await approved(anna, report, boris, carla)
    with pytest.raises(error):
        await hand_over((anna, boris)[who], approval, now=NOW)


async def test_it_is_handed_over_once(anna: Actor, boris: Actor, carla: Actor, report: Report) -> None:
    approval = await approved(anna, report, boris, carla)
    await hand_over(carla, approval, now=NOW)
    with pytest.raises(AlreadyDecided):
        await hand_over(carla, approval, now=NOW)


async def test_after_three_days_the_consents_are_worth_nothing(
    anna: Actor, boris: Actor, carla: Actor, report: Report
) -> None:
    approval = await approved(anna, report, boris, carla)
    with pytest.raises(AlreadyDecided):
        await hand_over(carla, approval, now=NOW + timedelta(hours=73))


async def test_a_consent_written_into_the_database_discloses_nothing(
    anna: Actor, boris: Actor, carla: Actor, report: Report
) -> None:
    approval = await approved(anna, report, carla)
    forged = Consent(approval=approval, staff=boris.id, is_given=True, decided_at=NOW, signature=bytes(64))
    async with write_tx():
        await Consent.insert(forged)
        await Approval.update({Approval.state: "approved"}).where(Approval.id == approval)
    with pytest.raises((SignatureWrong, ApprovalMissing)):
        await hand_over(carla, approval, now=NOW)


async def test_whoever_lost_the_case_meanwhile_learns_nothing(
    anna: Actor, boris: Actor, carla: Actor, report: Report
) -> None:
    approval = await approved(anna, report, boris, carla)
    await let_go(boris, report.case, anna.id, now=NOW)
    with pytest.raises(ApprovalUnknown):
        await hand_over(carla, approval, now=NOW)


async def test_a_custodian_the_reporter_left_out_finds_no_request(
    anna: Actor, boris: Actor, report: Report, vault: Vault
) -> None:
    left_out = await make_staff(vault, "custodian", username="left-out")
    approval = await asked(anna, report)
    assert (await requests_of(left_out, now=NOW), await waiting_count(left_out, now=NOW)) == ((), 0)
    with pytest.raises(ApprovalUnknown):
        await decide(left_out, approval, is_given=True, now=NOW)


async def test_without_a_custodian_who_can_open_it_nobody_is_asked(anna: Actor, boris: Actor, vault: Vault) -> None:
    await make_staff(vault, "custodian", username="left-out")
    keeper = await make_staff(vault, "supervisor", username="keeper")
    _, report = await filed(anna, boris, given=named(keeper))
    with pytest.raises(NobodyToApprove):
        await asked(anna, report)


async def test_what_is_approved_waits_for_the_custodian(
    anna: Actor, boris: Actor, carla: Actor, report: Report
) -> None:
    await approved(anna, report, boris, carla)
    (one,) = await requests_of(carla, now=NOW)
    assert (one.is_mine_to_do, await waiting_count(carla, now=NOW), await waiting_count(boris, now=NOW)) == (True, 1, 0)


async def test_it_is_on_record_with_both_people_and_the_log_holds(
    anna: Actor, boris: Actor, carla: Actor, report: Report, vault: Vault
) -> None:
    await hand_over(carla, await approved(anna, report, boris, carla), now=NOW)
    event = await Event.objects().where(Event.kind == "identity_disclosed").first()
    assert event is not None
    assert (event.actor, event.detail, event.at) == (carla.id, str(anna.id), NOW)
    assert (await check_log(signer_of(vault).key)).faults == ()


async def test_the_reporter_is_told_the_day(
    anna: Actor, boris: Actor, carla: Actor, report: Report, receipt: Receipt
) -> None:
    await hand_over(carla, await approved(anna, report, boris, carla), now=NOW)
    standing = await standing_of(receipt.mailbox_digest)
    assert standing is not None
    assert standing.disclosed_on == (date(2026, 3, 10),)


async def test_a_disclosure_of_an_anonymous_report_is_none(anna: Actor) -> None:
    _, report = await filed(anna)
    assert await named_for(anna, report.id) is None
