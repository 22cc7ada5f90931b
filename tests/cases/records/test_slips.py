"""What lies one typing slip away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.crosscheck.fields import one_slip
from cases.records.importing import import_file
from cases.records.lookup import series_of_orders
from cases.records.slips import MOST_AROUND, Said, near, phone_tokens, variants
from cases.records.tokens import Tokens
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


@pytest.mark.parametrize(
    ("said", "meant", "is_near"),
    [
        ("13806920733", "15806920733", True),
        ("13806920733", "12806920733", False),  # no number begins like that
        ("23806920733", "13806920733", True),
        ("31806920733", "13806920733", True),
        ("3806920733", "13806920733", True),
        ("113806920733", "13806920733", True),
        ("85251234567", "85251234568", True),
    ],
)
def test_a_slip_leads_away_from_a_number_that_may_exist(vault: Vault, said: str, meant: str, is_near: bool) -> None:
    assert (Tokens(vault).phone(meant) in phone_tokens(vault, said)) is is_near


ORDERS = """order_no,customer_name,customer_phone,amount,ordered_at
SO-2603-004211,王芳,13806920733,4200,2026-03-08
SO-2603-004212,王芳,13806920733,4200,2026-03-08
TH2603004211,王芳,13806920733,4200,2026-03-08
订单2603004299,王芳,13806920733,4200,2026-03-08
2603009999,王芳,13806920733,4200,2026-03-08
""".encode()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_what_stands_in_front_of_order_numbers_is_known_without_reading_them_all(vault: Vault) -> None:
    assert await series_of_orders() == ()
    await import_file("orders", ORDERS, vault)
    assert set(await series_of_orders()) == {"", "SO", "TH", "订单"}


LEADS = """lead_no,customer_name,customer_phone,created_at,status
L-1,王芳,13806920733,2026-03-01,open
L-2,赵敏,15044819553,2026-03-01,open
""".encode()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)
async def test_what_lies_a_slip_away_is_found_on_either_database(vault: Vault) -> None:
    await import_file("orders", ORDERS, vault)
    await import_file("leads", LEADS, vault)
    by_number, none = await near(vault, Said(order_no="SO2603004213"))
    by_phone, leads = await near(vault, Said(phone="13806920743"))
    assert {order.order_no for order in by_number} == {"SO-2603-004211", "SO-2603-004212"}
    assert (none, len(by_phone), [lead.lead_no for lead in leads]) == ((), 5, ["L-1"])


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2603004211", {"SO-2603-004211", "TH2603004211"}),
        ("SO2603009999", {"2603009999"}),
        ("2603004299", {"订单2603004299"}),
        ("004211", set()),
    ],
)
async def test_a_number_is_found_with_or_without_what_stands_in_front(vault: Vault, said: str, found: set[str]) -> None:
    await import_file("orders", ORDERS, vault)
    orders, _ = await near(vault, Said(order_no=said, series=await series_of_orders()))
    assert {order.order_no for order in orders} == found


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
