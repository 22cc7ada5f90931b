"""The books show of each deal just what such a deal leaves, whatever day it is."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from cases.crosscheck.facts import LeadFact, OrderFact
from portal.demo.people import CLOSES_PRIVATELY, INNOCENT, SENDS_LEADS_AWAY
from portal.demo.plots import DEALS
from portal.demo.stories import INNOCENT_PLOTS, day_of
from tests.portal.demo.tellings import Company, company

MONTHS = [date(2026, month, 17) for month in range(1, 13)]


def _received_fen(made: Company, ref: str) -> int:
    return sum(payment.amount_fen or 0 for payment in made.books.payments_of(ref))


@pytest.mark.parametrize("today", MONTHS)
def test_every_deal_stands_in_the_books_at_about_its_age(today: date) -> None:
    made = company(today)
    assert len({deal.ref for deal in made.deals}) == len(DEALS)
    assert all(abs(made.books.age(day_of(made.record(deal.ref))) - deal.days_ago) <= 3 for deal in made.deals)


def test_a_private_deal_shows_as_a_cancelled_order_without_a_receipt() -> None:
    made = company()
    deals = made.deals_of("closed_privately")
    assert {made.record(deal.ref).status for deal in deals} == {"cancelled"}
    assert {made.record(deal.ref).salesperson for deal in deals} == {CLOSES_PRIVATELY.name}
    assert [_received_fen(made, deal.ref) for deal in deals] == [0] * len(deals)


def test_a_lead_sent_away_is_marked_lost_and_its_customer_has_no_order() -> None:
    made = company()
    leads = [made.record(deal.ref) for deal in made.deals_of("lead_sent_away")]
    customers = {order.customer_phone for order in made.books.orders.values()}
    assert {lead.status for lead in leads} == {"lost"}
    assert {lead.salesperson for lead in leads} == {SENDS_LEADS_AWAY.name}
    assert not customers & {lead.customer_phone for lead in leads}


def test_what_the_innocent_sold_reached_the_company_in_full() -> None:
    made = company()
    orders = [made.record(deal.ref) for deal in made.deals if deal.seller == INNOCENT]
    assert len(orders) == 5
    assert all(isinstance(one, OrderFact) and _received_fen(made, one.order_no) == one.amount_fen for one in orders)


def test_the_price_a_customer_of_the_innocent_remembers_stands_in_her_quote() -> None:
    made = company()
    quotes = {
        lead.customer_name: lead.quoted_amount_fen
        for lead in made.books.leads.values()
        if isinstance(lead, LeadFact) and lead.status == "won"
    }
    remembered = {deal.customer: (deal.said.amount_yuan or 0) * 100 for deal in made.deals_of("trade_in")}
    assert {name: quotes[name] for name in remembered} == remembered


def test_one_salesperson_cancels_more_than_anybody_else() -> None:
    orders = company().books.orders.values()
    cancelled = Counter(order.salesperson for order in orders if order.status == "cancelled")
    assert cancelled.most_common(1)[0][0] == CLOSES_PRIVATELY.name


def test_only_two_people_divert_deals() -> None:
    guilty = {deal.seller for deal in DEALS if deal.plot not in INNOCENT_PLOTS}
    assert guilty == {CLOSES_PRIVATELY, SENDS_LEADS_AWAY}
