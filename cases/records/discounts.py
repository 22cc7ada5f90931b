"""How far below their list price orders are sold, by person or store: counts of the deep ones, in clear columns only.

Everybody gives some discount off a list. Deep is more than a tenth below what the order in the middle keeps of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from piccolo.querystring import QueryString

from cases.records.selling import GONE, Side, Tally, since, spelled
from cases.records.tables import Order

UNDER_USUAL = 0.90
MOST_UNLISTED = 0.5  # of the orders: with fewer list prices the others would be missing from the picture
_STOOD = f"+ordered_day >= {{}} AND status NOT IN {GONE}"  # the plus: see selling.py
_COUNTS = "SELECT COUNT(*) AS orders, COUNT(list_amount_fen) AS listed FROM cases_order WHERE " + _STOOD  # noqa: S608
_MIDDLE = (
    "SELECT CAST(amount_fen AS DOUBLE PRECISION) / list_amount_fen AS kept FROM cases_order "  # noqa: S608  # ours
    f"WHERE {_STOOD} AND list_amount_fen > 0 ORDER BY 1 LIMIT 1 OFFSET {{}}"
)
_TALLIES = (
    "SELECT {}, COUNT(*) AS orders, SUM(CASE WHEN amount_fen < list_amount_fen * CAST({} AS DOUBLE PRECISION) "  # noqa: S608
    f"THEN 1 ELSE 0 END) AS deep FROM cases_order WHERE {_STOOD} AND list_amount_fen > 0 AND {{}} <> '' GROUP BY 1"
)


@dataclass(frozen=True)
class Discounts:
    """usual: the share of the list price that the order in the middle keeps. tallies: `gone` are those sold far below."""

    usual: float
    tallies: Mapping[str, Tally]


async def discounts(side: Side, today: date) -> Discounts | None:
    """Of the last twelve months and everybody; None where most orders came without a list price."""
    engine, first = Order._meta.db, since(today)
    (counts,) = await engine.run_querystring(QueryString(_COUNTS, first))
    if not counts["listed"] or counts["listed"] < counts["orders"] * MOST_UNLISTED:
        return None
    (middle,) = await engine.run_querystring(QueryString(_MIDDLE, first, counts["listed"] // 2))
    usual, column = float(middle["kept"]), spelled(side)
    found = await engine.run_querystring(QueryString(_TALLIES, column, usual * UNDER_USUAL, first, column))
    return Discounts(usual, {row[side]: Tally(int(row["orders"]), int(row["deep"])) for row in found})
