"""A record of the contract as a row of its table: what is sealed, what gets a token, and the hash that tells a change.

Knows the vault, but no database session.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any  # a row's values are what the columns of its table take
from uuid import UUID, uuid4

from piccolo.columns import Column
from piccolo.table import Table

from cases.records.cells import Record, Value
from cases.records.contract import CONTRACT, Kind, field_name
from cases.records.tables import Account, Lead, Order, Payment, SalespersonRecord
from cases.records.tokens import Tokens
from cases.records.values import order_key
from crypto.vault import Vault

HASH_BYTES = 16
Row = dict[str, Any]  # Any: bytes, text, numbers, dates and None by column


@dataclass(frozen=True)
class Stamp:
    """What every row of one import carries."""

    import_id: UUID
    day: date


@dataclass(frozen=True)
class Shelf:
    """Where records of one kind are kept: the table, its key column, and how a record becomes a row."""

    table: type[Table]
    key_column: Column
    key_of: Callable[[Record, Tokens], Any]  # text, or bytes for an account's token
    row_of: Callable[[Record, Vault, Tokens], Row]


class Clerk:
    """Turns records of one kind into rows under one vault."""

    def __init__(self, kind: Kind, vault: Vault) -> None:
        self.shelf = SHELVES[kind]
        self._kind = kind
        self._vault = vault
        self._tokens = Tokens(vault)
        self._names = tuple(sorted(field_name(column) for column in CONTRACT[kind]))
        self._hash_key = vault.subkey(f"content_hash:{kind}")

    def key(self, record: Record) -> Any:  # text, or bytes for an account's token
        return self.shelf.key_of(record, self._tokens)

    def content_hash(self, record: Record) -> bytes:
        """Equal for equal content. Keyed: a plain digest of a phone number falls to trying them all."""
        content = "\x1f".join([f"{name}={record[name]}" for name in self._names])
        return hashlib.blake2b(content.encode(), key=self._hash_key, digest_size=HASH_BYTES).digest()

    def row(self, record: Record, content_hash: bytes, stamp: Stamp) -> Row:
        row = self.shelf.row_of(record, self._vault, self._tokens)
        deleted_on = stamp.day if record.get("status") == "deleted" else None
        row.update(id=uuid4(), content_hash=content_hash, import_id=stamp.import_id, deleted_on=deleted_on)
        return row


def _sealed(vault: Vault, column: str, value: Value) -> bytes | None:
    return vault.seal(column, str(value)) if value else None


def _text(value: Value) -> str:
    return str(value) if value else ""


def _customer(record: Record, vault: Vault, tokens: Tokens) -> Row:
    """The columns orders and leads share. Labels of sealed columns are shared too, as those of tokens are."""
    name, phone, salesperson = (_text(record[column]) for column in ("customer_name", "customer_phone", "salesperson"))
    return {
        "sealed_customer_name": _sealed(vault, "customer_name", name),
        "sealed_customer_phone": _sealed(vault, "customer_phone", phone),
        "phone_token": tokens.phone(phone),
        "name_token": tokens.name(name),
        "name_salesperson_token": tokens.name_salesperson(name, salesperson),
        "last_four_name_token": tokens.last_four_name(phone, name),
        "salesperson": salesperson,
        "store": _text(record["store"]),
        "product": _text(record["product"]),
        "status": record["status"],
    }


def _order(record: Record, vault: Vault, tokens: Tokens) -> Row:
    account = _text(record["payee_account"])
    return {
        "order_no": record["order_no"],
        "order_key": order_key(_text(record["order_no"])),
        **_customer(record, vault, tokens),
        "sealed_payee_account": _sealed(vault, "payee_account", account),
        "payee_account_token": tokens.payee_account(account),
        "amount_fen": record["amount_fen"],
        "ordered_at": record["ordered_at"],
    }


def _payment(record: Record, vault: Vault, tokens: Tokens) -> Row:
    payer, account = _text(record["payer_name"]), _text(record["payee_account"])
    return {
        "payment_no": record["payment_no"],
        "order_no": _text(record["order_no"]),
        "order_key": order_key(_text(record["order_no"])),
        "sealed_payer_name": _sealed(vault, "payer_name", payer),
        "sealed_payee_account": _sealed(vault, "payee_account", account),
        "name_token": tokens.name(payer),
        "payee_account_token": tokens.payee_account(account),
        "amount_fen": record["amount_fen"],
        "paid_at": record["paid_at"],
        "method": _text(record["method"]),
    }


def _lead(record: Record, vault: Vault, tokens: Tokens) -> Row:
    return {
        "lead_no": record["lead_no"],
        **_customer(record, vault, tokens),
        "quoted_amount_fen": record["quoted_amount_fen"],
        "created_at": record["created_at"],
        "closed_at": record["closed_at"],
    }


def _salesperson(record: Record, vault: Vault, tokens: Tokens) -> Row:
    phone = _text(record["phone"])
    return {
        "employee_no": record["employee_no"],
        "name": record["name"],
        "sealed_phone": _sealed(vault, "salesperson_phone", phone),
        "phone_token": tokens.phone(phone),
        "store": _text(record["store"]),
        "joined_on": record["joined_on"],
        "left_on": record["left_on"],
    }


def _account(record: Record, vault: Vault, tokens: Tokens) -> Row:
    account = _text(record["account"])
    return {
        "payee_account_token": tokens.payee_account(account),
        "sealed_account": vault.seal("payee_account", account),
        "holder": _text(record["holder"]),
        "bank": _text(record["bank"]),
    }


def _named(column: str) -> Callable[[Record, Tokens], Any]:  # the key as its column takes it
    return lambda record, _: record[column]


SHELVES: dict[Kind, Shelf] = {
    "orders": Shelf(Order, Order.order_no, _named("order_no"), _order),
    "payments": Shelf(Payment, Payment.payment_no, _named("payment_no"), _payment),
    "leads": Shelf(Lead, Lead.lead_no, _named("lead_no"), _lead),
    "salespeople": Shelf(SalespersonRecord, SalespersonRecord.employee_no, _named("employee_no"), _salesperson),
    "accounts": Shelf(
        Account,
        Account.payee_account_token,
        lambda record, tokens: tokens.payee_account(_text(record["account"])),
        _account,
    ),
}
