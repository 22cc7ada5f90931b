"""The floor: read the key columns once, hash them, and look each claim's phone up. Nobody can match with less."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from tests.benchmarks.batch.told import Clock, tell


def main(folder: Path) -> None:
    db = duckdb.connect()
    clock = Clock()
    for table in ("orders", "claims"):
        db.execute(f"CREATE TABLE {table} AS SELECT * FROM '{folder}/{table}.parquet'")
    handed_over = clock.lap()
    db.execute(
        "SELECT SUM(hash(customer_phone, customer_name, salesperson, amount_fen, day) % 1000) FROM orders"
    ).fetchall()
    found = db.execute("SELECT c.claim_no, o.order_no FROM claims c JOIN orders o USING (customer_phone)").fetchall()
    tell(folder, "floor", clock.lap(), dict(found), hand_over=handed_over)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
