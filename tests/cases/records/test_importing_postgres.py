"""The same import on PostgreSQL: one statement for many rows, changed rows only."""

from __future__ import annotations

import pytest

from cases.records.importing import import_file
from cases.records.indexing import MANY_ROWS
from cases.records.lookup import orders_numbered
from cases.records.tables import Order
from crypto.vault import Vault
from tests.cases.records.order_files import order_file

pytestmark = pytest.mark.usefixtures("postgres")


async def test_a_second_import_changes_nothing_on_postgresql(vault: Vault) -> None:
    data, planted = order_file(1500, 10)
    first = await import_file("orders", data, vault)
    second = await import_file("orders", data, vault)
    assert (first.created, first.rejected) == (1490, len(planted))
    assert (second.created, second.updated, second.unchanged) == (0, 0, 1490)


async def test_a_changed_row_is_updated_on_postgresql(vault: Vault) -> None:
    line = "订单号,客户,手机,金额,日期\nDD1,王伟,13806920733,1280,2026-03-08\n"
    await import_file("orders", line.encode(), vault)
    result = await import_file("orders", line.replace("1280", "1300").encode(), vault)
    (order,) = await orders_numbered(vault, ["DD1"])
    assert (result.updated, order.amount_fen, order.customer_phone) == (1, 130000, "13806920733")


async def test_postgresql_knows_of_many_new_rows_at_once(vault: Vault) -> None:
    data, planted = order_file(MANY_ROWS + 500, 10)
    await import_file("orders", data, vault)
    (known,) = await Order.raw("SELECT reltuples FROM pg_class WHERE relname = 'cases_order'")
    assert known["reltuples"] == MANY_ROWS + 500 - len(planted)
