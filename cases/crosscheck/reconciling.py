"""Which payments belong to which orders: by the reference written on them, else by payer, amount and day. Says no more.

Pure. Nothing is guessed where two orders would do equally well: such a payment stays untied.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Literal

from .facts import OrderFact, PaymentFact
from .fields import name_in_order, plain_text

By = Literal["reference", "amount", "sum", "part", "refund", "day"]

FEES_FEN = 2_00  # a transfer's fee, or the fen nobody hands over
BEFORE_DAYS, AFTER_DAYS = 7, 60  # a deposit may come before the order is written, the rest two months later
SAME_DAYS = 3  # without a payer's name to go by
MOST_ORDERS_AT_ONCE = 3  # one payment for several orders
MOST_CANDIDATES = 8
GONE = ("cancelled", "deleted")
_BETWEEN = re.compile(r"[,，、;；/+&|\s]+")


@dataclass(slots=True, eq=False)
class Tied:
    """One order and what was paid for it. `by` says how each payment was tied, in the order of `payments`."""

    order: OrderFact
    payments: list[PaymentFact] = field(default_factory=list)
    by: list[By] = field(default_factory=list)
    paid_fen: int = 0

    @property
    def missing_fen(self) -> int:
        return (self.order.amount_fen or 0) - self.paid_fen

    def take(self, payment: PaymentFact, by: By, share_fen: int | None = None) -> None:
        self.payments.append(payment)
        self.by.append(by)
        self.paid_fen += (payment.amount_fen or 0) if share_fen is None else share_fen


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Every order with its payments, and the payments that belong to none."""

    orders: Sequence[Tied]
    untied: Sequence[PaymentFact]


def reconcile(orders: Iterable[OrderFact], payments: Iterable[PaymentFact]) -> Reconciled:
    """Tie payments to orders. The answer does not depend on the order in which either comes."""
    books = _Books(sorted(orders, key=lambda order: order.order_no))
    waiting = sorted(payments, key=lambda payment: (payment.paid_on or date.max, payment.payment_no))
    for way in (books.by_reference, books.by_payer, books.by_refund, books.by_day):
        waiting = [payment for payment in waiting if not way(payment)]
    books.spread()
    return Reconciled(tuple(books.tied.values()), tuple(waiting))


def parts_of_reference(reference: str) -> list[str]:
    """The numbers in what a payer wrote, parted by anything."""
    return _BETWEEN.split(reference)


class _Books:
    def __init__(self, orders: Sequence[OrderFact]) -> None:
        self.tied = {plain_text(order.order_no): Tied(order) for order in orders}
        self._of_customer: dict[str, list[Tied]] = defaultdict(list)
        self._priced: dict[int, list[Tied]] = defaultdict(list)
        for one in self.tied.values():
            if one.order.customer_name:
                self._of_customer[name_in_order(one.order.customer_name)].append(one)
            if one.order.amount_fen:
                self._priced[one.order.amount_fen].append(one)

    def by_reference(self, payment: PaymentFact) -> bool:
        """One number, or several parted by anything; of a joint payment each order gets its price, the last the rest."""
        named = list(dict.fromkeys(self._named(payment)))
        if not named:
            return False
        left = payment.amount_fen or 0
        for one in named[:-1]:
            share = min(left, max(one.missing_fen, 0))
            one.take(payment, "reference", share)
            left -= share
        named[-1].take(payment, "reference", left)
        return True

    def spread(self) -> None:
        """A transfer for two orders that names one: what is too much there is the price of another that nobody paid."""
        for one in self.tied.values():
            surplus = -one.missing_fen
            if surplus <= FEES_FEN or len(one.payments) != 1 or one.by != ["reference"]:
                continue
            others = self._of_customer.get(name_in_order(one.order.customer_name or ""), ())
            unpaid = [other for other in others if not other.payments and abs(other.missing_fen - surplus) <= FEES_FEN]
            near = [other for other in unpaid if _may_be_paid(other) and _is_in_time(one.payments[0], other)]
            if len(near) == 1:
                near[0].take(one.payments[0], "sum", surplus)
                one.paid_fen -= surplus

    def by_payer(self, payment: PaymentFact) -> bool:
        """The payer's own orders near that day: one at that price, some that add up to it, or the only one it is a part of."""
        amount = payment.amount_fen or 0
        open_ones = [one for one in self._near(payment) if one.missing_fen > 0] if amount > 0 else []
        exact = [one for one in open_ones if abs(one.missing_fen - amount) <= FEES_FEN]
        if exact:
            min(exact, key=lambda one: (_days(payment, one), one.order.order_no)).take(payment, "amount")
            return True
        if together := _adding_up(open_ones, amount):
            for one in together:
                one.take(payment, "sum", one.missing_fen)
            return True
        if len(open_ones) == 1 and amount < open_ones[0].missing_fen:
            open_ones[0].take(payment, "part")
            return True
        return False

    def by_refund(self, payment: PaymentFact) -> bool:
        """Money back to somebody who had paid at least as much for the one order."""
        amount = payment.amount_fen or 0
        paid = [one for one in self._of(payment) if 0 < -amount <= one.paid_fen + FEES_FEN]
        if len(paid) != 1:
            return False
        paid[0].take(payment, "refund")
        return True

    def by_day(self, payment: PaymentFact) -> bool:
        """Somebody else paid: the one unpaid order at exactly this price within days, and no other."""
        same = [one for one in self._priced.get(payment.amount_fen or 0, ()) if not one.payments]
        near = [one for one in same if _may_be_paid(one) and _days(payment, one) <= SAME_DAYS]
        if len(near) != 1:
            return False
        near[0].take(payment, "day")
        return True

    def _named(self, payment: PaymentFact) -> Iterator[Tied]:
        whole = self.tied.get(plain_text(payment.order_no or ""))
        if whole is not None:
            yield whole
            return
        for number in parts_of_reference(payment.order_no or ""):
            if (one := self.tied.get(plain_text(number))) is not None:
                yield one

    def _of(self, payment: PaymentFact) -> Sequence[Tied]:
        return self._of_customer.get(name_in_order(payment.payer_name), ()) if payment.payer_name else ()

    def _near(self, payment: PaymentFact) -> list[Tied]:
        found = [one for one in self._of(payment) if _may_be_paid(one) and _is_in_time(payment, one)]
        return found[:MOST_CANDIDATES]


def _adding_up(orders: Sequence[Tied], amount_fen: int) -> tuple[Tied, ...]:
    """The one way in which two or three of these add up to the amount; nothing where there are two ways."""
    found: tuple[Tied, ...] = ()
    for count in range(2, MOST_ORDERS_AT_ONCE + 1):
        for some in combinations(orders, count):
            if abs(sum(one.missing_fen for one in some) - amount_fen) <= FEES_FEN:
                if found:
                    return ()
                found = some
    return found


def _may_be_paid(one: Tied) -> bool:
    return one.order.status not in GONE


def _is_in_time(payment: PaymentFact, one: Tied) -> bool:
    if payment.paid_on is None or one.order.ordered_on is None:
        return True
    return -BEFORE_DAYS <= (payment.paid_on - one.order.ordered_on).days <= AFTER_DAYS


def _days(payment: PaymentFact, one: Tied) -> int:
    if payment.paid_on is None or one.order.ordered_on is None:
        return AFTER_DAYS
    return abs((payment.paid_on - one.order.ordered_on).days)
