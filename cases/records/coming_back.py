"""Customers who bought in one half-year and again in the next, whoever sold to them then: of a person, and of a store.

Customers are counted by the blind token of their phone; nothing is opened. Cancelled orders count on neither side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from piccolo.querystring import QueryString

from cases.records.selling import Side
from cases.records.shares import Share, share_of
from cases.records.tables import Order

HALF_YEAR = timedelta(days=182)
# With plusses the first half-year is read off the table: by the index of days or of phones each row would be fetched.
_BACK = """
SELECT COUNT(*) AS customers, COALESCE(SUM(CASE WHEN EXISTS (
    SELECT 1 FROM cases_order later WHERE later.phone_token = first.phone_token AND later.ordered_day >= {}
    AND later.ordered_day < {} AND later.status NOT IN ('cancelled', 'returned', 'deleted')) THEN 1 ELSE 0 END), 0) AS back
FROM (SELECT DISTINCT +phone_token AS phone_token FROM cases_order WHERE {} AND +ordered_day >= {} AND +ordered_day < {}
      AND +phone_token IS NOT NULL AND status NOT IN ('cancelled', 'returned', 'deleted')) first
"""


@dataclass(frozen=True)
class ComingBack:
    """Who bought half a year to a year ago and came back since; and the same half a year earlier."""

    now: Share
    before: Share


async def coming_back(side: Side, name: str, today: date) -> ComingBack:
    of = QueryString("salesperson = {}" if side == "salesperson" else "store = {}", name)
    end = today + timedelta(days=1)
    return ComingBack(await _share(of, end), await _share(of, end - HALF_YEAR))


async def _share(of: QueryString, end: date) -> Share:
    start, middle, end_day = (day.toordinal() for day in (end - 2 * HALF_YEAR, end - HALF_YEAR, end))
    (row,) = await Order._meta.db.run_querystring(QueryString(_BACK, middle, end_day, of, start, middle))
    return share_of(int(row["back"]), int(row["customers"]))
