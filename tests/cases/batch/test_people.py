"""Figures of those who sell, from orders and leads as they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from cases.batch.chance import Count
from cases.batch.people import Figures, standings

TODAY = date(2026, 6, 30)


def order(
    person: int, number: int, *, status: str = "done", days: int = 30, store: str = "城东店", listed: int | None = None
) -> Mapping[str, Any]:
    return {
        "phone_token": 1000 * person + number,
        "salesperson": f"员工{person}",
        "store": store,
        "ordered_day": date(2026, 6, 30).toordinal() - days,
        "status": status,
        "amount_fen": 4000_00,
        "list_amount_fen": listed,
    }


def company(seed: int, *, both_periods: bool) -> Iterator[Mapping[str, Any]]:
    """Sixty people whose orders fall through one time in twenty; of the first, one in two, lately or all the year."""
    chance = np.random.default_rng(seed)
    for person in range(60):
        for number in range(120):
            days = 30 if number < 60 else 220
            is_bad = person == 0 and (both_periods or days == 30)
            status = "cancelled" if chance.random() < (0.5 if is_bad else 0.05) else "done"
            yield order(person, number, status=status, days=days)


def grades(orders: Iterator[Mapping[str, Any]]) -> dict[tuple[str, str | None], str]:
    figures = Figures(TODAY)
    for row in orders:
        figures.add_order(row)
    return {(one.kind, one.salesperson): one.grade for one in standings(figures) if one.grade != "hint"}


def test_one_bad_half_year_is_not_for_review() -> None:
    assert grades(company(1, both_periods=False)) == {}


def test_one_with_answers_that_differ_is() -> None:
    figures = Figures(TODAY)
    for row in company(1, both_periods=False):
        figures.add_order(row)
    answers = [Count(f"员工{person}", 15 if person == 0 else 1, 30, 0.05) for person in range(60)]
    assert {one.salesperson for one in standings(figures, answers) if one.grade == "review"} == {"员工0"}


def test_answers_that_differ_are_no_finding_by_themselves() -> None:
    answers = [Count(f"员工{person}", 15 if person == 0 else 1, 30, 0.05) for person in range(60)]
    assert list(standings(Figures(TODAY), answers)) == []


def test_two_bad_half_years_are() -> None:
    assert grades(company(2, both_periods=True)) == {("cancel_rate_outlier", "员工0"): "review"}


def test_innocent_companies_raise_no_review() -> None:
    def innocent(seed: int) -> Iterator[Mapping[str, Any]]:
        return (row for row in company(seed, both_periods=False) if row["salesperson"] != "员工0")

    assert [grades(innocent(seed)) for seed in range(10)] == [{}] * 10


def test_a_price_under_the_quote_is_counted_as_a_discount() -> None:
    figures = Figures(TODAY)
    for number in range(10):
        row = order(1, number)
        figures.add_quote({**row, "quoted_amount_fen": 5000_00, "created_day": row["ordered_day"] - 10})
        figures.add_order(row)
    (count,) = figures.counts("discount_outlier", "now")
    assert (count.part, count.whole) == (10, 10)


def test_customers_who_stay_away_are_held_against_the_persons_own_past_and_the_stores_change() -> None:
    figures = Figures(TODAY)
    for person in range(2):
        for number in range(100):
            figures.add_order(order(person, number, days=400))
            if number < 50:  # half came back the half-year before
                figures.add_order(order(person, number, days=220))
            if number < (5 if person == 0 else 25):
                figures.add_order(order(person, number, days=30))
    first, second = figures.stayed_away()
    assert (first.part, first.whole, second.part) == (45, 50, 25)
    assert first.expected == second.expected
    assert 0.6 < first.expected < 0.8  # the store itself went from one half to seven tenths


def test_the_sentence_says_that_a_figure_is_no_fault() -> None:
    figures = Figures(TODAY)
    for row in company(3, both_periods=True):
        figures.add_order(row)
    one = next(one for one in standings(figures) if one.salesperson == "员工0")
    assert one.summary.zh.startswith("员工0：60 个中有 ")
    assert one.summary.en.endswith("a figure alone says nothing of fault.")


def discounting(seed: int, *, share_listed: float = 1.0) -> Iterator[Mapping[str, Any]]:
    """Everybody sells at about 85 % of the list price, now and then for less; the first sells half of theirs for 65 %."""
    chance = np.random.default_rng(seed)
    for person in range(60):
        for number in range(120):
            is_deep = chance.random() < (0.5 if person == 0 else 0.05)
            kept = 0.65 if is_deep else chance.uniform(0.82, 0.88)
            listed = int(4000_00 / kept) if chance.random() < share_listed else None
            yield order(person, number, days=30 if number < 60 else 220, listed=listed)


def test_discounts_far_below_the_usual_share_of_the_list_price_are_told() -> None:
    assert grades(discounting(11)) == {("discount_outlier", "员工0"): "review"}


def test_a_finding_about_them_says_what_is_usual() -> None:
    figures = Figures(TODAY)
    for row in discounting(12):
        figures.add_order(row)
    (one,) = [one for one in standings(figures) if one.grade == "review"]
    assert one.recorded["usual"] == "85%"
    assert "标价的通常折扣（85%）" in one.summary.zh


def test_where_few_orders_have_a_list_price_they_are_held_against_quotes() -> None:
    figures = Figures(TODAY)
    for row in discounting(13, share_listed=0.3):
        figures.add_order(row)
    assert figures.counts("discount_outlier", "now") == []
