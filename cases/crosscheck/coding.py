"""Facts as rows of numbers and ASCII, for an engine that compares columns: no Chinese text leaves this module as text.

A name becomes a key (equal names, equal keys) and its first characters as numbers, so that one slip can be seen without
comparing bytes of UTF-8, which engines count differently. Knows no engine; the columns it makes are named in `sql.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import log

from .facts import ClaimFact, LeadFact, OrderFact, PaymentFact
from .fields import bare_number, name_in_order, plain_name, plain_phone, plain_text, short_name

Value = int | str | None
Row = tuple[Value, ...]

KEY_BYTES = 7  # fits a signed 64-bit column in every engine
PRICE_STEP = 0.04  # two prices within 2 % or ¥100 lie in one step or in neighbouring ones
PRICE_BASE_FEN = 2500_00
WEEK = 7
LAST_FOUR = 4
HEAD = 7  # what is left of a mobile number without its last four
LONGEST_PHONE = 18  # digits; more do not fit a column, and no phone has them
MOST_SERIES = 1 << 30  # what stands in front of order numbers are few; two of them hardly share a number
CLEAR_CHARACTERS = 3  # of a name; what follows them counts as one more


@dataclass
class Words:
    """Numbers for words that repeat (salespeople, stores, products), given out as they come: one list for both sides."""

    numbers: dict[str, int] = field(default_factory=dict)
    spelled: dict[str, int] = field(default_factory=dict, repr=False)
    rows: list[Row] = field(default_factory=list, repr=False)

    def number(self, text: str | None) -> int | None:
        """The number of a word in its plain spelling. None for none."""
        if not text:
            return None
        known = self.spelled.get(text)
        if known is None and (plain := plain_name(text)):
            known = self.spelled[text] = self._number(plain)
        return known

    def _number(self, plain: str) -> int:
        known = self.numbers.get(plain)
        if known is None:
            known = self.numbers[plain] = len(self.numbers) + 1
            short = short_name(plain)
            self.rows.append((known, plain, text_key(plain), text_key(short), *_characters(short)))
        return known


def claim_row(number: int, claim: ClaimFact, words: Words) -> Row:
    """One row of `claims`, as `sql.CLAIM_COLUMNS` names them."""
    phone = plain_phone(claim.customer_phone) if claim.customer_phone else ""
    name = name_in_order(claim.customer_name) if claim.customer_name else ""
    amount = claim.amount_fen if claim.amount_fen and claim.amount_fen > 0 else None
    short = short_name(name)
    return (
        number,
        *_number(claim.order_no),
        number_code(claim.about_order_no),
        int(claim.bought == "no"),
        *_phone(phone, is_ending=len(phone) == LAST_FOUR),
        text_key(name),
        text_key(short) if len(short) > 1 else None,
        *_characters(short),
        words.number(claim.salesperson),
        words.number(claim.store),
        words.number(claim.product),
        amount,
        _price(amount),
        *_days(claim.occurred_on.toordinal() if claim.occurred_on else None),
    )


Paid = tuple[int | None, int | None, int | None, int | None, int | None]
"""What was received for an order: the sum, the largest and the smallest part; the first and the last day, as numbers."""
UNPAID: Paid = (None, None, None, None, None)


def paid_by(payments: Sequence[PaymentFact]) -> Paid:
    """Of those tied to one order; money that went back counts by its day alone."""
    paid = [payment.amount_fen for payment in payments if payment.amount_fen and payment.amount_fen > 0]
    days = [payment.paid_on.toordinal() for payment in payments if payment.paid_on]
    return (
        sum(paid) or None,
        max(paid, default=None),
        min(paid, default=None),
        min(days, default=None),
        max(days, default=None),
    )


def order_row(number: int, order: OrderFact, paid: Paid, words: Words) -> Row:
    """One row of `orders`, as `sql.ORDER_COLUMNS` names them."""
    day = order.ordered_on.toordinal() if order.ordered_on else None
    customer = order.customer_name, order.customer_phone
    place = order.salesperson, order.store, order.product
    return coded_order(number, order.order_no, *customer, *place, order.amount_fen, day, paid, words)


def coded_order(
    number: int,
    order_no: str,
    customer_name: str | None,
    customer_phone: str | None,
    salesperson: str | None,
    store: str | None,
    product: str | None,
    amount_fen: int | None,
    day: int | None,
    paid: Paid,
    words: Words,
) -> Row:
    """The same from plain values, for a million of them. `day` is its number."""
    amount = amount_fen if amount_fen and amount_fen > 0 else None
    return (
        number,
        order_no,
        *_number(order_no),
        *_phone(plain_phone(customer_phone) if customer_phone else "", is_ending=False),
        *_name_codes(customer_name or ""),
        words.number(salesperson),
        words.number(store),
        words.number(product),
        amount,
        _price(amount),
        *paid[:3],
        *_days(day),
        *paid[3:],
    )


@lru_cache(maxsize=32_768)  # many bear the same name
def _name_codes(name: str) -> Row:
    plain = name_in_order(name)
    return text_key(plain), *_characters(plain)


def lead_row(number: int, lead: LeadFact, words: Words) -> Row:
    """A lead as a row of `orders`: its quote is the amount, its day that of asking."""
    order = OrderFact(
        lead.lead_no,
        lead.customer_name,
        lead.customer_phone,
        lead.salesperson,
        lead.store,
        lead.product,
        lead.quoted_amount_fen,
        lead.created_on,
    )
    return order_row(number, order, UNPAID, words)


def lead_claim(claim: ClaimFact) -> ClaimFact:
    """The claim as it is held against leads: by the lead it was asked about, and by no order's number."""
    return replace(claim, order_no=None, about_order_no=claim.about_lead_no)


def number_code(text: str | None) -> str | None:
    """An order number without the letters in front; what is not ASCII as its code point, so that lengths are counted alike."""
    return _number(text)[0]


def _number(text: str | None) -> tuple[str | None, int]:
    """The same, and what stands in front as a number, 0 for nothing."""
    plain = plain_text(text) if text else ""
    bare = bare_number(plain)
    if not bare.isascii():
        bare = "".join(sign if sign.isascii() else f"{ord(sign):x}" for sign in bare)
    return bare or None, _series(plain[: -len(bare)]) if len(bare) < len(plain) else 0


@lru_cache(maxsize=256)
def _series(letters: str) -> int:
    return (text_key(letters) or 0) % MOST_SERIES + 1


def text_key(text: str) -> int | None:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=KEY_BYTES).digest(), "big") if text else None


def _phone(digits: str, *, is_ending: bool) -> Row:
    """phone (all of it, if all was said), four (its last four), head (its first seven, whatever was dropped after them)."""
    if not LAST_FOUR <= len(digits) <= LONGEST_PHONE:
        return None, None, None
    ending = int(digits[-LAST_FOUR:])
    return (None, ending, None) if is_ending else (int(digits), ending, int(digits[:HEAD]))


def _characters(name: str) -> Row:
    """Length, three characters, and the rest as one."""
    codes = [ord(sign) for sign in name[:CLEAR_CHARACTERS]]
    codes += [0] * (CLEAR_CHARACTERS - len(codes))
    rest = name[CLEAR_CHARACTERS:]
    return len(name), *codes, ord(rest) if len(rest) == 1 else (text_key(rest) or 0) % (1 << 30)


def _price(amount_fen: int | None) -> int | None:
    return int(log(amount_fen + PRICE_BASE_FEN) / PRICE_STEP) if amount_fen else None


def _days(day: int | None) -> Row:
    return day, day // WEEK if day is not None else None
