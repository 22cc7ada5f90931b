"""Phones that imports replace on orders: noted sealed, counted by import, forgotten with it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from cases.records.contacts import contact_changes
from cases.records.dates import day_of
from cases.records.importing import import_file
from cases.records.tables import ContactChange
from cases.records.undoing import undo_import
from crypto.vault import Vault

HEADER = "order_no,customer_name,customer_phone,salesperson,amount,ordered_at,status\n"
WANG = "XS-1,王芳,{phone},张伟,4200,2026-03-08,done\n"
ZHAO = "XS-2,赵敏,15044819553,李娜,6800,2026-03-09,done\n"
TODAY = day_of(datetime.now(UTC))

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True),
]


async def brought(vault: Vault, *lines: str) -> UUID:
    result = await import_file("orders", (HEADER + "".join(lines)).encode(), vault)
    assert result.import_id is not None
    return result.import_id


async def told(vault: Vault) -> list[tuple[str, str, str | None, date, int, int]]:
    return [
        (one.order.order_no, one.former_phone, one.order.customer_phone, one.changed_on, one.at_once, one.rows)
        for one in await contact_changes(TODAY, vault)
    ]


async def test_a_phone_that_is_replaced_is_told_with_the_former_one(vault: Vault) -> None:
    await brought(vault, WANG.format(phone="13806920733"), ZHAO)
    await brought(vault, WANG.format(phone="18655554444"), ZHAO)
    assert await told(vault) == [("XS-1", "13806920733", "18655554444", TODAY, 1, 2)]


async def test_the_former_phone_rests_sealed(vault: Vault) -> None:
    await brought(vault, WANG.format(phone="13806920733"))
    await brought(vault, WANG.format(phone=""))
    row = await ContactChange.objects().first()
    assert row is not None
    assert b"13806920733" not in repr(row.to_dict()).encode() + bytes(row.sealed_former_customer)


@pytest.mark.parametrize(
    ("before", "after"),
    [("13806920733", "138 0692 0733"), ("", "18655554444"), ("13806920733", "13806920733")],
    ids=["another spelling", "there was none", "another status"],
)
async def test_what_replaces_no_phone_is_no_change(vault: Vault, before: str, after: str) -> None:
    await brought(vault, WANG.format(phone=before))
    await brought(vault, WANG.format(phone=after).replace("done", "cancelled"))
    assert await told(vault) == []


async def test_an_import_that_is_taken_back_changed_nothing(vault: Vault) -> None:
    await brought(vault, WANG.format(phone="13806920733"))
    await undo_import(await brought(vault, WANG.format(phone="18655554444")), vault)
    assert await told(vault) == []


async def test_a_program_that_moves_its_numbers_fills_no_table(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.records.contacts.MOST_AT_ONCE", 1)
    orders = [WANG.format(phone=f"1380692{number:04}").replace("XS-1", f"A{number}") for number in range(5)]
    await brought(vault, *orders)
    await brought(vault, *(order.replace("1380692", "1390692") for order in orders))
    assert len(await told(vault)) == 2
