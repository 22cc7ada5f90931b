"""What the demo's customers answer fits the form, and the engine finds in it what was put there and no more."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from portal.demo.stories import day_of
from tests.portal.demo.tellings import company, findings, replayed

MONTHS = [date(2026, month, 17) for month in range(1, 13)]
KINDS = {
    "closed_privately": {"cancelled_but_delivered", "payee_not_company"},
    "lead_sent_away": {"lead_lost_but_bought", "payee_not_company"},
    "second_sale_outside": {"no_order", "payee_not_company"},
    "trade_in": {"amount_differs"},
    "two_names": {"salesperson_differs"},
}


@pytest.mark.parametrize("today", MONTHS)
def test_three_hundred_customers_answer(today: date) -> None:
    assert len(company(today).answered) == 300


@pytest.mark.parametrize("today", MONTHS)
def test_every_answer_is_one_the_form_takes(today: date) -> None:
    made = company(today)
    assert {asked.ref: walk.problems for asked in made.answered if (walk := replayed(made, asked)).problems} == {}


def test_nobody_is_asked_twice() -> None:
    made = company()
    phones = [made.record(asked.ref).customer_phone for one in made.rounds for asked in one.asked]
    assert len(set(phones)) == len(phones)


def test_people_are_asked_after_their_purchase_and_answer_after_they_were_asked() -> None:
    made = company()
    bought_at_asking = [
        one.asked_at.date() - day_of(made.record(asked.ref)) for one in made.rounds for asked in one.asked
    ]
    waits = [asked.answered_at - one.asked_at for one in made.rounds for asked in one.asked if asked.answered_at]
    assert min(bought_at_asking) > timedelta(0)
    assert timedelta(0) < min(waits) < max(waits) < timedelta(days=10)


def test_no_answer_is_dated_today() -> None:
    made = company()
    assert max(asked.answered_at.date() for asked in made.answered if asked.answered_at) < made.books.today


@pytest.mark.parametrize("today", MONTHS[::4])
def test_ordinary_customers_raise_no_doubt(today: date) -> None:
    made = company(today)
    told = {deal.ref for deal in made.deals}
    doubted = {
        asked.ref: found for asked in made.answered if asked.ref not in told and (found := findings(made, asked))
    }
    assert doubted == {}


@pytest.mark.parametrize("plot", sorted(KINDS))
def test_the_engine_finds_what_a_plot_leaves(plot: str) -> None:
    made = company()
    deals = {deal.ref for deal in made.deals_of(plot)}
    found = [{one.kind for one in findings(made, asked)} for asked in made.answered if asked.ref in deals]
    assert found
    assert all(KINDS[plot] <= kinds for kinds in found)


def test_the_inbox_is_one_that_people_can_work_through() -> None:
    made = company()
    grades = Counter(finding.grade for asked in made.answered for finding in findings(made, asked))
    assert 25 <= grades.total() <= 40
    assert min(grades["hint"], grades["review"], grades["finding"]) >= 3
