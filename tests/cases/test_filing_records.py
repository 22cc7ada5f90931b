"""Doubts between records: filed once, withdrawn when they are gone, and never back once somebody put them aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cases.crosscheck.between import Ledgers, record_findings
from cases.crosscheck.engine import Finding as Doubt
from cases.filing_records import store_record_findings
from cases.findings import dismiss_finding, open_detail
from cases.opening import NewCase, open_case
from cases.sight import person_token
from cases.tables import Event, Finding
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.crosscheck.facts_made_up import COMPANY_ACCOUNT, make_order, make_payment
from tests.factories import make_staff

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True),
]
TODAY = date(2026, 6, 1)


def doubts(**fields: object) -> list[Doubt]:
    payment = make_payment(payee_account="6217000099998888", **fields)
    return list(record_findings(Ledgers([make_order(status="open")], [payment], (), frozenset({COMPANY_ACCOUNT}))))


async def rows() -> list[tuple[str, str, str]]:
    return [(row.kind, row.grade, row.state) for row in await Finding.objects()]


async def test_a_doubt_is_filed_once_however_often_it_is_found(vault: Vault) -> None:
    for _ in range(2):
        await store_record_findings(doubts(), vault, TODAY)
    assert await rows() == [("payment_payee_not_company", "finding", "open")]


async def test_a_doubt_that_is_gone_is_withdrawn_and_comes_back_open(vault: Vault) -> None:
    await store_record_findings(doubts(), vault, TODAY)
    await store_record_findings([], vault, TODAY)
    assert [state for _, _, state in await rows()] == ["withdrawn"]
    await store_record_findings(doubts(), vault, TODAY)
    assert [state for _, _, state in await rows()] == ["open"]


async def test_what_somebody_put_aside_stays_aside(vault: Vault) -> None:
    await store_record_findings(doubts(), vault, TODAY)
    row = await Finding.objects().first()
    assert row is not None
    await dismiss_finding(await make_staff(vault, "investigator"), row.id, "公司代收账户", vault)
    await store_record_findings(doubts(amount_fen=4300_00), vault, TODAY)
    assert [state for _, _, state in await rows()] == ["dismissed"]


async def test_a_case_that_took_it_up_is_told_when_it_is_gone_and_when_it_is_back(vault: Vault) -> None:
    await store_record_findings(doubts(), vault, TODAY)
    await make_staff(vault, "investigator")
    async with write_tx():
        case = await open_case(NewCase("finding", "received"), TODAY)
        await Finding.update({Finding.case: case.id}).where(Finding.claim.is_null())
    await store_record_findings([], vault, TODAY)
    await store_record_findings(doubts(), vault, TODAY)
    events = await Event.select(Event.kind).where(Event.case == case.id).order_by(Event.number)
    assert [event["kind"] for event in events] == ["opened", "finding_withdrawn", "finding"]


async def test_whoever_it_is_about_now_is_kept_from_it(vault: Vault) -> None:
    await store_record_findings(doubts(), vault, TODAY)
    moved = [replace(one, salesperson="李娜", recorded={**one.recorded, "salesperson": "李娜"}) for one in doubts()]
    await store_record_findings(moved, vault, TODAY)
    row = await Finding.objects().first()
    assert row is not None
    assert bytes(row.salesperson_token) == person_token(vault, "李娜")


async def test_nothing_of_it_stands_in_clear(vault: Vault) -> None:
    found = [replace(one, recorded={**one.recorded, "phone": "13806920733"}) for one in doubts()]
    await store_record_findings(found, vault, TODAY)
    row = await Finding.objects().first()
    assert row is not None
    kept = repr(row.to_dict())
    assert [word for word in ("6217000099998888", "13806920733", "XS-2603-004211", "P-1", "王芳") if word in kept] == []
    assert open_detail(row, vault)["said"]["payee_account"] == "6217000099998888"
