"""Our batch on files: `python -m tests.benchmarks.batch.ours FOLDER`. Handing over and matching are timed apart."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from cases.batch.duck import DuckEngine
from cases.crosscheck.coding import Row, Words, claim_row, order_row, paid_by
from cases.crosscheck.facts import ClaimFact, OrderFact, PaymentFact
from cases.crosscheck.weights import CHOSEN_PROBABILITY
from tests.benchmarks.batch.told import Clock, tell

AT_ONCE = 20_000


def main(folder: Path) -> None:
    engine, words = DuckEngine(), Words()
    clock = Clock()
    engine.put("orders", _orders(folder, words))
    names: list[str] = []
    engine.put("claims", _claims(folder, words, names))
    engine.put("words", words.rows)
    handed_over = clock.lap()
    picks = {names[claim]: label for claim, label in _picks(engine).items()}
    tell(folder, "ours", clock.lap(), picks, hand_over=handed_over)


def _picks(engine: DuckEngine) -> dict[int, str]:
    """The best candidate of each claim, where all of them together are likely enough."""
    best: dict[int, str] = {}
    odds: dict[int, float] = defaultdict(float)
    for pair in engine.pairs():
        odds[pair.claim] += 2.0**pair.bits
        if pair.place == 1:
            best[pair.claim] = pair.label
    return {claim: label for claim, label in best.items() if odds[claim] / (1 + odds[claim]) >= CHOSEN_PROBABILITY}


def _orders(folder: Path, words: Words) -> Iterator[Row]:
    payments = _read(f"SELECT * FROM '{folder}/payments.parquet'")
    held = next(payments, None)
    for place, row in enumerate(_read(f"SELECT * FROM '{folder}/orders.parquet'")):
        number, name, phone, salesperson, store, product, amount, day = row
        paid = []
        while held is not None and held[1] == number:
            paid.append(PaymentFact(*held[:3], amount_fen=held[3], paid_on=date.fromordinal(held[4])))
            held = next(payments, None)
        order = OrderFact(number, name, phone, salesperson, store, product, amount, date.fromordinal(day))
        yield order_row(place, order, paid_by(paid), words)


def _claims(folder: Path, words: Words, names: list[str]) -> Iterator[Row]:
    for place, row in enumerate(_read(f"SELECT * FROM '{folder}/claims.parquet'")):
        claim_no, bought, order_no, name, phone, salesperson, product, amount, about, day = row
        claim = ClaimFact(
            claim_no,
            bought=bought,
            order_no=order_no,
            customer_name=name,
            customer_phone=phone,
            salesperson=salesperson,
            product=product,
            amount_fen=amount,
            occurred_on=date.fromordinal(day) if day else None,
            about_order_no=about,
        )
        names.append(claim_no)
        yield claim_row(place, claim, words)


def _read(query: str) -> Iterator[tuple[Any, ...]]:
    with duckdb.connect() as db:
        db.execute("SET memory_limit = '100MB'")
        db.execute("SET threads = 1")
        found = db.execute(query)
        while rows := found.fetchmany(AT_ONCE):
            yield from rows


if __name__ == "__main__":
    main(Path(sys.argv[1]))
