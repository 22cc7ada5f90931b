"""Names, phones and accounts as pages show them: enough to tell two apart, too little to use."""

from __future__ import annotations

from cases.crosscheck.fields import plain_account


def masked_name(name: str | None) -> str:
    """张*: enough to tell two payees apart, too little to quote."""
    return f"{name[0]}*" if name else ""


def masked_account(account: str | None) -> str:
    """The last four characters of an account."""
    plain = plain_account(account or "")
    return f"…{plain[-4:]}" if plain else ""


def masked_phone(phone: str | None) -> str:
    """138****1234: enough to tell it again, too little to call."""
    if not phone:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 8 else f"****{phone[-4:]}"
