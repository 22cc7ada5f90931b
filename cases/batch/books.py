"""The whole books as facts, for the doubts between records. Opened into memory only, words that repeat held once."""

from __future__ import annotations

from dataclasses import replace
from sys import intern

from cases.crosscheck.between import Ledgers, record_findings
from cases.crosscheck.engine import Finding
from cases.crosscheck.facts import OrderFact, PaymentFact
from cases.gathering import Books, order_fact, payment_fact
from cases.records import in_bulk
from crypto.vault import Vault


async def doubts_between(vault: Vault, books: Books) -> list[Finding]:
    """Everything odd between orders, payments and contacts as the books stand."""
    orders = [_shared(order_fact(one)) async for some in in_bulk.all_orders(vault) for one in some]
    payments = [_received(payment_fact(one)) async for some in in_bulk.all_payments(vault) for one in some]
    return list(record_findings(Ledgers(orders, payments, books.salespeople, books.accounts)))


def _shared(order: OrderFact) -> OrderFact:
    return replace(
        order,
        salesperson=_once(order.salesperson),
        store=_once(order.store),
        product=_once(order.product),
        payee_account=_once(order.payee_account),
    )


def _received(payment: PaymentFact) -> PaymentFact:
    return replace(payment, payee_account=_once(payment.payee_account), method=_once(payment.method))


def _once(text: str | None) -> str | None:
    return intern(text) if text else None
