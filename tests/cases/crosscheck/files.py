"""A made-up company as the files it would export: what is imported and checked is then known to the truth of its world."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from cases.records.contract import CONTRACT, Kind
from tests.cases.crosscheck.worlds import COMPANY_ACCOUNT, World

_FIELDS = {"ordered_at": "ordered_on", "created_at": "created_on", "closed_at": "closed_on", "paid_at": "paid_on"}


def files_of(world: World) -> dict[Kind, bytes]:
    """By kind, a CSV of the contract's columns, in the order in which they are best imported."""
    return {
        "accounts": table("accounts", [{"account": COMPANY_ACCOUNT, "holder": "明线家居有限公司"}]),
        "salespeople": table(
            "salespeople",
            [
                {"employee_no": f"E{place}", "name": one.name, "phone": one.phone or ""}
                for place, one in enumerate(world.salespeople)
            ],
        ),
        "orders": table("orders", world.orders.values()),
        "payments": table("payments", world.payments),
        "leads": table("leads", world.leads),
        "claims": table("claims", world.claims),
    }


def table(kind: Kind, rows: Iterable[object]) -> bytes:
    columns = [column.name for column in CONTRACT[kind] if not column.is_aside]
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows(_cells(row, columns) for row in rows)
    return file.getvalue().encode()


def _cells(row: object, columns: Sequence[str]) -> list[str]:
    return [_cell(row, column) for column in columns]


def _cell(row: object, column: str) -> str:
    if isinstance(row, dict):
        return str(row.get(column, ""))
    if "amount" in column:
        fen = getattr(row, f"{column}_fen", None)
        return "" if fen is None else f"{'-' * (fen < 0)}{abs(fen) // 100}.{abs(fen) % 100:02d}"
    value = getattr(row, _FIELDS.get(column, column), None)  # facts leave out what no claim is held against
    return "" if value is None else str(value)
