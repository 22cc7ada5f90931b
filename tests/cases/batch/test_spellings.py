"""However a claim spells or remembers its order, the one SQL text finds it and weighs it as the engine does, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cases.batch.engines import EngineName, engine_named
from cases.crosscheck.coding import Words, claim_row, order_row, paid_by
from cases.crosscheck.facts import ClaimFact, OrderFact, PaymentFact
from cases.crosscheck.matching import score
from tests.cases.batch.test_engines import ON_SPARK

ORDER = OrderFact(
    "XS-2603-004211", "张伟", "13806920733", "李娜", "城东店", "全屋净水", 4200_00, date(2026, 3, 8), status="done"
)
SAID = ClaimFact(
    "C1",
    bought="yes",
    customer_name="张伟",
    customer_phone="0733",
    salesperson="李娜",
    product="全屋净水",
    amount_fen=4200_00,
    occurred_on=date(2026, 3, 8),
)
SPARK = pytest.param("spark", marks=ON_SPARK)
PARTS = tuple(PaymentFact(f"P{part}", amount_fen=part) for part in (1260_00, 2940_00))
PAIRS = (
    (replace(SAID, customer_name="張偉"), ORDER),
    (SAID, replace(ORDER, customer_name="張偉")),
    (replace(SAID, product="全屋淨水", salesperson="李 娜"), ORDER),
    (replace(SAID, order_no="2603004211", amount_fen=9000_00), ORDER),
    (replace(SAID, order_no="XS2603004211"), replace(ORDER, order_no="2603004211")),
    (replace(SAID, order_no="2603004212"), ORDER),
    (replace(SAID, order_no="TH-2603-770000"), replace(ORDER, order_no="XS-2603-770000")),
    (replace(SAID, customer_phone="2033"), ORDER),
    (replace(SAID, customer_phone="1380692033"), ORDER),
    (replace(SAID, customer_name="Wei Zhang"), replace(ORDER, customer_name="Zhang Wei")),
    (replace(SAID, customer_name="华兴建材"), replace(ORDER, customer_name="華興建材有限公司")),
    (replace(SAID, amount_fen=1300_00), ORDER, *PARTS),
    (replace(SAID, amount_fen=2940_00), ORDER, *PARTS),
    (replace(SAID, amount_fen=2000_00), ORDER, *PARTS),
    (replace(SAID, amount_fen=4300_00), ORDER, *PARTS),
)


@pytest.mark.parametrize("name", ["duckdb", SPARK])
def test_a_pair_is_worth_the_same_to_the_statement_and_to_the_engine(name: EngineName) -> None:
    """Each claim with its order in a year of its own, so that it meets no other."""
    engine, words = engine_named(name)(), Words()
    pairs = [(*_in_year(place, *pair[:2]), pair[2:]) for place, pair in enumerate(PAIRS)]
    engine.put(
        "orders", [order_row(place, order, paid_by(paid), words) for place, (_, order, paid) in enumerate(pairs)]
    )
    engine.put("claims", [claim_row(place, claim, words) for place, (claim, _, _) in enumerate(pairs)])
    engine.put("words", words.rows)
    found = {pair.claim: (pair.label, pair.bits) for pair in engine.pairs() if pair.place == 1}
    engine.close()
    assert found == {
        place: (order.order_no, pytest.approx(sum(score(claim, order, paid).weights.values())))
        for place, (claim, order, paid) in enumerate(pairs)
    }


def _in_year(place: int, claim: ClaimFact, order: OrderFact) -> tuple[ClaimFact, OrderFact]:
    day = date(2000 + place, 3, 8)
    return replace(claim, occurred_on=day), replace(order, ordered_on=day)
