"""Customers who came back or not, counted for those who served them."""

from __future__ import annotations

import pytest

from cases.batch.returning import Served

ONE, OTHER = ("城东店", "王芳"), ("城西店", "李强")


def served(*orders: tuple[bytes, tuple[str, str], int]) -> Served:
    held = Served()
    for customer, person, half in orders:
        held.add(customer, person, half)
    return held


def test_a_customer_counts_once_with_each_who_served_them() -> None:
    held = served((b"a", ONE, 1), (b"a", ONE, 1), (b"a", OTHER, 1))
    assert held.away(0) == {ONE: (1, 1), OTHER: (1, 1)}


def test_whoever_bought_of_anybody_came_back() -> None:
    held = served((b"a", ONE, 1), (b"b", ONE, 1), (b"a", OTHER, 0))
    assert held.away(0) == {ONE: (1, 2)}


def test_half_years_are_held_against_the_one_that_followed() -> None:
    held = served((b"a", ONE, 2), (b"a", ONE, 0))
    assert (held.away(1), held.away(0)) == ({ONE: (1, 1)}, {})


def test_nothing_but_a_blind_token_is_taken_for_a_customer() -> None:
    with pytest.raises(ValueError, match="token"):
        served((b"13800000001", ONE, 0))
