"""A customer's name and telephone as one sealed cell. They are shown and compared together, and two seals cost twice as much.

Knows the vault, and of tables only what the column is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple  # Any: rows come from the driver untyped

from crypto.vault import Vault

LABEL = "customer"
COLUMN = f"sealed_{LABEL}"


class Customer(NamedTuple):
    """None for what the books do not say."""

    name: str | None = None
    phone: str | None = None


def seal_customers(vault: Vault, names: Iterable[str | None], phones: Iterable[str | None]) -> list[bytes | None]:
    """None where neither is known. A name is one line."""
    pairs = zip(names, phones, strict=True)
    return vault.seal_all(LABEL, [f"{name or ''}\n{phone or ''}" if name or phone else None for name, phone in pairs])


def open_customer(vault: Vault, sealed: bytes | None) -> Customer:
    """Raises WrongKey."""
    return _opened(vault.open(LABEL, bytes(sealed)) if sealed else None)


def open_customers(vault: Vault, rows: Sequence[Mapping[str, Any]]) -> list[Customer]:
    """The same for many rows."""
    return list(
        map(_opened, vault.open_all(LABEL, (bytes(sealed) if (sealed := row[COLUMN]) else None for row in rows)))
    )


def _opened(text: str | None) -> Customer:
    if text is None:
        return Customer()
    name, _, phone = text.rpartition("\n")
    return Customer(name or None, phone or None)
