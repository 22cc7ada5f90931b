"""A complete file no longer holds a record: it is marked with the day and kept, and comes back when it turns up again."""

from __future__ import annotations

import pytest

from cases.records.importing import import_file
from cases.records.lookup import leads_numbered, orders_numbered
from cases.records.tables import Lead
from crypto.vault import Vault

pytestmark = pytest.mark.usefixtures("database")

HEADER = "订单号,客户,手机,金额,日期,状态\n"
ONE = "DD1,王伟,13806920733,1280,2026-03-08,已完成\n"
TWO = "DD2,赵敏,15044819553,6800,2026-03-09,已完成\n"


def orders(*lines: str) -> bytes:
    return (HEADER + "".join(lines)).encode()


async def test_an_order_that_vanished_is_marked_and_kept(vault: Vault) -> None:
    await import_file("orders", orders(ONE, TWO), vault)
    result = await import_file("orders", orders(ONE), vault, is_complete=True)
    (order,) = await orders_numbered(vault, ["DD2"])
    assert (result.deleted, order.status, order.customer_name) == (1, "deleted", "赵敏")
    assert order.deleted_on is not None


async def test_a_file_that_is_not_complete_marks_nothing(vault: Vault) -> None:
    await import_file("orders", orders(ONE, TWO), vault)
    await import_file("orders", orders(ONE), vault)
    (order,) = await orders_numbered(vault, ["DD2"])
    assert order.deleted_on is None


async def test_an_order_whose_row_was_refused_has_not_vanished(vault: Vault) -> None:
    await import_file("orders", orders(ONE, TWO), vault)
    result = await import_file("orders", orders(ONE, TWO.replace("6800", "面议")), vault, is_complete=True)
    assert (result.rejected, result.deleted) == (1, 0)


async def test_an_order_that_turns_up_again_is_as_the_file_says(vault: Vault) -> None:
    await import_file("orders", orders(ONE, TWO), vault)
    await import_file("orders", orders(ONE), vault, is_complete=True)
    result = await import_file("orders", orders(ONE, TWO), vault, is_complete=True)
    (order,) = await orders_numbered(vault, ["DD2"])
    assert (result.updated, order.status, order.deleted_on) == (1, "done", None)


async def test_the_same_complete_file_again_marks_nothing_more(vault: Vault) -> None:
    await import_file("orders", orders(ONE, TWO), vault)
    await import_file("orders", orders(ONE), vault, is_complete=True)
    again = await import_file("orders", orders(ONE), vault, is_complete=True)
    assert (again.deleted, again.updated, again.unchanged) == (0, 0, 1)


async def test_a_dry_run_counts_what_would_be_marked(vault: Vault) -> None:
    await import_file("orders", orders(ONE, TWO), vault)
    result = await import_file("orders", orders(ONE), vault, is_complete=True, dry_run=True)
    (order,) = await orders_numbered(vault, ["DD2"])
    assert (result.deleted, order.deleted_on) == (1, None)


async def test_a_lead_that_vanished_keeps_its_state(vault: Vault) -> None:
    lead = "线索编号,客户,创建时间,状态\nX1,王伟,2026-03-01,输单\n"
    await import_file("leads", lead.encode(), vault)
    await import_file("leads", lead.replace("X1", "X2").encode(), vault, is_complete=True)
    ((found,), row) = await leads_numbered(vault, ["X1"]), await Lead.objects().where(Lead.lead_no == "X1").first()
    assert found.status == "lost"
    assert row is not None
    assert row.deleted_on is not None
