"""What a presenter needs to know of the made-up company. Builds nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from cases.staff import NewStaff
from crypto.receipts import Receipt


@dataclass(frozen=True)
class DemoCompany:
    """receipt: of a report that was answered; customer_token: of an open link."""

    today: date
    staff: tuple[NewStaff, ...]
    receipt: Receipt = field(repr=False)
    customer_token: str = field(repr=False)
