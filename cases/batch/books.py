"""The doubts between records as the books stand: only what does not simply fit is opened, into memory. Knows no rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from cases.crosscheck.between import (
    CUSTOMERS_OF_ONE_PHONE,
    GAP_FEN,
    GAP_SHARE,
    LATE,
    Ledgers,
    is_ours,
    record_findings,
    tells_of_unpaid,
)
from cases.crosscheck.engine import Finding
from cases.crosscheck.rules import SETTLED
from cases.gathering import Books, order_fact, payment_fact
from cases.records.unsettled import Asked, unsettled
from crypto.vault import Vault

T = TypeVar("T")


async def doubts_between(vault: Vault, books: Books) -> Iterator[Finding]:
    """Everything odd between orders, payments and contacts, one after another."""
    asked = Asked(
        lambda account: not books.accounts or is_ours(account, books.accounts),
        gap_fen=GAP_FEN,
        gap_share=GAP_SHARE,
        customers=CUSTOMERS_OF_ONE_PHONE,
        statuses=SETTLED,
        late=LATE,
        is_hopeless=lambda due, unpaid: not tells_of_unpaid(due, unpaid),
    )
    found = await unsettled(vault, asked)
    return record_findings(
        Ledgers(
            [order_fact(order) for order in _let_go(found.orders)],
            [payment_fact(payment) for payment in _let_go(found.payments)],
            books.salespeople,
            books.accounts,
            found.received,
            found.due,
            found.all_unpaid,
        )
    )


def _let_go(records: list[T]) -> Iterator[T]:
    """One after another; none is held both as it was read and as a fact."""
    records.reverse()
    while records:
        yield records.pop()
