"""A year of the demo company's honest books: orders, payments and leads, the same for the same day and seed.

Knows no plot: what two salespeople do beside the books is written over them by stories.py.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar, get_args

from cases.crosscheck.facts import LeadFact, LeadStatus, OrderFact, OrderStatus, PaymentFact
from portal.demo.goods import SUBSIDISED, TRADE_IN_FEN, Product, product_sold_in, trade_on
from portal.demo.people import ACCOUNTS, SALESPEOPLE, Customer, Salesperson, make_customer

DAYS = 365
ORDERS = 5000
DEAD_LEADS = 860
LIVE_LEADS = 180
REPEAT_SHARE = 0.12
LEAD_SHARE = 0.18
DEPOSIT_SHARE = 0.2
STATUSES: tuple[OrderStatus, ...] = get_args(OrderStatus)
# Chances of open, paid, done, cancelled, returned, deleted, by the age of the order.
_FRESH, _RECENT, _OLD = (25, 70, 2, 3, 0, 0), (2, 52, 41, 4, 1, 0), (0, 0, 944, 40, 14, 2)
_Record = TypeVar("_Record", OrderFact, LeadFact)
_METHODS = ("门店收款码", "刷卡", "转账")


@dataclass
class Books:
    """Records by their numbers, as the CRM and the bank hold them."""

    today: date
    orders: dict[str, OrderFact] = field(default_factory=dict)
    payments: dict[str, PaymentFact] = field(default_factory=dict)
    leads: dict[str, LeadFact] = field(default_factory=dict)

    def payments_of(self, order_no: str) -> tuple[PaymentFact, ...]:
        return tuple(payment for payment in self.payments.values() if payment.order_no == order_no)

    def age(self, day: date | None) -> int:
        """Days since `day`; a record without a day counts as of today."""
        return (self.today - (day or self.today)).days


def make_books(today: date, random: Random) -> Books:
    """About ORDERS orders of the DAYS days that end today, with their payments and leads."""
    scribe = _Scribe(Books(today), random)
    days = [today - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    weights = [trade_on(day) for day in days]
    for day in sorted(random.choices(days, weights, k=ORDERS)):
        scribe.write_sale(day)
    for day in sorted(random.choices(days[:-20], weights[:-20], k=DEAD_LEADS)):
        scribe.write_enquiry(day, "lost" if random.random() < 0.72 else "dormant")
    for day in sorted(random.choices(days[-45:], k=LIVE_LEADS)):
        scribe.write_enquiry(day, "open")
    return scribe.books


class _Scribe:
    """Writes records one after another and numbers them as they come."""

    def __init__(self, books: Books, random: Random) -> None:
        self.books = books
        self.random = random
        self.phones: set[str] = set()
        self.customers: dict[Salesperson, list[Customer]] = defaultdict(list)
        self.last_order = 203_100
        self.last_payment = 81_000

    def write_sale(self, day: date) -> None:
        seller = self._seller(day)
        product = product_sold_in(day.month, self.random)
        list_price = product.list_price_fen(self.random)
        self.last_order += self.random.randint(1, 3)
        order = self._by(
            self._customer(seller),
            seller,
            OrderFact(
                order_no=f"XS-{day:%y%m}-{self.last_order:06d}",
                product=product.name,
                amount_fen=self._agreed_fen(product, list_price),
                ordered_on=day,
                status=self._status(day),
                payee_account=self.random.choices(ACCOUNTS, (3, 7))[0].account,
            ),
        )
        self.books.orders[order.order_no] = order
        for amount_fen, paid_on in self._instalments(order):
            self._write_payment(order, amount_fen, paid_on)
        if self.random.random() < LEAD_SHARE:
            self._write_won_lead(order, list_price)

    def write_enquiry(self, day: date, status: LeadStatus) -> None:
        """Somebody asked for a price and has not bought."""
        seller = self._seller(day)
        product = product_sold_in(day.month, self.random)
        closed_on = None if status == "open" else min(day + self._days(5, 40), self.books.today)
        lead = LeadFact(
            lead_no=self._lead_no(day),
            product=product.name,
            quoted_amount_fen=product.list_price_fen(self.random),
            created_on=day,
            status=status,
            closed_on=closed_on,
        )
        self.books.leads[lead.lead_no] = self._by(make_customer(self.random, self.phones), seller, lead)

    def _by(self, customer: Customer, seller: Salesperson, record: _Record) -> _Record:
        return replace(
            record,
            customer_name=customer.name,
            customer_phone=customer.phone,
            salesperson=seller.name,
            store=seller.store,
        )

    def _seller(self, day: date) -> Salesperson:
        ago = self.books.age(day)
        there = [person for person in SALESPEOPLE if person.sells_on(ago)]
        return self.random.choices(there, [person.weight for person in there])[0]

    def _customer(self, seller: Salesperson) -> Customer:
        known = self.customers[seller]
        if known and self.random.random() < REPEAT_SHARE:
            return self.random.choice(known)
        known.append(make_customer(self.random, self.phones))
        return known[-1]

    def _agreed_fen(self, product: Product, list_price_fen: int) -> int:
        """A little off, to the next ten yuan, and the subsidy where there is one."""
        off = self.random.choice((0, 0, 0, 0.01, 0.02, 0.03, 0.05))
        agreed = round(list_price_fen * (1 - off) / 10_00) * 10_00
        return agreed - (TRADE_IN_FEN if product.name in SUBSIDISED else 0)

    def _status(self, day: date) -> OrderStatus:
        ago = self.books.age(day)
        return self.random.choices(STATUSES, _FRESH if ago < 6 else _RECENT if ago < 25 else _OLD)[0]

    def _instalments(self, order: OrderFact) -> list[tuple[int, date]]:
        """What was paid and when; a refund is negative. Nothing is paid in the future."""
        whole, day = order.amount_fen or 0, order.ordered_on or self.books.today
        deposit = round(whole * 0.3 / 100_00) * 100_00
        pays_deposit = deposit > 0 and self.random.random() < DEPOSIT_SHARE
        later, back = day + self._days(3, 15), day + self._days(6, 25)
        parts = {
            "open": [(deposit, day)] if pays_deposit else [],
            "cancelled": [(deposit, day), (-deposit, back)] if pays_deposit else [],
            "returned": [(whole, day), (-whole, back)],
            "deleted": [],
        }.get(order.status, [(deposit, day), (whole - deposit, later)] if pays_deposit else [(whole, day)])
        return [(amount_fen, min(paid_on, self.books.today)) for amount_fen, paid_on in parts]

    def _write_payment(self, order: OrderFact, amount_fen: int, paid_on: date) -> None:
        self.last_payment += 1
        number = f"SK-{paid_on:%y%m%d}-{self.last_payment}"
        method = self.random.choice(_METHODS[1:]) if order.payee_account == ACCOUNTS[0].account else _METHODS[0]
        self.books.payments[number] = PaymentFact(
            number, order.order_no, order.customer_name, order.payee_account, amount_fen, paid_on, method
        )

    def _write_won_lead(self, order: OrderFact, list_price_fen: int) -> None:
        bought_on = order.ordered_on or self.books.today
        asked_on = bought_on - self._days(2, 30)
        lead_no = self._lead_no(asked_on)
        self.books.leads[lead_no] = LeadFact(
            lead_no=lead_no,
            customer_name=order.customer_name,
            customer_phone=order.customer_phone,
            salesperson=order.salesperson,
            store=order.store,
            product=order.product,
            quoted_amount_fen=list_price_fen,
            created_on=asked_on,
            status="won",
            closed_on=bought_on,
        )

    def _lead_no(self, day: date) -> str:
        return f"KH-{day:%y%m}-{len(self.books.leads) + 1:05d}"

    def _days(self, least: int, most: int) -> timedelta:
        return timedelta(days=self.random.randint(least, most))
