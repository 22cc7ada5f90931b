"""Who bought again: counted by customer, whoever sold to them then, cancelled orders left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.records.coming_back import coming_back
from crypto.vault import Vault
from tests.cases.books import ORDERS, book

TODAY = date(2026, 6, 1)
EARLIER, LATER, LONG_AGO = (TODAY - timedelta(days=days) for days in (300, 60, 480))
COUNTER = iter(range(10_000))


def order(phone: str, day: date, salesperson: str = "张伟", status: str = "done") -> str:
    return f"XS-{next(COUNTER)},客户,{phone},{salesperson},城东店,地板,100,{day},{status}\n"


@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_a_customer_counts_once_and_comes_back_to_anybody(database: None, vault: Vault) -> None:
    came, stayed_away = "13800000001", "13800000002"
    rows = [order(came, EARLIER), order(came, EARLIER), order(came, LATER, "赵军"), order(stayed_away, EARLIER)]
    await book("orders", ORDERS + "".join(rows), vault)
    back = await coming_back("salesperson", "张伟", TODAY)
    assert (back.now.part, back.now.whole) == (1, 2)


@pytest.mark.parametrize("status", ["cancelled", "returned", "deleted"])
async def test_what_was_cancelled_is_no_purchase(database: None, vault: Vault, status: str) -> None:
    rows = [
        order("13800000001", EARLIER),
        order("13800000001", LATER, status=status),
        order("13800000002", EARLIER, status=status),
    ]
    await book("orders", ORDERS + "".join(rows), vault)
    back = await coming_back("store", "城东店", TODAY)
    assert (back.now.part, back.now.whole) == (0, 1)


async def test_the_half_year_before_is_counted_by_itself(database: None, vault: Vault) -> None:
    await book("orders", ORDERS + order("13800000001", LONG_AGO) + order("13800000001", EARLIER), vault)
    back = await coming_back("store", "城东店", TODAY)
    assert (back.before.part, back.before.whole, back.now.whole) == (1, 1, 1)
