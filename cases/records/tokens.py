"""Blind tokens of customers and accounts: one spelling, one label per column family. Only this module knows the labels.

Four digits alone are ten thousand values and would soon be guessed; they are only taken together with a name.
"""

from __future__ import annotations

from dataclasses import dataclass

from cases.records.values import account_key, name_key
from crypto.vault import Vault

LAST_FOUR = 4


@dataclass(frozen=True)
class Tokens:
    """Tokens under one vault; None wherever a part is missing."""

    vault: Vault

    def phone(self, phone: str | None) -> bytes | None:
        digits = _digits(phone)
        return self.vault.token("phone", digits) if len(digits) > LAST_FOUR else None

    def name(self, name: str | None) -> bytes | None:
        return self.vault.token("name", name_key(name)) if name else None

    def name_salesperson(self, name: str | None, salesperson: str | None) -> bytes | None:
        if not name or not salesperson:
            return None
        return self.vault.token("name+salesperson", f"{name_key(name)}\n{name_key(salesperson)}")

    def last_four_name(self, phone: str | None, name: str | None) -> bytes | None:
        digits = _digits(phone)
        if not name or len(digits) < LAST_FOUR:
            return None
        return self.vault.token("phone_last4+name", f"{digits[-LAST_FOUR:]}\n{name_key(name)}")

    def payee_account(self, account: str | None) -> bytes | None:
        return self.vault.token("payee_account", account_key(account)) if account else None


def _digits(phone: str | None) -> str:
    return "".join(filter(str.isdigit, phone or ""))
