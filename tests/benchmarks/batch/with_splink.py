"""Splink 5 on DuckDB with what its users would write for this task: unsupervised, its own comparisons, our blocking keys."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from tests.benchmarks.batch.told import Clock, tell

_COLUMNS = """customer_phone AS phone, RIGHT(customer_phone, 4) AS four, customer_name AS name, salesperson, product,
  CAST(amount_fen AS DOUBLE) AS amount, day, day // 7 AS week, CAST(ln(amount_fen + 250000) * 25 AS INTEGER) AS price"""
_RULES = (
    *(("phone",), ("four", "name"), ("name", "salesperson"), ("four", "week"), ("four", "price")),
    *(("name", "week"), ("name", "price")),
)


def main(folder: Path) -> None:
    db = duckdb.connect()
    clock = Clock()
    db.execute(f"CREATE TABLE o AS SELECT order_no AS unique_id, {_COLUMNS} FROM '{folder}/orders.parquet'")
    db.execute(f"CREATE TABLE c AS SELECT claim_no AS unique_id, {_COLUMNS} FROM '{folder}/claims.parquet'")
    handed_over = clock.lap()
    api = DuckDBAPI(connection=db)
    tables = [api.register("c", dataset_display_name="a_claims"), api.register("o", dataset_display_name="b_orders")]
    linker = Linker(tables, _settings(), log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("phone"), block_on("name", "salesperson")], recall=0.8
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name", "salesperson"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("phone"))
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    best = db.execute(
        f"SELECT unique_id_l, ARG_MAX(unique_id_r, match_probability) FROM {pairs.physical_name} GROUP BY unique_id_l"
    ).fetchall()
    tell(folder, "splink", clock.lap(), dict(best), hand_over=handed_over)


def _settings() -> Any:
    within = [
        {"sql_condition": "amount_l IS NULL OR amount_r IS NULL", "label_for_charts": "none", "is_null_level": True}
    ]
    within += [
        {
            "sql_condition": f"ABS(amount_l - amount_r) <= GREATEST(10000, amount_r * {share})",
            "label_for_charts": str(share),
        }
        for share in (0.02, 0.1)
    ]
    days = [{"sql_condition": "day_l IS NULL OR day_r IS NULL", "label_for_charts": "none", "is_null_level": True}]
    days += [{"sql_condition": f"ABS(day_l - day_r) <= {gap}", "label_for_charts": str(gap)} for gap in (2, 7, 31)]
    other = {"sql_condition": "ELSE", "label_for_charts": "else"}
    return SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in _RULES],
        comparisons=[
            cl.LevenshteinAtThresholds("phone", 1),
            cl.ExactMatch("four"),
            cl.JaroWinklerAtThresholds("name", 0.8),
            cl.ExactMatch("salesperson"),
            cl.ExactMatch("product"),
            cl.CustomComparison([*within, other], output_column_name="amount"),
            cl.CustomComparison([*days, other], output_column_name="day"),
        ],
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
