"""Records of the contract as rows of their tables: what is sealed, what gets a token, and the hash that tells a change.

Works on many records at once, column by column: a million of them are a matter of seconds. Knows the vault, but no
database session; its values are plain texts, numbers and bytes, which SQLite keeps as they are and PostgreSQL casts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Any  # a row's values are what the columns of its table take
from uuid import UUID, uuid4

from piccolo.columns import Column
from piccolo.table import Table

from cases.records.bulk import names_of
from cases.records.cells import Value
from cases.records.contract import Kind
from cases.records.customers import COLUMN, seal_customers
from cases.records.said import Said, field_names
from cases.records.tables import Account, Lead, Order, Payment, SalespersonRecord
from cases.records.tokens import Tokens
from cases.records.values import order_key
from crypto.keys import keyed_digest
from crypto.vault import Vault

HASH_BYTES = 16
NOTES_COLUMN = "notes"
_SEPARATOR = "\x1f"  # in no value: clean() takes it away
Columns = dict[str, Sequence[Any]]  # by the table's names: the same, and bytes


@dataclass(frozen=True)
class Stamp:
    """What every row of one import carries."""

    import_id: UUID
    day: date


@dataclass(frozen=True)
class Shelf:
    """Where records of one kind are kept: the table, its key column, and how records become columns of it."""

    table: type[Table]
    key_column: Column
    keys_of: Callable[[Said, Tokens], Sequence[Any]]  # text, or an account's token
    columns_of: Callable[[Said, Vault, Tokens], Columns]

    @property
    def columns(self) -> tuple[str, ...]:
        """As they are written."""
        return names_of(self.table)


class Clerk:
    """Turns records of one kind into rows under one vault."""

    def __init__(self, kind: Kind, vault: Vault) -> None:
        self.shelf = SHELVES[kind]
        self._vault = vault
        self._tokens = Tokens(vault)
        self._names = field_names(kind)
        self._digest = keyed_digest(vault.subkey(f"content_hash:{kind}"), HASH_BYTES)

    def keys(self, said: Said) -> Sequence[Any]:  # text, or an account's token
        return self.shelf.keys_of(said, self._tokens)

    def content_hashes(self, said: Said) -> list[bytes]:
        """Equal for equal content. Keyed: a plain digest of a phone number falls to trying them all. What is not said at
        the end leaves no trace, so that a column the contract gains there changes no hash."""
        texts = zip(*(_texts_of(said[name]) for name in self._names), strict=True)
        lines = map(str.rstrip, map(_SEPARATOR.join, texts), repeat(_SEPARATOR))
        return list(map(self._digest, map(str.encode, lines)))

    def columns(self, said: Said, hashes: Sequence[bytes], stamp: Stamp) -> list[Sequence[Any]]:
        """What the table is to hold, in the order of its columns."""
        count, day = len(hashes), stamp.day.isoformat()
        columns = {
            **self.shelf.columns_of(said, self._vault, self._tokens),
            "id": [str(uuid4()) for _ in range(count)] if "id" in self.shelf.columns else (),
            "content_hash": hashes,
            "import_id": [str(stamp.import_id)] * count,
            "deleted_on": [day if status == "deleted" else None for status in said.get("status", [None] * count)],
        }
        return [columns[name] for name in self.shelf.columns]


def _texts_of(values: Sequence[Value]) -> Iterable[str]:
    if not all(values):
        return ["" if value is None else str(value) for value in values]
    return values if isinstance(values[0], str) else map(str, values)  # type: ignore[return-value]  # all of one type


def _texts(values: Sequence[Value]) -> list[Value]:
    return [value or "" for value in values]


def _customers(said: Said, vault: Vault, tokens: Tokens) -> Columns:
    """The columns orders and leads share. Labels of sealed columns are shared too, as those of tokens are."""
    names, phones, salespeople = said["customer_name"], said["customer_phone"], said["salesperson"]
    return {
        COLUMN: seal_customers(vault, names, phones),
        **tokens.of_customers(names, phones, salespeople)._asdict(),
        "salesperson": _texts(salespeople),
        "store": _texts(said["store"]),
        "product": _texts(said["product"]),
        "status": said["status"],
        "sealed_notes": vault.seal_all(NOTES_COLUMN, said["notes"]),
    }


def _orders(said: Said, vault: Vault, tokens: Tokens) -> Columns:
    return {
        "order_no": said["order_no"],
        "order_key": list(map(order_key, said["order_no"])),
        **_customers(said, vault, tokens),
        "sealed_payee_account": vault.seal_all("payee_account", said["payee_account"]),
        "payee_account_token": tokens.payee_accounts(said["payee_account"]),
        "sealed_payer_phone": vault.seal_all("payer_phone", said["payer_phone"]),
        "sealed_consignee_phone": vault.seal_all("consignee_phone", said["consignee_phone"]),
        "payer_phone_token": tokens.phones(said["payer_phone"]),
        "consignee_phone_token": tokens.phones(said["consignee_phone"]),
        "amount_fen": said["amount_fen"],
        "list_amount_fen": said["list_amount_fen"],
        "ordered_day": said["ordered_at"],
    }


def _payments(said: Said, vault: Vault, tokens: Tokens) -> Columns:
    numbers = [number or "" for number in said["order_no"]]
    return {
        "payment_no": said["payment_no"],
        "order_no": numbers,
        "order_key": list(map(order_key, numbers)),
        "sealed_payer_name": vault.seal_all("payer_name", said["payer_name"]),
        "sealed_payee_account": vault.seal_all("payee_account", said["payee_account"]),
        "name_token": tokens.names(said["payer_name"]),
        "payee_account_token": tokens.payee_accounts(said["payee_account"]),
        "amount_fen": said["amount_fen"],
        "paid_day": said["paid_at"],
        "method": _texts(said["method"]),
    }


def _leads(said: Said, vault: Vault, tokens: Tokens) -> Columns:
    return {
        "lead_no": said["lead_no"],
        **_customers(said, vault, tokens),
        "quoted_amount_fen": said["quoted_amount_fen"],
        "created_day": said["created_at"],
        "closed_day": said["closed_at"],
    }


def _salespeople(said: Said, vault: Vault, tokens: Tokens) -> Columns:
    return {
        "employee_no": said["employee_no"],
        "name": said["name"],
        "sealed_phone": vault.seal_all("salesperson_phone", said["phone"]),
        "phone_token": tokens.phones(said["phone"]),
        "store": _texts(said["store"]),
        "joined_on": said["joined_on"],
        "left_on": said["left_on"],
    }


def _accounts(said: Said, vault: Vault, tokens: Tokens) -> Columns:
    return {
        "payee_account_token": tokens.payee_accounts(said["account"]),
        "sealed_account": vault.seal_all("payee_account", said["account"]),
        "holder": _texts(said["holder"]),
        "bank": _texts(said["bank"]),
    }


def _named(column: str) -> Callable[[Said, Tokens], Sequence[Any]]:  # the key as its column takes it
    return lambda said, _: said[column]


SHELVES: dict[Kind, Shelf] = {
    "orders": Shelf(Order, Order.order_no, _named("order_no"), _orders),
    "payments": Shelf(Payment, Payment.payment_no, _named("payment_no"), _payments),
    "leads": Shelf(Lead, Lead.lead_no, _named("lead_no"), _leads),
    "salespeople": Shelf(SalespersonRecord, SalespersonRecord.employee_no, _named("employee_no"), _salespeople),
    "accounts": Shelf(
        Account,
        Account.payee_account_token,
        lambda said, tokens: tokens.payee_accounts(said["account"]),
        _accounts,
    ),
}
