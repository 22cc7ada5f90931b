"""Records read in bulk for the batch: all of a kind in chunks, or those with the numbers listed. Opens into memory only.

Knows no claim; `lookup.py` finds the records of one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any  # rows come from the driver untyped

from cases.records.lookup import (
    LeadRecord,
    OrderRecord,
    PaymentRecord,
    lead_of,
    order_of,
    payment_of,
)
from cases.records.paging import pages
from cases.records.tables import Lead, Order, Payment
from cases.records.tokens import Tokens, each_name
from cases.records.values import order_key
from crypto.vault import Vault

CHUNK_ROWS = 4000  # within the parameters that both engines take for the look-ups that follow


async def all_leads(vault: Vault) -> AsyncIterator[list[LeadRecord]]:
    async for rows in pages(Lead, CHUNK_ROWS):
        yield [lead_of(row, vault) for row in rows]


async def payments_of(
    vault: Vault, order_nos: Iterable[str], payer_names: Iterable[str] = ()
) -> tuple[PaymentRecord, ...]:
    """Payments tied to these orders, and those tied to none whose payer bears one of these names."""
    keys = sorted({order_key(number) for number in order_nos} - {""})
    tokens = sorted({token for name in payer_names for token in each_name(vault, name)})
    found: dict[int, dict[str, Any]] = {}
    for part in _parts(keys):
        found.update((row["id"], row) for row in await Payment.select().where(Payment.order_key.is_in(part)))
    for part in _parts(tokens):
        untied = await Payment.select().where(Payment.name_token.is_in(part), Payment.order_key == "")
        found.update((row["id"], row) for row in untied)
    return tuple(payment_of(row, vault) for row in found.values())


async def orders_of_phones(vault: Vault, phones: Iterable[str]) -> tuple[OrderRecord, ...]:
    """Every order that has one of these telephones."""
    tokens = sorted(filter(None, Tokens(vault).phones(sorted(phones))))
    found: list[OrderRecord] = []
    for part in _parts(tokens):
        found += [order_of(row, vault) for row in await Order.select().where(Order.phone_token.is_in(part))]
    return tuple(found)


def _parts(values: Sequence[Any]) -> Iterable[list[Any]]:
    return (list(values[start : start + CHUNK_ROWS]) for start in range(0, len(values), CHUNK_ROWS))
