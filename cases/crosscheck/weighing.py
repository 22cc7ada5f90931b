"""What one company makes of the shipped weights: bits moved a little, and how far each rule is trusted at each strength.

A plain value handed to the engine, which knows no other. What nobody moved is as shipped (`weights.py` and SHIPPED_TRUST).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .rules import Grade
from .weights import WEIGHTS

STRONG, FAIR = (
    0.98,
    0.60,
)  # the benchmark holds every rule to the first; of what a person must decide more is right than not
KEPT: Mapping[Grade, float] = {"finding": 0.90, "review": 0.30, "hint": 0.0}
"""A rule that is right less often than this at one strength speaks at the next lower one."""
MOST_MOVED = 6.0  # bits: beyond it a weight says another thing than the one it was measured for

_BOTH = (
    "no_order",
    "order_denied",
    "amount_differs",
    "payee_not_company",
    "salesperson_differs",
    "cancelled_but_delivered",
    "lead_lost_but_bought",
    "deleted_after_confirmation",
    "payment_amount_differs",
    "payment_payee_not_company",
)
_REVIEW = (
    "private_contact",
    "private_discount",
    "coached_answer",
    "payment_without_order",
    "order_without_payment",
    "shared_contact",
    "contact_changed_by_owner",
    "corroborated",
    "cancel_rate_outlier",
    "discount_outlier",
    "repeat_business_drop",
    "sensitive_terms",
)
SHIPPED_TRUST: Mapping[str, Mapping[Grade, float]] = {
    **{kind: {"finding": STRONG, "review": FAIR} for kind in _BOTH},
    **{kind: {"review": FAIR} for kind in _REVIEW},
}


@dataclass(frozen=True, slots=True)
class Weighing:
    """`bits` by field and level, `trust` (0..1) by kind and grade. Version 0 is the shipped one."""

    bits: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: WEIGHTS)
    trust: Mapping[str, Mapping[Grade, float]] = field(default_factory=lambda: SHIPPED_TRUST)
    version: int = 0

    def strength(self, kind: str, grade: Grade) -> Grade:
        """How strongly a doubt is told that the rule itself would tell as `grade`."""
        trusted = self.trust.get(kind, {})
        if grade == "finding" and trusted.get("finding", 1.0) < KEPT["finding"]:
            grade = "review"
        if grade == "review" and trusted.get("review", 1.0) < KEPT["review"]:
            grade = "hint"
        return grade


SHIPPED = Weighing()


def weighing_of(moved: Mapping[str, float], version: int) -> Weighing:
    """moved: by "bits.phone.same" or "trust.no_order.finding"; what is none of ours is left alone."""
    return Weighing(
        {
            name: {level: moved.get(f"bits.{name}.{level}", bits) for level, bits in of.items()}
            for name, of in WEIGHTS.items()
        },
        {
            kind: {grade: moved.get(f"trust.{kind}.{grade}", share) for grade, share in of.items()}
            for kind, of in SHIPPED_TRUST.items()
        },
        version,
    )


def shipped_values() -> Mapping[str, float]:
    """Everything that can be moved, under its name."""
    bits = {f"bits.{name}.{level}": value for name, of in WEIGHTS.items() for level, value in of.items()}
    return bits | {f"trust.{kind}.{grade}": share for kind, of in SHIPPED_TRUST.items() for grade, share in of.items()}


def bounds_of(name: str) -> tuple[float, float]:
    """Within what a value may be moved."""
    shipped = shipped_values()[name]
    return (0.0, 1.0) if name.startswith("trust.") else (shipped - MOST_MOVED, shipped + MOST_MOVED)
