"""Which rows of many are known, and that rows written column by column say what was given."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cases.records.bulk import known_rows, names_of, write_columns
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


@pytest.mark.parametrize(
    ("numbers", "keys", "sellers"),
    [
        pytest.param(["A1", "A2"], ["A1", "A2"], ["O'Neil", "O'Neil"], id="keys-alike-and-one-seller"),
        pytest.param(["A-1", "A2"], ["A1", "A2"], ["", "A2"], id="one-key-differs"),
        pytest.param(["A1", "A2"], ["A1", "A2"], ["A1", "A2"], id="three-alike"),
        pytest.param(["A1", "A2"], ["A1", "A2"], [str(uuid4())] * 2, id="a-seller-like-an-id"),
    ],
)
async def test_rows_hold_what_their_columns_say(numbers: list[str], keys: list[str], sellers: list[str]) -> None:
    said = {"order_no": numbers, "order_key": keys, "salesperson": sellers, "import_id": [str(uuid4())] * 2}
    texts = {"store": ["东", "西"], "product": ["", ""], "status": ["paid", "done"], "content_hash": [b"1", b"2"]}
    whole = said | texts | {"amount_fen": [1, 2], "ordered_day": [739_000, 739_001], "phone_token": [-1, None]}
    for _ in range(2):  # written, and held against what is there
        async with write_tx():
            columns = [whole.get(name, [None, None]) for name in names_of(Order)]
            await write_columns(Order, Order.order_no, columns)
    rows = await Order.select(*(getattr(Order, name) for name in whole)).order_by(Order.order_no)
    plain = [{name: str(value) if name == "import_id" else value for name, value in row.items()} for row in rows]
    assert plain == [dict(zip(whole, values, strict=True)) for values in sorted(zip(*whole.values(), strict=True))]
