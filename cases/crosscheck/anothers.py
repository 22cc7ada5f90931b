"""What a purchase without an order may be instead: an order in somebody else's name, or a day of which the books do not tell.

Pure. A spouse, a parent or a firm buys under its own name and telephone; then salesperson, price and day still agree. And
whoever bought yesterday is not in last week's export.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from .facts import Candidates, ClaimFact
from .fields import amount_level, name_level, word_level
from .rules import GONE, Grade

BOOKED_WITHIN = timedelta(days=5)
EXACT_FEN = 100_00  # an amount that is no multiple of this is remembered to the yuan


class Sold(Protocol):
    """An order as the engine holds it, or as it was just read: a few hundred are looked through for one claim."""

    @property
    def salesperson(self) -> str | None: ...
    @property
    def product(self) -> str | None: ...
    @property
    def amount_fen(self) -> int | None: ...
    @property
    def ordered_on(self) -> date | None: ...
    @property
    def status(self) -> str: ...


def highest_without_order(claim: ClaimFact, records: Candidates) -> Grade:
    """The most that the absence of an order may be called."""
    if claim.occurred_on is not None and records.period is not None:
        first, last = records.period
        if not first <= claim.occurred_on <= last:
            return "hint"
        if claim.occurred_on > last - BOOKED_WITHIN:
            return "review"
    if not (claim.salesperson and claim.amount_fen and claim.occurred_on):
        return "review"  # an order in another name could not be recognised
    return "review" if any(is_perhaps_anothers(claim, order) for order in records.orders) else "finding"


def is_perhaps_anothers(claim: ClaimFact, order: Sold) -> bool:
    """True if all but the customer agrees."""
    if order.status in GONE or not is_near(claim.occurred_on, order.ordered_on):
        return False
    if name_level(claim.salesperson, order.salesperson) not in ("same", "near", "surname"):
        return False
    is_exact = bool(claim.amount_fen and claim.amount_fen % EXACT_FEN)
    agrees = ("same",) if is_exact else ("same", "rounded")
    return (
        amount_level(claim.amount_fen, (order.amount_fen,)) in agrees
        and word_level(claim.product, order.product) != "differs"
    )


def is_near(said: date | None, recorded: date | None) -> bool:
    return said is not None and recorded is not None and abs(said - recorded) <= BOOKED_WITHIN
