"""The engine: one claim and the records that could bear on it in, a match and explained findings out.

Pure and deterministic. Decides what an uncertain match allows, and which of two explanations is the more specific.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from .anothers import highest_without_order
from .facts import Candidates, ClaimFact, LeadFact
from .matching import Bits, Match, choose, rank, score_lead
from .rules import (
    CLAIM_RULES,
    ORDER_RULES,
    Grade,
    Rule,
    Situation,
    affirms,
    no_order,
    paid_company,
    payee_not_company,
    unbooked_payment,
)
from .sentences import Summary, Values, summary
from .terms import notice, terms_said, words_said
from .weighing import SHIPPED, Weighing
from .weights import DOUBT_PROBABILITY, MATCH_PROBABILITY, POSSIBLE_PROBABILITY, TIGHT_BITS, TRANSACTION_FIELDS

GRADES: tuple[Grade, ...] = ("hint", "review", "finding")
RIVAL_PROBABILITY = 0.10


@dataclass(frozen=True, slots=True)
class Finding:
    """One explained discrepancy, never a verdict. `weights` are the bits of the match it rests on."""

    kind: str
    grade: Grade
    order_no: str | None
    lead_no: str | None
    payment_no: str | None
    salesperson: str | None
    probability: float
    weights: Mapping[str, float]
    said: Values
    recorded: Values
    summary: Summary


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one claim: the order it is about, all candidates best first, and the findings."""

    match: Match
    candidates: tuple[Match, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Lead:
    fact: LeadFact
    probability: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """One claim held against its records, and the order it is about; nothing is said yet of what differs."""

    match: Match
    candidates: tuple[Match, ...]
    lead: _Lead | None


def check(claim: ClaimFact, records: Candidates, weighing: Weighing = SHIPPED) -> Verdict:
    """Compare one claim with the records. The answer depends on nothing but the arguments."""
    return judge(claim, records, weigh(claim, records, weighing), weighing)


def weigh(claim: ClaimFact, records: Candidates, weighing: Weighing = SHIPPED) -> Weighed:
    """The first half of `check`: enough to know whether other records are worth looking for."""
    candidates = rank(claim, records.orders, records.payments, weighing.bits)
    match = choose(candidates)
    lead = _best_lead(claim, records, weighing.bits)
    if lead is not None and _rests_on_customer_alone(match):
        match = Match(None, match.probability, "none", match.weights, match.levels)
    return Weighed(match, candidates, lead)


def judge(claim: ClaimFact, records: Candidates, weighed: Weighed, weighing: Weighing = SHIPPED) -> Verdict:
    """The second half: what differs between the claim and these records, weighed before."""
    match, candidates, lead = weighed.match, weighed.candidates, weighed.lead
    is_known = match.order_no is not None
    found = _matched(claim, records, match, candidates) if is_known else _unmatched(claim, records, match, lead)
    found += _words(_situation(claim, records, match.order_no), match)
    return Verdict(match, candidates, tuple(trusted(one, weighing) for one in found))


def trusted(found: Finding, weighing: Weighing) -> Finding:
    """The same, no stronger than its rule has earned."""
    grade = weighing.strength(found.kind, found.grade)
    return found if grade == found.grade else replace(found, grade=grade)


def _words(situation: Situation, match: Match) -> tuple[Finding, ...]:
    """What the text says by itself; the order, if there is one, only says whom it is about."""
    claim = situation.claim
    noticed = notice(claim.text, situation.records.words)
    if noticed is None:
        return ()
    found = _finding("sensitive_terms", noticed.grade, situation, match.probability, match.weights)
    said = {"salesperson": claim.salesperson, "store": claim.store, **terms_said(noticed)}
    return (replace(found, said=said, summary=words_said(noticed, claim.source)),)


def _matched(claim: ClaimFact, records: Candidates, match: Match, candidates: tuple[Match, ...]) -> tuple[Finding, ...]:
    situation = _situation(claim, records, match.order_no)
    rivals = [
        _situation(claim, records, other.order_no)
        for other in candidates[1:]
        if match.grade != "match" and other.probability >= RIVAL_PROBABILITY
    ]
    sure = match.grade == "match" and _is_tight(match)
    ceiling: Grade = "finding" if sure and claim.bought != "no" else "review"
    found = []
    for kind, rule in (*ORDER_RULES.items(), *CLAIM_RULES.items()):
        grade = _grade(rule, situation, rivals)
        if grade is not None:
            highest = "finding" if kind == "order_denied" and sure else ceiling
            found.append(_finding(kind, _at_most(grade, highest), situation, match.probability, match.weights))
    return tuple(found)


def _grade(rule: Rule, situation: Situation, rivals: list[Situation]) -> Grade | None:
    """A doubt that another order still in question would explain is no doubt."""
    grade = rule(situation)
    if grade is None or any(rule(rival) is None for rival in rivals):
        return None
    return grade


def _unmatched(claim: ClaimFact, records: Candidates, match: Match, lead: _Lead | None) -> tuple[Finding, ...]:
    situation = Situation(claim, None, (), records)
    found = []
    missing = _missing(situation, match, lead)
    if missing is not None:
        found.append(missing)
    for kind, rule in (("payee_not_company", payee_not_company), *CLAIM_RULES.items()):
        grade = rule(situation)
        if grade is not None:
            found.append(
                _finding(kind, grade, situation, match.probability, match.weights, lead=lead.fact if lead else None)
            )
    return tuple(found)


def _missing(situation: Situation, match: Match, lead: _Lead | None) -> Finding | None:
    """The purchase is not in the books: a lost lead says so better than the bare absence of an order."""
    claim = situation.claim
    grade = no_order(situation)
    if lead is not None and lead.fact.status in ("lost", "dormant") and affirms(claim):
        sure = lead.probability >= MATCH_PROBABILITY and match.probability < DOUBT_PROBABILITY and claim.bought == "yes"
        sure = sure and lead.weights.get("quoted", 0.0) > 0  # or it may be another purchase of somebody who once asked
        strength: Grade = "finding" if sure else "review"
        return _finding("lead_lost_but_bought", strength, situation, lead.probability, lead.weights, lead=lead.fact)
    if grade is None:
        return None
    payment = unbooked_payment(claim, situation.records)
    if match.probability >= DOUBT_PROBABILITY or lead is not None or payment is not None:
        grade = _at_most(grade, "review")
    grade = _at_most(grade, highest_without_order(claim, situation.records))
    probability = 1.0 - match.probability
    return _finding(
        "no_order",
        grade,
        situation,
        probability,
        match.weights,
        lead=lead.fact if lead else None,
        payment_no=payment.payment_no if payment else None,
    )


def _best_lead(claim: ClaimFact, records: Candidates, bits: Bits) -> _Lead | None:
    leads = [_Lead(lead, *score_lead(claim, lead, bits)) for lead in records.leads]
    leads.sort(key=lambda lead: (-lead.probability, lead.fact.lead_no))
    return leads[0] if leads and leads[0].probability >= POSSIBLE_PROBABILITY else None


def _rests_on_customer_alone(match: Match) -> bool:
    return match.order_no is not None and not any(field in match.levels for field in TRANSACTION_FIELDS)


def _is_tight(match: Match) -> bool:
    """True if the transaction itself is pinned down, not just a customer who bought something thereabouts."""
    if match.levels.get("order_no") in ("same", "near") or "invited" in match.levels:
        return True
    return match.weights.get("amount", 0.0) + match.weights.get("date", 0.0) >= TIGHT_BITS


def _situation(claim: ClaimFact, records: Candidates, order_no: str | None) -> Situation:
    order = next((order for order in records.orders if order.order_no == order_no), None)
    payments = tuple(payment for payment in records.payments if payment.order_no == order_no)
    return Situation(claim, order, payments, records)


def _at_most(grade: Grade, highest: Grade) -> Grade:
    return GRADES[min(GRADES.index(grade), GRADES.index(highest))]


def _finding(
    kind: str,
    grade: Grade,
    situation: Situation,
    probability: float,
    weights: Mapping[str, float],
    *,
    lead: LeadFact | None = None,
    payment_no: str | None = None,
) -> Finding:
    claim, order = situation.claim, situation.order
    said, recorded = _said(claim), _recorded(situation, lead)
    owner = order.salesperson if order else lead.salesperson if lead else None
    return Finding(
        kind=kind,
        grade=grade,
        order_no=order.order_no if order else None,
        lead_no=lead.lead_no if lead else None,
        payment_no=payment_no,
        salesperson=owner or claim.salesperson,
        probability=round(probability, 4),
        weights=weights,
        said=said,
        recorded=recorded,
        summary=summary(kind, claim.source, said, recorded),
    )


def _said(claim: ClaimFact) -> Values:
    return {
        "bought": claim.bought,
        "order_no": claim.order_no,
        "amount_fen": claim.amount_fen,
        "occurred_on": _iso(claim.occurred_on),
        "payee_kind": claim.payee_kind,
        "payee_name": claim.payee_name,
        "payee_account": claim.payee_account,
        "salesperson": claim.salesperson,
        "store": claim.store,
        "product": claim.product,
        "received": claim.received,
    }


def _recorded(situation: Situation, lead: LeadFact | None) -> Values:
    order = situation.order
    if order is not None:
        return {
            "order_no": order.order_no,
            "amount_fen": order.amount_fen,
            "ordered_at": _iso(order.ordered_on),
            "payee_account": order.payee_account,
            "payee_kind": "company" if paid_company(situation) else None,
            "salesperson": order.salesperson,
            "store": order.store,
            "product": order.product,
            "status": order.status,
        }
    if lead is not None:
        return {
            "lead_no": lead.lead_no,
            "quoted_amount_fen": lead.quoted_amount_fen,
            "created_at": _iso(lead.created_on),
            "salesperson": lead.salesperson,
            "store": lead.store,
            "product": lead.product,
            "status": lead.status,
        }
    return {}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def finding_json(claim_no: str | None, finding: Finding) -> dict[str, object]:
    """One line of `brightline crosscheck --out`: money in yuan as text, absent values None."""
    return {
        "claim_no": claim_no,
        "kind": finding.kind,
        "grade": finding.grade,
        "order_no": finding.order_no,
        "lead_no": finding.lead_no,
        "payment_no": finding.payment_no,
        "salesperson": finding.salesperson,
        "probability": finding.probability,
        "weights": {field: round(bits, 2) for field, bits in finding.weights.items()},
        "said": _in_yuan(finding.said),
        "recorded": _in_yuan(finding.recorded),
        "summary": finding.summary._asdict(),
    }


def _in_yuan(values: Values) -> dict[str, str | int | None]:
    return dict(_yuan(name, value) for name, value in values.items())


def _yuan(name: str, value: str | int | None) -> tuple[str, str | int | None]:
    if not name.endswith("_fen"):
        return name, value
    return name.removesuffix("_fen"), f"{value // 100}.{value % 100:02d}" if isinstance(value, int) else None
