"""How much a customer is worth asking, as a whole number, and why. Pure: facts in, weight out; knows no person's name.

The weights are a choice, not a measurement (decision 0033): they say where diverted deals leave traces, and are kept small
so that no single sign decides. What is under suspicion anywhere plays no part, so that a round betrays no case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "gone",
    "deleted",
    "went_silent",
    "large",
    "employee_phone",
    "shared_phone",
    "changed_phone",
    "seller_left",
    "stopped",
]

EVERYBODY = 1
WEIGHTS: Mapping[Reason, int] = {
    "deleted": 4,  # an order that vanished from the company's program
    "went_silent": 3,  # a lost lead whose customer bought nothing since
    "employee_phone": 3,  # an employee's phone stands where a customer's should
    "changed_phone": 3,  # somebody put another phone on the order soon after the sale
    "gone": 2,  # cancelled or returned: the goods may have gone all the same
    "shared_phone": 2,  # one phone under several customers' names
    "seller_left": 2,
    "stopped": 2,  # bought regularly, then no more
    "large": 1,  # among the largest tenth of the frame
}


@dataclass(frozen=True)
class Signs:
    """What the books say about one order or lead."""

    status: str
    amount_fen: int = 0
    is_lead: bool = False
    bought_since: bool = False
    has_employees_phone: bool = False
    has_shared_phone: bool = False
    has_changed_phone: bool = False
    seller_left: bool = False
    stopped_buying: bool = False


def reasons(signs: Signs, large_from_fen: int) -> tuple[Reason, ...]:
    holds: dict[Reason, bool] = {
        "deleted": signs.status == "deleted",
        "went_silent": signs.is_lead and not signs.bought_since,
        "employee_phone": signs.has_employees_phone,
        "changed_phone": signs.has_changed_phone,
        "gone": signs.status in ("cancelled", "returned"),
        "shared_phone": signs.has_shared_phone,
        "seller_left": signs.seller_left,
        "stopped": signs.stopped_buying,
        "large": 0 < large_from_fen <= signs.amount_fen,
    }
    return tuple(reason for reason in WEIGHTS if holds[reason])


def weight(found: Sequence[Reason]) -> int:
    return EVERYBODY + sum(WEIGHTS[reason] for reason in found)


def large_from(amounts_fen: Sequence[int]) -> int:
    """Where the largest tenth begins; 0 if there are too few amounts to speak of tenths."""
    known = sorted(amount for amount in amounts_fen if amount > 0)
    return known[-(len(known) // 10)] if len(known) >= 10 else 0
