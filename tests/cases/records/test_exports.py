"""Exports of CRMs, banks and survey tools are understood as they come, without a hand at the mapping."""

from __future__ import annotations

import pytest

from cases.records.contract import Kind
from cases.records.source import open_source
from tests.cases.records.exports import EXPORTS, Facts


@pytest.mark.parametrize(("kind", "data", "facts", "left_out"), EXPORTS.values(), ids=EXPORTS)
def test_an_export_is_understood_as_it_comes(kind: Kind, data: bytes, facts: Facts, left_out: int) -> None:
    rows = list(open_source(kind, data).understood())
    first = next(row.record for row in rows if row.record is not None)
    assert [refusal for row in rows for refusal in row.refusals] == []
    assert {name: first.get(name) for name in facts} == facts
    assert sum(bool(row.skipped and row.skipped != "blank") for row in rows) == left_out


def test_money_in_another_currency_is_refused() -> None:
    text = "流水号,金额,币种,日期\nA1,100,人民币,2026-03-05\nA2,100,美元,2026-03-05\n"
    rows = list(open_source("payments", text.encode()).understood())
    assert [[refusal.code for refusal in row.refusals] for row in rows] == [[], ["amount_foreign"]]


def test_a_bank_row_with_neither_money_in_nor_out_is_refused() -> None:
    text = "流水号,贷方金额,借方金额,日期\nA1,,,2026-03-05\n"
    (row,) = open_source("payments", text.encode()).understood()
    assert [(refusal.column, refusal.code) for refusal in row.refusals] == [("amount", "missing")]
