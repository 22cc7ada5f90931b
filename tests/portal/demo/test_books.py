"""The demo company's books are believable, the same every time, and about nobody real."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest

from portal.demo.books import Books, make_books
from portal.demo.contacts import phones_beside
from portal.demo.files import export
from portal.demo.people import SALESPEOPLE, STORES
from tests.portal.demo.tellings import TODAY, company

DAYS = [date(2026, 2, 28), date(2026, 6, 1), date(2028, 2, 29), date(2027, 1, 1)]


def _sold(books: Books, word: str, months: set[int]) -> int:
    orders = books.orders.values()
    return sum(
        word in (one.product or "") and one.ordered_on is not None and one.ordered_on.month in months for one in orders
    )


def test_the_same_day_and_seed_make_the_same_company() -> None:
    assert export(make_books(TODAY, Random(5))) == export(make_books(TODAY, Random(5)))


def test_another_seed_makes_another_company() -> None:
    assert make_books(TODAY, Random(5)).orders != make_books(TODAY, Random(6)).orders


def test_twenty_people_in_three_stores_sell_five_thousand_orders_in_a_year() -> None:
    orders = company().books.orders.values()
    assert len(orders) == 5000
    assert {order.salesperson for order in orders} == {person.name for person in SALESPEOPLE}
    assert len(SALESPEOPLE) == 20
    assert {order.store for order in orders} == set(STORES)


def test_air_conditioners_sell_in_summer_and_heating_in_autumn() -> None:
    books = company().books
    assert _sold(books, "空调", {6, 7}) > 5 * _sold(books, "空调", {12, 1})
    assert _sold(books, "地暖", {9, 10}) > 2 * _sold(books, "地暖", {4, 5})


@pytest.mark.parametrize("today", DAYS)
def test_nothing_is_dated_after_today_or_more_than_a_year_ago(today: date) -> None:
    books = make_books(today, Random(1))
    days = [order.ordered_on for order in books.orders.values()] + [one.paid_on for one in books.payments.values()]
    assert all(day is not None and 0 <= (today - day).days < 365 for day in days)


def test_what_was_paid_for_a_finished_order_is_its_amount() -> None:
    books = company().books
    paid: Counter[str | None] = Counter()
    for payment in books.payments.values():
        paid[payment.order_no] += payment.amount_fen or 0
    assert all(paid[order.order_no] == order.amount_fen for order in books.orders.values() if order.status == "done")


def test_a_returned_or_cancelled_order_leaves_no_money_behind() -> None:
    books = company().books
    ended = {order.order_no for order in books.orders.values() if order.status in ("returned", "cancelled", "deleted")}
    assert sum(one.amount_fen or 0 for one in books.payments.values() if one.order_no in ended) == 0


def test_every_phone_is_of_the_block_that_nobody_has() -> None:
    books = company().books
    phones = [record.customer_phone or "" for record in (*books.orders.values(), *books.leads.values())]
    phones += [person.phone for person in SALESPEOPLE]
    assert all(phone.startswith("154") and len(phone) == 11 for phone in [*phones, *phones_of_others(books)])


def phones_of_others(books: Books) -> list[str]:
    return [phone for order in books.orders.values() for phone in phones_beside(order).values() if phone]


def test_whoever_paid_or_took_delivery_for_a_customer_is_nobody_else_of_the_books() -> None:
    books = company().books
    known = {record.customer_phone for record in (*books.orders.values(), *books.leads.values())}
    known |= {person.phone for person in SALESPEOPLE}
    others = phones_of_others(books)
    assert 1000 < len(others) == len(set(others))
    assert not known & set(others)


def test_leads_are_won_lost_dormant_and_open() -> None:
    statuses = Counter(lead.status for lead in company().books.leads.values())
    assert min(statuses[status] for status in ("won", "lost", "dormant", "open")) > 100
