"""What a report says beside what others say: found when its case is opened, sealed to it, and nowhere else."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from cases.checking import check_claim
from cases.claims import store_report_claim
from cases.corroboration_in_case import corroborate_case
from cases.findings import open_detail
from cases.opening import NewCase, open_case
from cases.tables import Case, Claim, Event, Finding
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.books import TODAY
from tests.cases.test_corroboration import ACCOUNT, say
from tests.factories import make_staff

pytestmark = pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
async def case(database: None, vault: Vault) -> tuple[UUID, bytes]:
    """A case with a report that names the account."""
    await make_staff(vault, "investigator", username="anna")
    async with write_tx():
        opened = await open_case(NewCase("report", "received"), TODAY)
    await report(opened.id, opened.key, vault)
    return opened.id, opened.key


async def report(case_id: UUID, key: bytes, vault: Vault) -> None:
    told = {"amount": "6800", "payee_kind": "personal", "payee_account": ACCOUNT, "salesperson": "张伟"}
    async with write_tx():
        claim_id = await store_report_claim(case_id, uuid4(), told, key, TODAY)
    await check_claim(claim_id, vault, case_key=key)


async def take_into(case_id: UUID) -> None:
    """What customers said, as somebody takes it into the report's case."""
    rows = await Claim.select(Claim.id).where(Claim.sealed_by == "vault")
    async with write_tx():
        ids = [row["id"] for row in rows]
        await Finding.update({Finding.case: case_id}).where(Finding.claim.is_in(ids))


async def of_the_case(case_id: UUID) -> list[Finding]:
    return list(
        await Finding.objects().where(
            Finding.kind == "corroborated",
            Finding.sealed_by == "case",
            Finding.state == "open",
            Finding.case == case_id,
        )
    )


async def test_a_report_and_a_customer_of_its_case_name_one_account(case: tuple[UUID, bytes], vault: Vault) -> None:
    case_id, key = case
    await say(vault, (0, "张伟", ACCOUNT))
    await take_into(case_id)
    for _ in range(2):
        await corroborate_case(case_id, vault, key, TODAY)
    (row,) = await of_the_case(case_id)
    assert open_detail(row, vault, key)["said"] == {"people": 2, "claims": 2, "sources": 2}
    assert (row.grade, row.salesperson_token, row.store) == ("review", None, "")
    assert await Event.count().where(Event.case == case_id, Event.detail == "corroborated review") == 1


async def test_two_reports_of_a_case_are_perhaps_of_one_person(case: tuple[UUID, bytes], vault: Vault) -> None:
    case_id, key = case
    await report(case_id, key, vault)
    await corroborate_case(case_id, vault, key, TODAY)
    assert await of_the_case(case_id) == []


async def test_what_was_said_in_another_case_is_not_beside_it(case: tuple[UUID, bytes], vault: Vault) -> None:
    case_id, key = case
    await say(vault, (0, "张伟", ACCOUNT))
    await corroborate_case(case_id, vault, key, TODAY)
    assert await of_the_case(case_id) == []


async def test_nothing_is_compared_once_the_case_is_closed(case: tuple[UUID, bytes], vault: Vault) -> None:
    case_id, key = case
    await say(vault, (0, "张伟", ACCOUNT))
    await take_into(case_id)
    async with write_tx():
        await Case.update({Case.state: "closed"}).where(Case.id == case_id)
    await corroborate_case(case_id, vault, key, TODAY)
    assert await of_the_case(case_id) == []


async def test_nothing_of_it_tells_without_the_key_what_it_is_about(case: tuple[UUID, bytes], vault: Vault) -> None:
    case_id, key = case
    await say(vault, (0, "张伟", ACCOUNT))
    await take_into(case_id)
    await corroborate_case(case_id, vault, key, TODAY)
    (row,) = await of_the_case(case_id)
    assert str(row.id) in row.dedupe_key
    assert ACCOUNT.encode() not in bytes(row.sealed_detail)
