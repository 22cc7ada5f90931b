"""What really happened at the demo company beside the books: two plots, one innocent, and the ordinary muddle.

Each deal is written over an order or lead of the honest books, so that the records show just what such a deal leaves.
Knows no form and no engine; tests hold the truth told here against what the portal finds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Literal, TypeVar, get_args

from cases.crosscheck.facts import LeadFact, LeadStatus, OrderFact, OrderStatus, PayeeKind, PaymentFact, Received
from portal.demo.books import Books
from portal.demo.people import ACCOUNTS, CLOSES_PRIVATELY, SENDS_LEADS_AWAY, Salesperson

Subject = Literal["order", "lead"]
Plot = Literal[
    "closed_privately",  # the order is cancelled, the goods are delivered, a person is paid
    "lead_sent_away",  # the lead is marked lost, another company sells
    "second_sale_outside",  # an old customer's next purchase goes past the books
    "trade_in",  # innocent: the customer remembers the price before the state's subsidy
    "two_names",  # innocent: two salespeople of one store share service, and nearly a name
    "muddle",  # innocent: what people forget, mix up and half know
]
INNOCENT_PLOTS: frozenset[Plot] = frozenset({"trade_in", "two_names", "muddle"})
_Record = TypeVar("_Record", OrderFact, LeadFact)


@dataclass(frozen=True)
class Said:
    """How the customer tells it. None or "": they do not remember, or were not asked."""

    amount_yuan: int | None = None
    bought: bool = True
    paid_after_days: int = 0  # after the order or lead
    payee_kind: PayeeKind = "company"
    payee_name: str = ""
    payee_account: str = ""
    salesperson: str = ""
    received: Received = "all"
    has_invoice: bool = True
    events: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class Deal:
    """One order or lead with a story. asked_days_ago: in which round of call-backs its customer was asked, if at all.

    answers: whether the customer then answered. ref: the record's number, known once the deal stands in the books.
    """

    plot: Plot
    subject: Subject
    seller: Salesperson
    customer: str
    product: str
    booked_yuan: int
    days_ago: int
    said: Said
    status: OrderStatus | LeadStatus = "done"
    paid_to_company: bool = True
    quoted_yuan: int | None = None
    payer: str = ""
    asked_days_ago: int | None = None
    answers: bool = True
    ref: str = ""


# Older deals of the same two people, of which no customer was ever asked.
HIDDEN_PRIVATE_DEALS = 7
HIDDEN_LEADS_SENT_AWAY = range(100, 330, 40)  # days ago


def tell(books: Books, deals: tuple[Deal, ...], random: Random) -> tuple[Deal, ...]:
    """Write every deal over a record of about its age; the deals come back with their numbers."""
    pages = _Pages(books, random)
    told = tuple(pages.write(deal) for deal in deals)
    for order in pages.orders_of(CLOSES_PRIVATELY, HIDDEN_PRIVATE_DEALS):
        pages.rewrite_order(replace(order, status="cancelled"), ())
    for lead in pages.leads_about(HIDDEN_LEADS_SENT_AWAY):
        pages.rewrite_lead(
            replace(lead, salesperson=SENDS_LEADS_AWAY.name, store=SENDS_LEADS_AWAY.store, status="lost")
        )
    return told


class _Pages:
    """The books open for rewriting; a record that carries one story carries no other."""

    def __init__(self, books: Books, random: Random) -> None:
        self.books = books
        self.random = random
        self.last_payment = 0
        phones = Counter(order.customer_phone for order in books.orders.values())
        asked = {lead.customer_phone for lead in books.leads.values()}
        plain = (order for order in books.orders.values() if phones[order.customer_phone] == 1)
        self.free_orders = [o for o in plain if o.status in ("done", "paid") and o.customer_phone not in asked]
        self.free_leads = [lead for lead in books.leads.values() if lead.status in ("lost", "dormant")]

    def write(self, deal: Deal) -> Deal:
        return self._write_order(deal) if deal.subject == "order" else self._write_lead(deal)

    def _write_order(self, deal: Deal) -> Deal:
        old = _nearest(self.books, self.free_orders, deal.days_ago)
        order = replace(
            old,
            customer_name=deal.customer,
            salesperson=deal.seller.name,
            store=deal.seller.store,
            product=deal.product,
            amount_fen=deal.booked_yuan * 100,
            status=_order_status(deal),
            payee_account=ACCOUNTS[0].account,
        )
        self.rewrite_order(order, self._receipts(order, deal))
        if deal.quoted_yuan is not None:
            self._write_quote(order, deal.quoted_yuan)
        return replace(deal, ref=order.order_no)

    def _receipts(self, order: OrderFact, deal: Deal) -> tuple[PaymentFact, ...]:
        if not deal.paid_to_company or order.ordered_on is None:
            return ()
        after = 0 if deal.plot == "second_sale_outside" else deal.said.paid_after_days
        paid_on = min(order.ordered_on + timedelta(days=after), self.books.today)
        number, account = self._payment_no(), ACCOUNTS[0].account
        payer = deal.payer or order.customer_name
        whole = PaymentFact(number, order.order_no, payer, account, order.amount_fen, paid_on, "刷卡")
        if order.status != "returned":
            return (whole,)
        back_on = min(paid_on + timedelta(days=9), self.books.today)
        back = replace(whole, payment_no=self._payment_no(), amount_fen=-(order.amount_fen or 0), paid_on=back_on)
        return whole, back

    def _payment_no(self) -> str:
        self.last_payment += 1
        return f"SK-POS-{70_000 + self.last_payment}"

    def _write_quote(self, order: OrderFact, quoted_yuan: int) -> None:
        bought_on = order.ordered_on or self.books.today
        asked_on = bought_on - timedelta(days=6)
        lead_no = f"KH-{asked_on:%y%m}-{len(self.books.leads) + 1:05d}"
        self.books.leads[lead_no] = LeadFact(
            lead_no,
            order.customer_name,
            order.customer_phone,
            order.salesperson,
            order.store,
            order.product,
            quoted_yuan * 100,
            asked_on,
            "won",
            bought_on,
        )

    def _write_lead(self, deal: Deal) -> Deal:
        old = _nearest(self.books, self.free_leads, deal.days_ago)
        asked_on = self.books.today - timedelta(days=self.books.age(old.created_on))
        lead = replace(
            old,
            customer_name=deal.customer,
            salesperson=deal.seller.name,
            store=deal.seller.store,
            product=deal.product,
            quoted_amount_fen=deal.booked_yuan * 100,
            status="lost" if deal.status == "lost" else "dormant",
            closed_on=min(asked_on + timedelta(days=7), self.books.today),
        )
        self.rewrite_lead(lead)
        return replace(deal, ref=lead.lead_no)

    def rewrite_order(self, order: OrderFact, receipts: tuple[PaymentFact, ...]) -> None:
        for payment in self.books.payments_of(order.order_no):
            del self.books.payments[payment.payment_no]
        self.books.orders[order.order_no] = order
        self.books.payments.update((payment.payment_no, payment) for payment in receipts)

    def rewrite_lead(self, lead: LeadFact) -> None:
        self.books.leads[lead.lead_no] = lead

    def orders_of(self, seller: Salesperson, number: int) -> Iterator[OrderFact]:
        """Old orders of one salesperson, beyond the reach of any round of call-backs."""
        old = [o for o in self.free_orders if o.salesperson == seller.name and self.books.age(o.ordered_on) > 110]
        yield from self.random.sample(old, number)

    def leads_about(self, ages: range) -> Iterator[LeadFact]:
        yield from (_nearest(self.books, self.free_leads, age) for age in ages)


def _order_status(deal: Deal) -> OrderStatus:
    return next(status for status in get_args(OrderStatus) if status == deal.status)


def _nearest(books: Books, free: list[_Record], days_ago: int) -> _Record:
    """Take the record of about this age out of the free ones; the older of two equally near."""
    best = min(free, key=lambda record: (abs(books.age(day_of(record)) - days_ago), -books.age(day_of(record))))
    free.remove(best)
    return best


def day_of(record: OrderFact | LeadFact | PaymentFact) -> date:
    """The day of a record; the demo's records all have one."""
    if isinstance(record, OrderFact):
        found = record.ordered_on
    else:
        found = record.created_on if isinstance(record, LeadFact) else record.paid_on
    if found is None:
        raise ValueError("a record of the demo without a day")
    return found
