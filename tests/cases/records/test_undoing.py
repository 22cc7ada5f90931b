"""An import is taken back: what it brought is gone, what it changed is as before, and nothing later is lost with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from cases.records.drafts import UNDO_LIVES
from cases.records.errors import UndoBlocked, UndoImpossible, UndoTooLate
from cases.records.history import past_import
from cases.records.importing import import_file
from cases.records.lookup import orders_numbered
from cases.records.tables import Import, ImportFormer, Order
from cases.records.undoing import Undone, undo_import
from crypto.vault import Vault
from surveys.outbox import write_tx

HEADER = "订单编号,客户名称,联系电话,负责人,订单金额,下单时间,订单状态,收款账号\n"
ONE = "DD1,王伟,13806920733,李娜,1280,2026-03-08 14:30,已完成,6222 0202\n"
TWO = "DD2,赵敏,15044819553,李娜,6800,2026-03-09,待付款,\n"

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True),
]


async def brought(vault: Vault, *lines: str, is_complete: bool = False, name: str = "a.csv") -> UUID:
    data = (HEADER + "".join(lines)).encode()
    result = await import_file("orders", data, vault, is_complete=is_complete, file_name=name)
    assert result.import_id is not None
    return result.import_id


async def test_rows_it_brought_are_gone_and_rows_it_changed_are_as_before(vault: Vault) -> None:
    await brought(vault, ONE)
    before = await Order.select().order_by(Order.order_no)
    wrong = await brought(vault, ONE.replace("1280", "12800").replace("王伟", "王薇"), TWO)
    assert await undo_import(wrong, vault) == Undone(removed=1, restored=1)
    assert await Order.select().order_by(Order.order_no) == before
    assert (await past_import(wrong)).state == "undone"


async def test_what_was_sealed_opens_again(vault: Vault) -> None:
    await brought(vault, ONE)
    await undo_import(await brought(vault, ONE.replace("13806920733", "13900000000")), vault)
    (order,) = await orders_numbered(vault, ["DD1"])
    assert (order.customer_name, order.customer_phone, order.payee_account) == ("王伟", "13806920733", "62220202")


async def test_the_same_file_can_be_imported_again_afterwards(vault: Vault) -> None:
    await undo_import(await brought(vault, ONE, TWO), vault)
    again = await import_file("orders", (HEADER + ONE + TWO).encode(), vault)
    assert (again.created, await Order.count()) == (2, 2)


async def test_a_later_import_of_the_same_records_stands_in_the_way_and_is_named(vault: Vault) -> None:
    first = await brought(vault, ONE, name="first.csv")
    second = await brought(vault, ONE.replace("1280", "1300"), name="second.csv")
    with pytest.raises(UndoBlocked) as blocked:
        await undo_import(first, vault)
    assert "second.csv" in str(blocked.value.facts["imports"])
    await undo_import(second, vault)
    assert await undo_import(first, vault) == Undone(removed=1, restored=0)


async def test_a_later_import_of_other_records_is_left_alone(vault: Vault) -> None:
    first = await brought(vault, ONE)
    await brought(vault, TWO)
    await undo_import(first, vault)
    assert [row["order_no"] for row in await Order.select(Order.order_no)] == ["DD2"]


async def test_orders_marked_as_deleted_by_a_complete_file_are_back(vault: Vault) -> None:
    await brought(vault, ONE, TWO)
    await undo_import(await brought(vault, ONE, is_complete=True), vault)
    (order,) = await orders_numbered(vault, ["DD2"])
    assert (order.status, order.deleted_on) == ("open", None)


async def test_an_import_is_taken_back_once(vault: Vault) -> None:
    one = await brought(vault, ONE)
    await undo_import(one, vault)
    with pytest.raises(UndoImpossible):
        await undo_import(one, vault)


async def test_an_old_import_is_not_taken_back(vault: Vault) -> None:
    one = await brought(vault, ONE)
    async with write_tx():
        await Import.update({Import.at: datetime.now(UTC) - UNDO_LIVES - timedelta(hours=1)}).where(Import.id == one)
    with pytest.raises(UndoTooLate):
        await undo_import(one, vault)


async def test_former_rows_rest_sealed(vault: Vault) -> None:
    await brought(vault, ONE)
    await brought(vault, ONE.replace("1280", "1300"))
    (former,) = await ImportFormer.select(ImportFormer.sealed_former)
    assert b"DD1" not in bytes(former["sealed_former"])
