"""The doubts between records as the books stand: only what does not simply fit is opened, into memory. Knows no rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from cases.crosscheck.between import (
    CUSTOMERS_OF_ONE_PHONE,
    GAP_FEN,
    GAP_SHARE,
    LATE,
    Ledgers,
    is_ours,
    record_findings,
)
from cases.crosscheck.engine import Finding
from cases.crosscheck.rules import SETTLED
from cases.gathering import Books, order_fact, payment_fact
from cases.records.dates import COMPANY_ZONE
from cases.records.unsettled import due_orders, unsettled
from crypto.vault import Vault


async def doubts_between(vault: Vault, books: Books) -> Iterator[Finding]:
    """Everything odd between orders, payments and contacts, one after another."""
    found = await unsettled(
        vault,
        lambda account: is_ours(account, books.accounts) or not books.accounts,
        gap_fen=GAP_FEN,
        gap_share=GAP_SHARE,
        customers=CUSTOMERS_OF_ONE_PHONE,
    )
    due = None
    if found.received is not None:
        first, last = (datetime.combine(day, time.min, COMPANY_ZONE) for day in found.received)
        due = await due_orders(SETTLED, first, last - LATE + timedelta(days=1))
    ledgers = Ledgers(
        [order_fact(order) for order in found.orders],
        [payment_fact(payment) for payment in found.payments],
        books.salespeople,
        books.accounts,
        found.received,
        due,
    )
    return record_findings(ledgers)
