"""A made-up company in files that every contender reads: orders, payments, claims, and the truth that none of them sees."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pandas

from tests.cases.crosscheck.worlds import EASY, HARD, make_world

MIXES = {"easy": EASY, "hard": HARD}
ORDER_FIELDS = ("order_no", "customer_name", "customer_phone", "salesperson", "store", "product", "amount_fen")
CLAIM_FIELDS = (
    *("claim_no", "bought", "order_no", "customer_name", "customer_phone", "salesperson", "product", "amount_fen"),
    "about_order_no",
)
PAYMENT_FIELDS = ("payment_no", "order_no", "payer_name", "amount_fen")


def make(folder: Path, mix: str, seed: int, claims: int, orders: int) -> None:
    """Parquet files of the facts' fields; days as numbers."""
    world = make_world(seed, claims, MIXES[mix], orders=orders, indexed=False)
    _write(folder / "orders.parquet", world.orders.values(), ORDER_FIELDS, "ordered_on", "order_no")
    _write(folder / "payments.parquet", world.payments, PAYMENT_FIELDS, "paid_on", "order_no")
    _write(folder / "claims.parquet", world.claims, CLAIM_FIELDS, "occurred_on", "claim_no")
    truth = {claim_no: one.order_no for claim_no, one in world.truths.items()}
    (folder / "truth.json").write_text(json.dumps(truth))


def _write(path: Path, rows: object, fields: tuple[str, ...], day: str, order: str) -> None:
    columns: dict[str, list[object]] = {name: [] for name in (*fields, "day")}
    for row in rows:  # type: ignore[attr-defined]  # any iterable of facts
        for name in fields:
            columns[name].append(getattr(row, name))
        on = getattr(row, day)
        columns["day"].append(on.toordinal() if on else None)
    frame = pandas.DataFrame(columns).astype({"amount_fen": "Int64", "day": "Int32"})
    with duckdb.connect() as db:
        db.register("frame", frame)
        db.execute(f"COPY (SELECT * FROM frame ORDER BY {order}) TO '{path}' (FORMAT parquet)")
