"""Customers who came back or not, counted for those who served them."""

from __future__ import annotations

import pytest

from cases.batch.returning import Served

ONE, OTHER = ("城东店", "王芳"), ("城西店", "李强")


def served(*orders: tuple[int, tuple[str, str], int]) -> Served:
    held = Served()
    for customer, person, half in orders:
        held.add(customer, person, half)
    return held


def test_a_customer_counts_once_with_each_who_served_them() -> None:
    held = served((1, ONE, 1), (1, ONE, 1), (1, OTHER, 1))
    assert held.away(0) == {ONE: (1, 1), OTHER: (1, 1)}


def test_whoever_bought_of_anybody_came_back() -> None:
    held = served((1, ONE, 1), (2, ONE, 1), (1, OTHER, 0))
    assert held.away(0) == {ONE: (1, 2)}


def test_half_years_are_held_against_the_one_that_followed() -> None:
    held = served((1, ONE, 2), (1, ONE, 0))
    assert (held.away(1), held.away(0)) == ({ONE: (1, 1)}, {})


def test_nothing_but_a_blind_token_is_taken_for_a_customer() -> None:
    with pytest.raises(TypeError):
        served(("13800000001", ONE, 0))  # type: ignore[arg-type]  # what it is about
