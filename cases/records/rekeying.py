"""What of the records hangs on the root key: sealed customers and accounts, their blind tokens, and the keyed content hash."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from piccolo.columns import Column
from piccolo.table import Table

from cases.records import customers, formers
from cases.records.cells import Record, Value
from cases.records.contract import CONTRACT, Kind, field_name
from cases.records.drafts import DRAFT_COLUMN, HEADER_LABEL, kind_named
from cases.records.exporting import REFUSALS_COLUMN
from cases.records.formers import FORMER_COLUMN
from cases.records.said import said_in
from cases.records.storing import NOTES_COLUMN, SHELVES, Clerk
from cases.records.tables import (
    Account,
    ContactChange,
    Import,
    ImportDraft,
    ImportFormer,
    Lead,
    Order,
    Payment,
    SalespersonRecord,
    SavedMapping,
)
from cases.records.tokens import Tokens
from crypto.vault import Vault
from surveys.rekeying import Cells, Row

_SEALED: Mapping[Kind, Mapping[Column, str]] = {
    "orders": {
        Order.sealed_customer: customers.LABEL,
        Order.sealed_payee_account: "payee_account",
        Order.sealed_notes: NOTES_COLUMN,
        Order.sealed_payer_phone: "payer_phone",
        Order.sealed_consignee_phone: "consignee_phone",
    },
    "payments": {Payment.sealed_payer_name: "payer_name", Payment.sealed_payee_account: "payee_account"},
    "leads": {
        Lead.sealed_customer: customers.LABEL,
        Lead.sealed_notes: NOTES_COLUMN,
    },
    "salespeople": {SalespersonRecord.sealed_phone: "salesperson_phone"},
    "accounts": {Account.sealed_account: "payee_account"},
}
_DAYS = {"ordered_at": "ordered_day", "paid_at": "paid_day", "created_at": "created_day", "closed_at": "closed_day"}


def _shelf(kind: Kind) -> Cells:
    return Cells(SHELVES[kind].table, _SEALED[kind], tuple(_keyed_columns(SHELVES[kind].table)), partial(_keyed, kind))


def _keyed_columns(table: type[Table]) -> list[Column]:
    return [column for column in table._meta.columns if _is_keyed(column._meta.name)]


def _is_keyed(name: str) -> bool:
    return name.endswith("_token") or name == "content_hash"


def _keyed(kind: Kind, row: Row, old: Vault, new: Vault) -> Row:
    """Tokens and hash of the record as it was imported. A hash we cannot retrace goes; the next import brings it back."""
    said = said_in(kind, {name: [value] for name, value in _record(kind, row, old).items()})
    fresh = SHELVES[kind].columns_of(said, new, Tokens(new))
    is_retraced = Clerk(kind, old).content_hashes(said) == [bytes(row["content_hash"])]
    (content_hash,) = Clerk(kind, new).content_hashes(said) if is_retraced else (b"",)
    tokens = {name: values[0] for name, values in fresh.items() if name.endswith("_token")}
    return tokens | {"content_hash": content_hash}


def _record(kind: Kind, row: Row, vault: Vault) -> Record:
    """The way back from storing.py."""
    opened = {
        column._meta.name: vault.open(label, bytes(row[column._meta.name])) if row[column._meta.name] else None
        for column, label in _SEALED[kind].items()
    }
    if customers.COLUMN in opened:
        customer = customers.open_customer(vault, row[customers.COLUMN])
        opened |= {"sealed_customer_name": customer.name, "sealed_customer_phone": customer.phone}
    names = [field_name(column) for column in CONTRACT[kind] if not column.is_aside]
    return {
        name: opened[f"sealed_{name}"] if f"sealed_{name}" in opened else _said(row[_DAYS.get(name, name)])
        for name in names
    }


def _said(value: Value) -> Value:
    return None if value == "" else value


def _former(row: Row, old: Vault, new: Vault) -> Row:
    """What a former row holds is keyed and sealed as in its table."""
    kind = kind_named(row["kind"])
    names = SHELVES[kind].columns
    former = dict(zip(names, formers.opened(bytes(row["sealed_former"]), old), strict=True))
    sealed = {
        column._meta.name: new.seal_bytes(label, old.open_bytes(label, former[column._meta.name]))
        for column, label in _SEALED[kind].items()
        if former[column._meta.name]
    }
    anew = former | sealed | _keyed(kind, former, old, new)
    return {"sealed_former": formers.sealed([*anew.values()], new)}


def _fingerprint(row: Row, old: Vault, new: Vault) -> Row:
    return {"fingerprint": new.token(HEADER_LABEL, old.open(HEADER_LABEL, bytes(row["sealed_header"])))}


CELLS: tuple[Cells, ...] = (
    *(_shelf(kind) for kind in SHELVES),
    Cells(Import, {Import.sealed_refusals: REFUSALS_COLUMN}, only=Import.sealed_refusals.is_not_null()),
    Cells(ImportDraft, {ImportDraft.sealed_key: DRAFT_COLUMN}),
    Cells(ContactChange, {ContactChange.sealed_former_customer: customers.LABEL}),
    Cells(ImportFormer, {ImportFormer.sealed_former: FORMER_COLUMN}, make=_former),
    Cells(SavedMapping, {SavedMapping.sealed_header: HEADER_LABEL}, (SavedMapping.fingerprint,), _fingerprint),
)
