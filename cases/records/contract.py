"""The file contract: which columns each kind of file has, of which type, and which of them a row cannot do without.

The names are fixed: other programs write them. What people call the columns is in synonyms.py, their words in words.py.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["orders", "payments", "leads", "salespeople", "accounts", "claims"]
ColumnType: TypeAlias = Literal[
    "key",
    "name",
    "text",
    "phone",
    "phone_or_four",
    "amount",
    "amount_or_refund",
    "moment",
    "day",
    "account",
    "words",
    "notes",
]

KINDS: tuple[Kind, ...] = ("orders", "payments", "leads", "salespeople", "accounts", "claims")


@dataclass(frozen=True)
class Column:
    """One column of the contract. The first column of a kind is its key; new ones come last, so that no content hash changes."""

    name: str
    type: ColumnType
    required: bool = False
    is_aside: bool = False  # read into other columns (asides.py), none of a record itself
    is_made: bool = False  # where a file has no such column, made of what a row says (making.py)


CONTRACT: dict[Kind, tuple[Column, ...]] = {
    "orders": (
        Column("order_no", "key", required=True),
        Column("customer_name", "name"),
        Column("customer_phone", "phone"),
        Column("salesperson", "name"),
        Column("store", "name"),
        Column("product", "name"),
        Column("amount", "amount", required=True),
        Column("ordered_at", "moment", required=True),
        Column("status", "words"),
        Column("payee_account", "account"),
        Column("list_amount", "amount"),
        Column("notes", "notes"),
        Column("payer_phone", "phone"),
        Column("consignee_phone", "phone"),
        Column("voided", "words", is_aside=True),
        Column("currency", "words", is_aside=True),
    ),
    "payments": (
        Column("payment_no", "key", required=True, is_made=True),
        Column("order_no", "key"),
        Column("payer_name", "name"),
        Column("payee_account", "account"),
        Column("amount", "amount_or_refund", required=True),
        Column("paid_at", "moment", required=True),
        Column("method", "name"),
        Column("paid_out", "amount_or_refund", is_aside=True),
        Column("refund_no", "key", is_aside=True),
        Column("state", "words", is_aside=True),
        Column("direction", "words", is_aside=True),
        Column("deal_type", "words", is_aside=True),
        Column("currency", "words", is_aside=True),
    ),
    "leads": (
        Column("lead_no", "key", required=True, is_made=True),
        Column("customer_name", "name"),
        Column("customer_phone", "phone"),
        Column("salesperson", "name"),
        Column("store", "name"),
        Column("product", "name"),
        Column("quoted_amount", "amount"),
        Column("created_at", "moment", required=True),
        Column("status", "words"),
        Column("closed_at", "moment"),
        Column("notes", "notes"),
    ),
    "salespeople": (
        Column("employee_no", "key", required=True),
        Column("name", "name", required=True),
        Column("phone", "phone"),
        Column("store", "name"),
        Column("joined_on", "day"),
        Column("left_on", "day"),
    ),
    "accounts": (
        Column("account", "account", required=True),
        Column("holder", "name"),
        Column("bank", "name"),
    ),
    "claims": (
        Column("claim_no", "key", required=True),
        Column("source", "words"),
        Column("bought", "words"),
        Column("order_no", "key"),
        Column("customer_name", "name"),
        Column("customer_phone", "phone_or_four"),
        Column("salesperson", "name"),
        Column("store", "name"),
        Column("product", "name"),
        Column("amount", "amount"),
        Column("occurred_on", "day"),
        Column("payee_kind", "words"),
        Column("payee_name", "name"),
        Column("payee_account", "account"),
        Column("received", "words"),
        Column("invoice", "words"),
        Column("private_contact", "words"),
        Column("private_discount", "words"),
        Column("coached", "words"),
        Column("happened", "words", is_aside=True),
        Column("text", "text"),
        Column("answered_at", "moment"),
    ),
}


def columns_of(kind: Kind) -> dict[str, Column]:
    return {column.name: column for column in CONTRACT[kind]}


def required_columns(kind: Kind) -> tuple[str, ...]:
    """Those that a file has to have."""
    return tuple(column.name for column in CONTRACT[kind] if column.required and not column.is_made)


def missing_columns(kind: Kind, mapping: Collection[str]) -> list[str]:
    """What a file still lacks of those. Answers without a number get one of their moment."""
    timed = kind == "claims" and "answered_at" in mapping
    return [name for name in required_columns(kind) if name not in mapping and not (timed and name == "claim_no")]


def has_made_numbers(kind: Kind, mapping: Collection[str]) -> bool:
    """Whether the numbers of a file with these columns are made, of what its rows say."""
    return CONTRACT[kind][0].is_made or (kind == "claims" and "claim_no" not in mapping)


def field_name(column: Column) -> str:
    """The name a value has in a record: amounts are counted in fen and say so."""
    return f"{column.name}_fen" if column.type.startswith("amount") else column.name
