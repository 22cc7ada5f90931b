"""A finding between two records, or about a figure: its rows are whatever fields either side holds, personal ones masked.

Knows names of fields and no kind, so that a new kind is drawn before anybody has thought of its page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any  # the sealed detail is JSON, untyped once opened

from cases.masking import masked_account, masked_name, masked_phone
from cases.wording import FIELDS, VALUES
from surveys.sentences import N_

FURTHER_FIELDS: Mapping[str, str] = {
    "order_no": FIELDS["order_no"],
    "payment_no": N_("Receipt"),
    "lead_no": N_("Lead"),
    "amount": FIELDS["amount"],
    "paid": N_("Received altogether"),
    "payer_name": N_("Payer"),
    "customer_name": N_("Customer"),
    "customer_phone": FIELDS["phone"],
    "phone": FIELDS["phone"],
    "payee_account": FIELDS["payee"],
    "salesperson": FIELDS["salesperson"],
    "store": FIELDS["store"],
    "product": FIELDS["product"],
    "status": FIELDS["state"],
    "ordered_at": FIELDS["date"],
    "paid_at": FIELDS["date"],
    "created_at": FIELDS["date"],
    "changed_on": N_("Changed, as we learned"),
    "method": N_("Method"),
    "orders": N_("Orders"),
    "rate": N_("Share"),
    "expected": N_("Expected"),
    "period": N_("Period"),
    "cases": N_("Of these, noticed"),
    "chance": N_("Chance alone"),
    "usual": N_("Usual share of the list price"),
    "people": N_("People, at least"),
    "claims": N_("Statements"),
    "sources": N_("Ways they came"),
    "terms": N_("Words together"),
    "weight": N_("Weight of the words"),
    "list": N_("Version of the list"),
}
Side = Mapping[str, Any]


def fields_of(said: Side, recorded: Side) -> tuple[str, ...]:
    """Those that at least one side holds, in the order in which they were written."""
    return tuple(
        name for name in dict.fromkeys((*said, *recorded)) if (said.get(name), recorded.get(name)) != (None, None)
    )


def label_of(name: str) -> str:
    plain = name.removesuffix("_fen")
    return FURTHER_FIELDS.get(plain, plain.replace("_", " "))


def form_of(name: str, value: object) -> str:
    if name.endswith("_fen"):
        return "money"
    return "word" if name == "status" and value in VALUES else "text"


def shown(name: str, value: Any) -> str | int | None:
    """Money stays in fen, shares become per cent, people and accounts are masked."""
    if value is None or name.endswith("_fen"):
        return None if value is None else int(value)
    if name == "status":
        return VALUES.get(value, str(value))
    if "phone" in name:
        return masked_phone(str(value))
    if "account" in name:
        return masked_account(str(value))
    if name.endswith("_name"):
        return masked_name(str(value))
    if name.endswith(("rate", "share")) and isinstance(value, float):
        return f"{value * 100:.1f} %"
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
