"""Who has become due for a standing round: some days after delivery, cancellation, a lost lead, or the seller's leaving.

No export tells when a status changed. What counts is the day we learned of it: that of the import which last changed the
row. Whoever was missed while the server stood still is caught up with for CATCH_UP_DAYS.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from uuid import UUID

from cases.callbacks.people import GONE, LOST, Person, leads_where, leavers_people, orders_where
from cases.callbacks.wanted import Frame
from cases.records.dates import COMPANY_ZONE
from cases.records.tables import Import, Lead, Order, SalespersonRecord

Trigger = Literal["delivered", "cancelled", "lead_lost", "leaver"]
TRIGGERS: tuple[Trigger, ...] = ("delivered", "cancelled", "lead_lost", "leaver")
FRAME_OF: dict[Trigger, Frame] = {
    "delivered": "orders",
    "cancelled": "cancelled",
    "lead_lost": "lost_leads",
    "leaver": "leaver",
}
CATCH_UP_DAYS = 7
# An old order that an import merely touched is no delivery of these days.
OLDEST_DAYS = 365


async def people_due(trigger: Trigger, after_days: int, today: date) -> list[Person]:
    """Everybody whose day came within the last week."""
    last = today - timedelta(days=after_days)
    first = last - timedelta(days=CATCH_UP_DAYS)
    if trigger == "leaver":
        return await _of_leavers(first, last)
    imports = await _imports(first, last)
    if not imports:
        return []
    oldest = (first - timedelta(days=OLDEST_DAYS)).toordinal()
    if trigger == "lead_lost":
        return await leads_where(Lead.import_id.is_in(imports), Lead.status.is_in(LOST), Lead.created_day >= oldest)
    statuses = ["done"] if trigger == "delivered" else GONE
    return await orders_where(Order.import_id.is_in(imports), Order.status.is_in(statuses), Order.ordered_day >= oldest)


async def _imports(first: date, last: date) -> list[UUID]:
    begins = datetime.combine(first, time(), COMPANY_ZONE).astimezone(UTC)
    ends = datetime.combine(last + timedelta(days=1), time(), COMPANY_ZONE).astimezone(UTC)
    rows = await Import.select(Import.id).where(Import.at >= begins, Import.at < ends)
    return [row["id"] for row in rows]


async def _of_leavers(first: date, last: date) -> list[Person]:
    rows = await SalespersonRecord.select(SalespersonRecord.name, SalespersonRecord.left_on).where(
        SalespersonRecord.left_on >= first, SalespersonRecord.left_on <= last
    )
    return await leavers_people([(row["name"], row["left_on"]) for row in rows])
