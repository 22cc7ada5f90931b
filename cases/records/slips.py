"""Finds orders and leads near what was said, where the exact clues found nothing sure.

A phone has about a hundred neighbours one slip away, an order number a few hundred: the query is expanded, not the index.
Somebody who gives no more than four digits, or mistypes them, is looked for among orders of about that amount: those
of the salesperson named, and those of the days around the one named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cases.crosscheck.fields import bare_number
from cases.records.asking import Clue, Question, few_rows_that_fit, one_of, rows_that_fit
from cases.records.lookup import LEAD_COLUMNS, ORDER_COLUMNS, LeadRecord, OrderRecord, lead_of, orders_of
from cases.records.tables import Lead, Order
from cases.records.tokens import LAST_FOUR, Tokens
from cases.records.values import order_key
from crypto.vault import Vault

MOST = 20
MOST_LIKE = 300
MOST_AROUND = 1000  # before a day, and as many from it on
DAYS_AROUND = timedelta(days=7)
MONTHS_AROUND = timedelta(days=62)  # beyond it the day alone rules an order out
ENQUIRY_LASTS = timedelta(days=120)  # from the first question to the purchase
FULL_PHONE = 11
MOBILE = tuple(f"1{second}" for second in range(3, 10))  # what mobile numbers begin with
_DIGITS = "0123456789"


@dataclass(frozen=True)
class Said:
    """What a claim gives to look around. `prices`: least and most fen that could be the amount said."""

    order_no: str | None = None
    phone: str | None = None
    salesperson: str | None = None
    prices: tuple[int, int] | None = None
    day: date | None = None
    series: tuple[str, ...] = ()  # what stands in front of this company's order numbers


async def near(vault: Vault, said: Said) -> tuple[tuple[OrderRecord, ...], tuple[LeadRecord, ...]]:
    """Orders one slip away from the phone, or one slip or the letters in front from the number, and those of about that
    price; leads one slip away from the phone, and those quoted about that price in the months before. Asked together."""
    phones = one_of("phone_token", phone_tokens(vault, said.phone), MOST)
    numbers = one_of("order_key", numbers_near(said.order_no, said.series), MOST)
    sold = _priced(said, "amount_fen", "ordered_day", DAYS_AROUND)
    quoted = _priced(said, "quoted_amount_fen", "created_day", ENQUIRY_LASTS)
    ask = rows_that_fit if any(clue.most > MOST_LIKE for clue in sold) else few_rows_that_fit
    orders, leads = await ask(
        Question(Order, ORDER_COLUMNS, [numbers, phones, *sold]), Question(Lead, LEAD_COLUMNS, [phones, *quoted])
    )
    return orders_of(orders, vault), tuple(lead_of(row, vault) for row in leads)


def _priced(said: Said, amount: str, days: str, before: timedelta) -> list[Clue]:
    """Records of about this price: the salesperson's; else, where no whole phone was given, those of the days around."""
    if said.prices is None:
        return []
    priced = f"{amount} BETWEEN ? AND ?"
    if said.salesperson:
        return [_of_the_salesperson(said, priced, days, max(before, MONTHS_AROUND))]
    if said.day is None or len(said.phone or "") > LAST_FOUR:
        return []
    return _of_the_days_around(said.day, priced, said.prices, days, before)


def _of_the_salesperson(said: Said, priced: str, days: str, before: timedelta) -> Clue:
    text, values = f"salesperson = ? AND {priced}", [said.salesperson, *(said.prices or ())]
    if said.day is not None:
        text += f" AND {days} BETWEEN ? AND ?"
        values += [(said.day - before).toordinal(), (said.day + MONTHS_AROUND).toordinal()]
    return Clue(text, values, MOST_LIKE, f" ORDER BY {days} DESC")


def _of_the_days_around(day: date, priced: str, prices: tuple[int, int], days: str, before: timedelta) -> list[Clue]:
    """The nearest days first, which an index of days gives unsorted: of a price that many pay, a large company sells a
    thousand in a week."""
    text = f"{days} BETWEEN ? AND ? AND {priced}"
    first, that_day, last = (day - before).toordinal(), day.toordinal(), (day + DAYS_AROUND).toordinal()
    return [
        Clue(text, [that_day, last, *prices], MOST_AROUND, f" ORDER BY {days}"),
        Clue(text, [first, that_day - 1, *prices], MOST_AROUND, f" ORDER BY {days} DESC"),
    ]


def phone_tokens(vault: Vault, phone: str | None) -> list[int]:
    """Tokens of every full mobile number one slip away. Four digits alone have too many neighbours to mean anything."""
    digits = "".join(filter(str.isdigit, phone or ""))
    slips = {FULL_PHONE - 1: _added, FULL_PHONE: _mistaken, FULL_PHONE + 1: _dropped}.get(len(digits))
    if slips is None:
        return []
    beginnings = (digits[:2], *MOBILE)  # one of another kind is looked for among those that begin as it does
    near = [other for other in _others(digits, slips(digits)) if other.startswith(beginnings)]
    return [token for token in Tokens(vault).of_digits(near) if token is not None]


def numbers_near(order_no: str | None, series: Sequence[str]) -> list[str]:
    """Numbers one slip away, and the same with or without what stands in front: 250301486 of SO250301486."""
    key = order_key(order_no or "")
    bare = bare_number(key)
    others = [bare] if bare != key else [letters + key for letters in series if letters] if key else []
    return [*others, *variants(key)]


def variants(text: str) -> list[str]:
    """Every text one slip in a digit away: another digit, two neighbours swapped, one dropped, one added."""
    return _others(text, [*_mistaken(text), *_dropped(text), *_added(text)])


def _others(text: str, slips: Iterable[str]) -> list[str]:
    """Each once."""
    return [near for near in dict.fromkeys(slips) if near != text]


def _mistaken(text: str) -> Iterator[str]:
    for place, sign in enumerate(text):
        before, after = text[:place], text[place + 1 :]
        if sign.isdigit():
            for other in _DIGITS:
                yield before + other + after
        yield before + after[:1] + sign + after[1:]


def _dropped(text: str) -> Iterator[str]:
    for place, sign in enumerate(text):
        if sign.isdigit():
            yield text[:place] + text[place + 1 :]


def _added(text: str) -> Iterator[str]:
    for place in range(len(text) + 1 if text else 0):
        for added in _DIGITS:
            yield text[:place] + added + text[place:]
