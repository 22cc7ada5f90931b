"""Finds orders and leads near what was said, where the exact clues found nothing sure.

A phone has about a hundred neighbours one slip away, an order number a few hundred: the query is expanded, not the index.
Somebody who gives no more than four digits, or mistypes them, is looked for among orders of about that amount: those
of the salesperson named, and those of the days around the one named.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from piccolo.custom_types import Combinable

from cases.records.dates import COMPANY_ZONE
from cases.records.tables import Lead, Order
from cases.records.tokens import Tokens
from cases.records.values import order_key
from crypto.vault import Vault

MOST = 20
MOST_LIKE = 300
DAYS_AROUND = timedelta(days=7)
ENQUIRY_LASTS = timedelta(days=120)  # from the first question to the purchase
FULL_PHONE = 11
_DIGITS = "0123456789"


async def order_nos_near(vault: Vault, *, order_no: str | None, phone: str | None) -> list[str]:
    """Numbers of orders one slip away from the number or the phone, at most MOST of each."""
    keys = list(variants(order_key(order_no or "")))
    tokens = phone_tokens(vault, phone)
    found: set[str] = set()
    if keys:
        found |= await _numbers(Order.order_key.is_in(keys))
    if tokens:
        found |= await _numbers(Order.phone_token.is_in(tokens))
    return sorted(found)


async def lead_nos_near(vault: Vault, *, phone: str | None) -> list[str]:
    """Numbers of leads whose phone is one slip away."""
    tokens = phone_tokens(vault, phone)
    if not tokens:
        return []
    rows = await Lead.select(Lead.lead_no).where(Lead.phone_token.is_in(tokens)).order_by(Lead.lead_no).limit(MOST)
    return [row["lead_no"] for row in rows]


async def order_nos_like(least_fen: int, most_fen: int, *, salesperson: str | None, day: date | None) -> list[str]:
    """Numbers of orders of about this amount: this salesperson's, and those of the days around; the newest MOST_LIKE."""
    amount = (Order.amount_fen >= least_fen) & (Order.amount_fen <= most_fen)
    found: set[str] = set()
    if salesperson:
        found |= await _numbers((Order.salesperson == salesperson) & amount, MOST_LIKE)
    if day:
        first = datetime.combine(day - DAYS_AROUND, time.min, COMPANY_ZONE)
        last = datetime.combine(day + DAYS_AROUND, time.max, COMPANY_ZONE)
        found |= await _numbers((Order.ordered_at >= first) & (Order.ordered_at <= last) & amount, MOST_LIKE)
    return sorted(found)


async def lead_nos_like(least_fen: int, most_fen: int, *, salesperson: str | None, day: date | None) -> list[str]:
    """Numbers of leads quoted about this amount: this salesperson's, and those of the months before the day."""
    quoted = (Lead.quoted_amount_fen >= least_fen) & (Lead.quoted_amount_fen <= most_fen)
    found: set[str] = set()
    if salesperson:
        found |= await _lead_numbers((Lead.salesperson == salesperson) & quoted)
    if day:
        first = datetime.combine(day - ENQUIRY_LASTS, time.min, COMPANY_ZONE)
        last = datetime.combine(day + DAYS_AROUND, time.max, COMPANY_ZONE)
        found |= await _lead_numbers(quoted & (Lead.created_at >= first) & (Lead.created_at <= last))
    return sorted(found)


def phone_tokens(vault: Vault, phone: str | None) -> list[bytes]:
    """Tokens of every full mobile number one slip away. Four digits alone have too many neighbours to mean anything."""
    digits = "".join(filter(str.isdigit, phone or ""))
    if not FULL_PHONE - 1 <= len(digits) <= FULL_PHONE + 1:
        return []
    tokens = (Tokens(vault).phone(near) for near in variants(digits) if len(near) == FULL_PHONE)
    return [token for token in tokens if token is not None]


def variants(text: str) -> Iterator[str]:
    """Every text one slip in a digit away: another digit, one dropped, one added, two neighbours swapped."""
    seen = {text}
    for near in _slips(text):
        if near not in seen:
            seen.add(near)
            yield near


def _slips(text: str) -> Iterator[str]:
    for place, sign in enumerate(text):
        before, after = text[:place], text[place + 1 :]
        if sign.isdigit():
            yield from (before + other + after for other in _DIGITS)
            yield before + after
        yield from (before + added + text[place:] for added in _DIGITS)
        yield before + after[:1] + sign + after[1:]
    if text:
        yield from (text + added for added in _DIGITS)


async def _numbers(condition: Combinable, most: int = MOST) -> set[str]:
    rows = await Order.select(Order.order_no).where(condition).order_by(Order.ordered_at, ascending=False).limit(most)
    return {row["order_no"] for row in rows}


async def _lead_numbers(condition: Combinable) -> set[str]:
    rows = await Lead.select(Lead.lead_no).where(condition).order_by(Lead.created_at, ascending=False).limit(MOST_LIKE)
    return {row["lead_no"] for row in rows}
