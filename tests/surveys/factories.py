"""Valid things by default: transactions, plans, complete answers."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from crypto.vault import Vault
from surveys import Invited, Plan, Transaction, invite

NOW = datetime(2026, 6, 1, 3, 30, tzinfo=UTC)
INVESTIGATOR = UUID(int=7)
NO_PURCHASE = {"bought": ["no"], "events": ["none"]}
PURCHASE = {
    "bought": ["yes"],
    "paid_on": ["2026-05-08"],
    "amount": ["4200"],
    "payee_kind": ["company"],
    "salesperson": ["张伟"],
    "received": ["all"],
    "invoice": ["yes"],
    "events": ["none"],
}


def make_transaction(number: int = 1, **changed: Any) -> Transaction:
    values: dict[str, Any] = {
        "kind": "order",
        "ref": f"XS-2605-{number:06d}",
        "day": date(2026, 5, 8),
        "amount_fen": 420_000,
        "product": "实木床",
        "store": "城东店",
        "salesperson": "张伟",
        "customer_name": "周敏",
        "customer_phone": f"139{number:08d}",
    }
    return Transaction(**values | changed)


def make_plan(**changed: Any) -> Plan:
    values: dict[str, Any] = {
        "company": "恒木家居",
        "channel": "links",
        "frame": "orders",
        "started_by": INVESTIGATOR,
    }
    return Plan(**values | changed)


async def invited(vault: Vault, transactions: Sequence[Transaction] = (), **plan: Any) -> Invited:
    return await invite(transactions or [make_transaction()], make_plan(**plan), vault, NOW)
