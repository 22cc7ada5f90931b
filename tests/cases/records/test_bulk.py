"""Which rows of many are known."""

from __future__ import annotations

import pytest

from cases.records.bulk import known_rows
from cases.records.tables import Order
from surveys.outbox import write_tx

pytestmark = pytest.mark.usefixtures("database")

NUMBERS = ["A10", "A2", "B", "单1", "\uffee", "\U0001f600"]


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(NUMBERS, id="all"),
        pytest.param(["Z", "A2", "A"], id="one-among-others-out-of-order"),
        pytest.param(["\U0001f600", "\uffef"], id="beyond-the-basic-plane"),
        pytest.param(["C1", "C3", "C2"], id="none"),
        pytest.param([], id="nothing-asked"),
    ],
)
async def test_rows_are_known_by_their_numbers(asked: list[str]) -> None:
    async with write_tx():
        for number in NUMBERS:
            await Order(order_no=number, order_key="", amount_fen=1, status="paid", content_hash=number.encode()).save()
    known = await known_rows(Order, Order.order_no, ("content_hash",), asked)
    assert known == {number: (number.encode(),) for number in asked if number in NUMBERS}
