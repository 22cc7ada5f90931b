"""What lies one typing slip away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.crosscheck.fields import one_slip
from cases.records.importing import import_file
from cases.records.slips import MOST_AROUND, Said, near, phone_tokens, variants
from crypto.vault import Vault


@pytest.mark.parametrize("near", ["13806920738", "1380692073", "138069207330", "31806920733", "13806920773"])
def test_a_neighbour_is_among_the_variants(near: str) -> None:
    assert near in set(variants("13806920733"))


def test_every_variant_is_one_slip_away_and_comes_once() -> None:
    found = list(variants("XS2603004211"))
    assert len(found) == len(set(found))
    assert [near for near in found if not one_slip("XS2603004211", near)] == []


def test_nothing_lies_near_nothing() -> None:
    assert list(variants("")) == []


@pytest.mark.parametrize(
    ("phone", "some"), [("13806920733", True), ("0733", False), (None, False), ("021-5555", False)]
)
def test_only_a_full_mobile_number_has_neighbours(vault: Vault, phone: str | None, some: bool) -> None:
    assert bool(phone_tokens(vault, phone)) is some


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_of_more_orders_at_a_price_than_are_read_the_nearest_days_come_first(vault: Vault) -> None:
    day = date(2026, 3, 8)
    near_by = {day - timedelta(days=1), day, day + timedelta(days=1)}
    crowd = [day - timedelta(days=6), day + timedelta(days=6)] * (MOST_AROUND + 10)
    lines = [f"XS-{place},王芳,13806920733,4200,{on}" for place, on in enumerate([*crowd, *near_by])]
    file = "order_no,customer_name,customer_phone,amount,ordered_at\n" + "\n".join(lines)
    assert (await import_file("orders", file.encode(), vault)).created == len(lines)
    orders, _ = await near(vault, Said(phone="0733", prices=(4000_00, 4400_00), day=day))
    assert len(orders) == 2 * MOST_AROUND
    assert near_by <= {order.ordered_on for order in orders}
