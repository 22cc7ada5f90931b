"""Customers' phones on orders that imports replaced: noted as the rows change, read with the order as it stands.

An export names no hand: who changed a phone is not known here, only which import brought the change, and when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any  # keys and rows are what the columns of a table take
from uuid import UUID, uuid4

from piccolo.query.functions import Count

from cases.records.bulk import Columns, Row
from cases.records.customers import COLUMN, open_customer
from cases.records.lookup import OrderRecord, order_of
from cases.records.storing import SHELVES
from cases.records.tables import ContactChange, Import, Order
from crypto.vault import Vault

MOST_AT_ONCE = 500  # beyond it a program moved its numbers, and no hand did
AT_ONCE = 2000


@dataclass(frozen=True)
class ChangedContact:
    """`at_once`: how many phones its import replaced, of so many rows."""

    order: OrderRecord
    former_phone: str
    changed_on: date
    at_once: int
    rows: int


async def note_contact_changes(formers: Mapping[Any, Row], columns: Columns, import_id: UUID, today: date) -> None:
    """Keep the phones that are about to be replaced. Phones that were missing are none. Needs write_tx()."""
    if not formers:
        return
    place = SHELVES["orders"].columns.index
    token, sealed = place("phone_token"), place(COLUMN)
    replaced = [
        ContactChange(
            id=uuid4(),
            order_no=order_no,
            sealed_former_customer=formers[order_no][sealed],
            import_id=import_id,
            changed_on=today,
        )
        for order_no, phone in zip(columns[place("order_no")], columns[token], strict=True)
        if order_no in formers and (was := formers[order_no][token]) is not None and was != phone
    ]
    if replaced and await _number(import_id) <= MOST_AT_ONCE:
        await ContactChange.insert(*replaced[: MOST_AT_ONCE + 1])


async def forget_contact_changes(import_id: UUID) -> None:
    """The import was taken back. Needs write_tx()."""
    await ContactChange.delete().where(ContactChange.import_id == import_id)


async def contact_changes(since: date, vault: Vault) -> list[ChangedContact]:
    """Every change from that day on whose order is still there, the latest of an order last."""
    rows = await ContactChange.select().where(ContactChange.changed_on >= since).order_by(ContactChange.changed_on)
    at_once = await _at_once({row["import_id"] for row in rows})
    sizes = await _sizes(set(at_once))
    found = []
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        orders = await Order.select().where(Order.order_no.is_in([row["order_no"] for row in part]))
        known = {row["order_no"]: order_of(row, vault) for row in orders}
        found += [
            ChangedContact(
                known[row["order_no"]],
                open_customer(vault, row["sealed_former_customer"]).phone or "",
                row["changed_on"],
                at_once[row["import_id"]],
                sizes.get(row["import_id"], 0),
            )
            for row in part
            if row["order_no"] in known
        ]
    return found


async def _number(import_id: UUID) -> int:
    return int(await ContactChange.count().where(ContactChange.import_id == import_id))


async def _at_once(imports: set[UUID]) -> dict[UUID, int]:
    if not imports:
        return {}
    rows = (
        await ContactChange.select(ContactChange.import_id, Count())
        .where(ContactChange.import_id.is_in(list(imports)))
        .group_by(ContactChange.import_id)
    )
    return {row["import_id"]: int(row["count"]) for row in rows}


async def _sizes(imports: set[UUID]) -> dict[UUID, int]:
    if not imports:
        return {}
    rows = await Import.objects().where(Import.id.is_in(list(imports)))
    return {row.id: row.created + row.updated + row.unchanged for row in rows}
