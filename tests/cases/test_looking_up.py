"""Searching the records: what is found by which key, and that no search goes without a reason and a record of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cases.actors import Actor
from cases.errors import CaseError
from cases.log.checking import check_log
from cases.log.reading import signer_of
from cases.looking_up import (
    MANY_A_DAY,
    KeyUnclear,
    NameNeeded,
    ReasonTooShort,
    key_of,
    look_up,
    past_look_ups,
)
from cases.masking import masked_phone
from cases.people.tables import LookUp
from crypto.vault import Vault
from surveys.outbox import write_tx
from tests.cases.books import LEADS, ORDERS, TODAY, WANG_LEAD, WANG_ORDER, book
from tests.factories import make_staff

PAYMENTS = "payment_no,order_no,payer_name,payee_account,amount,paid_at,method\n"
PEOPLE = "employee_no,name,phone,store,joined_on,left_on\n"
ACCOUNT = "6222020200011234"


@pytest.fixture
async def actor(database: None, vault: Vault) -> Actor:
    actor = await make_staff(vault, "investigator")
    await book("orders", ORDERS + WANG_ORDER.format(day=TODAY, status="done"), vault)
    await book("leads", LEADS + WANG_LEAD.format(day=TODAY), vault)
    await book("payments", PAYMENTS + f"LS-1,XS-1,王芳,{ACCOUNT},4200,{TODAY},转账\n", vault)
    await book("salespeople", PEOPLE + "E-1,张伟,13900001111,城东店,2020-01-01,\n", vault)
    return actor


@pytest.mark.parametrize(
    ("kind", "text", "name", "numbers"),
    [
        ("order", " xs 1 ", "", ["XS-1", "LS-1"]),
        ("phone", "138 0692 0733", "", ["XS-1", "LS-1", "L-1"]),
        ("phone", "0733", "王芳", ["XS-1", "LS-1", "L-1"]),
        ("phone", "13900001111", "", ["E-1"]),
        ("name", "王 芳", "", ["XS-1", "LS-1", "L-1"]),
        ("name", "张伟", "", ["E-1"]),
        ("name", "張偉", "", ["E-1"]),
        ("account", "6222 0202 0001 1234", "", ["LS-1"]),
        ("phone", "0733", "李四", []),
    ],
)
async def test_every_record_under_the_key_is_found(
    actor: Actor, vault: Vault, kind: str, text: str, name: str, numbers: list[str]
) -> None:
    found = await look_up(actor, key_of(kind, text, name), "核实案件", vault)
    shown = [one.order_no for one in found.orders] + [one.payment_no for one in found.payments]
    shown += [one.lead_no for one in found.leads] + [one.employee_no for one in found.salespeople]
    assert shown == numbers


@pytest.mark.parametrize(
    ("kind", "text", "name", "error"),
    [
        ("phone", "0733", "", NameNeeded),
        ("phone", "1380692", "", KeyUnclear),
        ("order", " ", "", KeyUnclear),
        ("shoe size", "43", "", KeyUnclear),
    ],
)
def test_a_key_has_to_be_one(kind: str, text: str, name: str, error: type[CaseError]) -> None:
    with pytest.raises(error):
        key_of(kind, text, name)


async def test_nothing_is_shown_without_a_reason(actor: Actor, vault: Vault) -> None:
    with pytest.raises(ReasonTooShort):
        await look_up(actor, key_of("order", "XS-1"), " 查 ", vault)
    assert not await LookUp.exists()


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_an_auditor_reads_who_searched_by_what_and_why(actor: Actor, vault: Vault) -> None:
    await look_up(actor, key_of("phone", "13806920733"), "案件 2026-AB3D", vault)
    (past,) = await past_look_ups(vault)
    assert (past.who, past.key_kind, past.masked_key) == ("Investigator", "phone", "138****0733")
    assert (past.reason, past.found, past.is_one_of_many) == ("案件 2026-AB3D", 3, False)


async def test_a_search_that_found_nothing_is_on_record_too(actor: Actor, vault: Vault) -> None:
    await look_up(actor, key_of("name", "查无此人"), "核实案件", vault)
    assert [one.found for one in await past_look_ups(vault)] == [0]


async def test_neither_key_nor_reason_rests_in_clear(actor: Actor, vault: Vault) -> None:
    await look_up(actor, key_of("phone", "13806920733"), "怀疑王芳", vault)
    (row,) = await LookUp.select()
    assert not any(word in repr(row) for word in ("0733", "王芳", repr("王芳".encode())[2:-1]))


async def test_more_than_a_days_fill_is_marked(actor: Actor, vault: Vault) -> None:
    for _ in range(MANY_A_DAY + 1):
        await look_up(actor, key_of("order", "XS-9"), "核实案件", vault)
    assert all(one.is_one_of_many for one in await past_look_ups(vault))


async def test_a_search_taken_out_of_the_record_is_found_by_the_log(actor: Actor, vault: Vault) -> None:
    await look_up(actor, key_of("order", "XS-1"), "核实案件", vault, now=datetime.now(UTC))
    assert (await check_log(signer_of(vault).key)).faults == ()
    async with write_tx():
        await LookUp.delete(force=True)
    assert (await check_log(signer_of(vault).key)).faults


@pytest.mark.parametrize(("phone", "shown"), [("13806920733", "138****0733"), ("0733", "****0733"), (None, "")])
def test_a_phone_is_told_again_and_not_called(phone: str | None, shown: str) -> None:
    assert masked_phone(phone) == shown
