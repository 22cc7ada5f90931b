"""What one import changed, as whoever looks for a record meets it: numbers, blind tokens, prices and days, before and after.

Opens no customer. Beyond MOST rows it says nothing: then nearly everything is to be looked at again anyway.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any  # rows come from the driver untyped
from uuid import UUID

from cases.records.drafts import kind_named
from cases.records.formers import formers_of
from cases.records.storing import SHELVES
from cases.records.tables import Import, Lead, Order, Payment
from crypto.vault import Vault

MOST = 20_000  # rows; some ten megabytes
_TABLES: Mapping[str, Any] = {"orders": Order, "payments": Payment, "leads": Lead}  # their columns are Piccolo's


@dataclass
class Changed:
    """`tokens`: of phones, and of names with salespeople or last four digits; `payers`: of receipts tied to no order."""

    order_keys: set[str] = field(default_factory=set)
    lead_nos: set[str] = field(default_factory=set)
    tokens: set[int] = field(default_factory=set)
    payers: set[int] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    _priced: list[tuple[int, str, date]] = field(default_factory=list)

    def priced(self, least: int, most: int) -> Iterable[tuple[str, date]]:
        """Salesperson and day of those at a price from `least` to `most`."""
        first, end = (bisect_left(self._priced, (price,)) for price in (least, most + 1))
        return ((seller, day) for _, seller, day in self._priced[first:end])

    def add(self, row: Mapping[str, Any]) -> None:
        if row.get("order_key"):
            self.order_keys.add(row["order_key"])
        if "lead_no" in row:
            self.lead_nos.add(row["lead_no"])
        if "payment_no" in row:
            if not row["order_key"] and row["name_token"]:
                self.payers.add(row["name_token"])
            return
        named = (row["phone_token"], row["name_salesperson_token"], row["last_four_name_token"])
        self.tokens.update(token for token in named if token is not None)
        amount = row.get("amount_fen", row.get("quoted_amount_fen"))
        day = date.fromordinal(row["ordered_day"] if "ordered_day" in row else row["created_day"])
        if amount:
            self._priced.append((amount, row["salesperson"], day))
            self.days.add(day)

    def sort(self) -> Changed:
        """When all are added, and before `priced`."""
        self._priced.sort()
        return self


async def changed_by(import_id: UUID, vault: Vault) -> Changed | None:
    """None where everything may have changed: accounts and salespeople bear on all, so do many rows and what was undone."""
    row = await Import.objects().where(Import.id == import_id).first()
    if row is None or row.kind not in _TABLES or row.state == "undone":
        return None
    if row.created + row.updated + row.deleted > MOST:
        return None
    table, found = _TABLES[row.kind], Changed()
    for now in await table.select().where(table.import_id == import_id):
        found.add(now)
    columns = SHELVES[kind_named(row.kind)].columns
    for former in await formers_of(import_id, vault):
        found.add(dict(zip(columns, former, strict=True)))
    return found.sort()
