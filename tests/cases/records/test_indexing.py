"""Indexes put aside while a table fills, and back in their places afterwards."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cases.records.bulk import names_of
from cases.records.indexing import MANY_ROWS, filling
from cases.records.tables import INDEXES, Order
from surveys.outbox import write_tx

pytestmark = pytest.mark.usefixtures("database")

EVERY = {text.split()[2] for text in INDEXES if " ON cases_order (" in text}
OF_SOME = {
    "cases_order_payer_phone",
    "cases_order_consignee_phone",
    "cases_order_payee",
}  # rows without one are left out


async def missing() -> set[str]:
    return EVERY - {row["name"] for row in await Order.raw("SELECT name FROM sqlite_master WHERE type = 'index'")}


def columns(rows: int, some: Mapping[str, bytes]) -> list[list[bytes | None]]:
    """Every column full, but those of tokens that only some rows have."""
    empty = {"payer_phone_token", "consignee_phone_token", "payee_account_token"}
    return [
        [*[None if name in empty else b"1"] * (rows - 1), some.get(name, None if name in empty else b"1")]
        for name in names_of(Order)
    ]


async def test_indexes_of_what_no_row_has_stand_until_one_has_it() -> None:
    async with filling(Order) as table:
        await table.wrote(columns(MANY_ROWS - 1, {}))
        assert await missing() == set()
        await table.wrote(columns(1, {}))
        assert await missing() == EVERY - OF_SOME
        await table.wrote(columns(100, {"payer_phone_token": b"1"}))
        assert await missing() == EVERY - OF_SOME | {"cases_order_payer_phone"}
        await table.wrote(())
    assert await missing() == set()


async def write(number: str) -> None:
    async with write_tx():
        await Order(order_no=number, order_key="", amount_fen=1, status="paid", content_hash=b"1").save()


async def test_a_table_that_was_empty_holds_no_other_rows_until_somebody_else_writes_one() -> None:
    async with filling(Order) as table:
        assert not await table.holds_others()
        await write("ours")
        await table.wrote(columns(1, {}))
        assert not await table.holds_others()
        await write("theirs")
        assert await table.holds_others()
        await write("ours too")
        await table.wrote(columns(1, {}))
        assert await table.holds_others()


async def test_a_table_that_held_a_row_may_hold_what_a_file_says() -> None:
    await write("before")
    async with filling(Order) as table:
        assert await table.holds_others()
