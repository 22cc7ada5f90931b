"""Which order a claim is about, with its probability and the bits of each field. Knows no rule and no table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from .facts import ClaimFact, LeadFact, OrderFact, PaymentFact
from .fields import amount_level, date_level, name_level, order_no_level, phone_level, word_level
from .weights import (
    CHOSEN_PROBABILITY,
    CUSTOMER_CAP_BITS,
    CUSTOMER_FIELDS,
    DOUBT_PROBABILITY,
    MATCH_PROBABILITY,
    PRIOR_BITS,
    WEIGHTS,
)

MatchGrade = Literal["match", "possible", "none"]
Levels = dict[str, str]
Bits = Mapping[str, Mapping[str, float]]

ENQUIRY_GRACE = timedelta(days=7)
_MAX_BITS = 60.0


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate. `weights` sum to the log2 odds that it is meant; `probability` weighs it against its rivals."""

    order_no: str | None
    probability: float
    grade: MatchGrade
    weights: Mapping[str, float]
    levels: Mapping[str, str]


NO_MATCH = Match(None, 0.0, "none", {}, {})


def score(claim: ClaimFact, order: OrderFact, payments: Iterable[PaymentFact] = (), bits: Bits = WEIGHTS) -> Match:
    """Weigh one order alone. `payments` are those tied to this order: their days and amounts count as the order's."""
    levels = _order_levels(claim, order, tuple(payments))
    weights = _weigh(levels, bits)
    odds = 2.0 ** _bounded(sum(weights.values()))
    return _graded(order.order_no, odds / (1.0 + odds), weights, levels)


def rank(
    claim: ClaimFact, orders: Iterable[OrderFact], payments: Iterable[PaymentFact] = (), bits: Bits = WEIGHTS
) -> tuple[Match, ...]:
    """Weigh all candidates against each other and against "none of these", best first; ties by order number."""
    paid: dict[str, list[PaymentFact]] = {}
    for payment in payments:
        if payment.order_no is not None:
            paid.setdefault(payment.order_no, []).append(payment)
    alone = [score(claim, order, paid.get(order.order_no, ()), bits) for order in orders]
    odds = [2.0 ** _bounded(sum(match.weights.values())) for match in alone]
    whole = 1.0 + sum(odds)
    shared = [
        _graded(match.order_no, odd / whole, match.weights, match.levels)
        for match, odd in zip(alone, odds, strict=True)
    ]
    return tuple(sorted(shared, key=lambda match: (-match.probability, match.order_no or "")))


def choose(candidates: tuple[Match, ...]) -> Match:
    """The match of a claim: the best candidate, or none when all of them together are unlikely.

    None still carries the bits of the nearest candidate, which were not enough; its probability is that of them all.
    """
    if not candidates:
        return NO_MATCH
    total = sum(candidate.probability for candidate in candidates)
    best = candidates[0]
    if total < CHOSEN_PROBABILITY:
        return Match(None, total, "none", best.weights, best.levels)
    grade: MatchGrade = "match" if best.probability >= MATCH_PROBABILITY else "possible"
    return Match(best.order_no, best.probability, grade, best.weights, best.levels)


def score_lead(claim: ClaimFact, lead: LeadFact, bits: Bits = WEIGHTS) -> tuple[float, Mapping[str, float]]:
    """The probability that the purchase claimed grew out of this lead, and the bits of each field."""
    levels: Levels = {}
    _put(levels, "phone", phone_level(claim.customer_phone, lead.customer_phone))
    _put(levels, "name", name_level(claim.customer_name, lead.customer_name))
    _put(levels, "salesperson", name_level(claim.salesperson, lead.salesperson))
    _put(levels, "store", word_level(claim.store, lead.store))
    _put(levels, "product", word_level(claim.product, lead.product))
    _put(levels, "quoted", amount_level(claim.amount_fen, (lead.quoted_amount_fen,)))
    if claim.about_lead_no is not None and claim.about_lead_no == lead.lead_no:
        levels["invited"] = "same"
    if claim.occurred_on is not None and lead.created_on is not None:
        levels["created"] = "after" if claim.occurred_on >= lead.created_on - ENQUIRY_GRACE else "before"
    weights = _weigh(levels, bits)
    odds = 2.0 ** _bounded(sum(weights.values()))
    return odds / (1.0 + odds), weights


def _order_levels(claim: ClaimFact, order: OrderFact, payments: tuple[PaymentFact, ...]) -> Levels:
    levels: Levels = {}
    _put(levels, "phone", phone_level(claim.customer_phone, order.customer_phone))
    _put(levels, "name", name_level(claim.customer_name, order.customer_name))
    _put(levels, "salesperson", name_level(claim.salesperson, order.salesperson))
    _put(levels, "store", word_level(claim.store, order.store))
    _put(levels, "order_no", order_no_level(claim.order_no, order.order_no))
    _put(levels, "product", word_level(claim.product, order.product))
    parts = [payment.amount_fen for payment in payments]
    whole = order.amount_fen, sum(part for part in parts if part and part > 0)
    _put(levels, "amount", amount_level(claim.amount_fen, whole, parts))
    _put(levels, "date", date_level(claim.occurred_on, [order.ordered_on, *(payment.paid_on for payment in payments)]))
    if claim.about_order_no is not None and claim.about_order_no == order.order_no:
        levels["invited"] = "denied" if claim.bought == "no" else "same"
    return levels


def _put(levels: Levels, field: str, level: str | None) -> None:
    if level is not None:
        levels[field] = level


def _weigh(levels: Mapping[str, str], bits: Bits) -> dict[str, float]:
    weights = {"prior": PRIOR_BITS}
    weights.update((field, bits[field][level]) for field, level in levels.items())
    _cap_customer(weights)
    return weights


def _cap_customer(weights: dict[str, float]) -> None:
    """Take what exceeds the cap from the weakest evidence first, so that the bits shown still add up."""
    excess = sum(weights.get(field, 0.0) for field in CUSTOMER_FIELDS) - CUSTOMER_CAP_BITS
    for field in reversed(CUSTOMER_FIELDS):
        if excess <= 0:
            return
        taken = min(excess, max(weights.get(field, 0.0), 0.0))
        if taken:
            weights[field] -= taken
            excess -= taken


def _graded(order_no: str | None, probability: float, weights: Mapping[str, float], levels: Mapping[str, str]) -> Match:
    if probability >= MATCH_PROBABILITY:
        return Match(order_no, probability, "match", weights, levels)
    return Match(order_no, probability, "possible" if probability >= DOUBT_PROBABILITY else "none", weights, levels)


def _bounded(bits: float) -> float:
    return max(-_MAX_BITS, min(_MAX_BITS, bits))
