"""What a call-back is about: a plain value from whoever keeps orders or leads. Knows neither table."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from crypto.vault import Vault
from surveys.definitions.form import Text

SubjectKind = Literal["order", "lead", "contact"]
PhoneOf = Literal["payer", "consignee", "former", "customer"]
DrawnBy = Literal["random", "risk", "both", "list"]
CONTACT_LABEL = "surveys_invitation.contact"
TRANSACTION_COLUMN = "surveys_invitation.transaction"


@dataclass(frozen=True)
class Transaction:
    """One order or lead, as the records hold it on the day somebody is asked about it; or a contact without either.

    day: of the order or lead, for the window of months a customer is shown. amount_fen: None where nothing was priced.
    phone_of: whose phone `customer_phone` is; "former" is the one before it was replaced soon after the sale.
    booked_phone: the customer's own in the books, which what they say is matched by; "" where it is the same.
    drawn_by: which draw it fell to; the probabilities are of the random draw alone and of being asked at all.
    """

    kind: SubjectKind
    ref: str
    day: date | None = None
    amount_fen: int | None = None
    product: str = ""
    store: str = ""
    salesperson: str = ""
    customer_name: str = ""
    customer_phone: str = ""
    customer_email: str = ""
    inclusion_probability: float = 1.0
    random_probability: float = 0.0
    drawn_by: DrawnBy = "list"
    phone_of: PhoneOf = "customer"
    booked_phone: str = ""

    @property
    def recorded(self) -> dict[str, str]:
        """What a second look compares with, by field of a claim."""
        if self.amount_fen is None or self.kind == "lead":
            return {}  # a quote is no price: whoever paid another sum has made no slip
        return {"amount": f"{self.amount_fen // 100}.{self.amount_fen % 100:02d}"}

    @property
    def contact(self) -> str:
        """What tells two customers apart for the cool-down: phone, else mail address, else the subject itself."""
        return self.contacts[0] if self.contacts else f"{self.kind}:{self.ref}"

    @property
    def contacts(self) -> tuple[str, ...]:
        """Every way to reach this customer that we know, in one spelling each; the first is the one that counts."""
        found = (phone_digits(self.customer_phone), self.customer_email.strip().lower())
        return tuple(contact for contact in found if contact)


def phone_digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdecimal())[-11:]


def sealed(transaction: Transaction, vault: Vault) -> bytes:
    values = asdict(transaction) | {"day": transaction.day.isoformat() if transaction.day else None}
    return vault.seal(TRANSACTION_COLUMN, json.dumps(values, ensure_ascii=False))


def opened(sealed_transaction: bytes, vault: Vault) -> Transaction:
    values = json.loads(vault.open(TRANSACTION_COLUMN, sealed_transaction))
    values["day"] = date.fromisoformat(values["day"]) if values["day"] else None
    return Transaction(**values)


def window_of(transaction: Transaction, today: date) -> Text | None:
    """The months a customer is reminded of: wide enough to tell no date. None without a day.

    A lead: its own month and the three that follow. Anything else: the month before to the month after.
    """
    if transaction.day is None:
        return None
    before, after = (0, 3) if transaction.kind == "lead" else (1, 1)
    month = transaction.day.year * 12 + transaction.day.month - 1
    first, last = month - before, min(month + after, today.year * 12 + today.month - 1)
    same_year = first // 12 == last // 12
    return Text(
        f"{first // 12} 年 {first % 12 + 1} 月到 {'' if same_year else f'{last // 12} 年 '}{last % 12 + 1} 月",
        f"the months from {_month(first)} to {_month(last)}",
    )


def _month(number: int) -> str:
    names = "January February March April May June July August September October November December"
    return f"{names.split()[number % 12]} {number // 12}"
