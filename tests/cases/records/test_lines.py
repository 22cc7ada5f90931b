"""An order written over several rows becomes one with its whole amount, or none of its rows is taken."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cases.records import source as sources
from cases.records.source import open_source
from cases.records.understood import Understood
from tests.cases.records.spreadsheets import xlsx

Summary = list[tuple[object, object, object]]


def read(header: str, *lines: str) -> list[Understood]:
    return list(open_source("orders", "\n".join([header, *lines]).encode()).understood())


def taken(rows: Sequence[Understood]) -> Summary:
    return [
        (row.record["order_no"], row.record["product"], row.record["amount_fen"])
        for row in rows
        if row.record is not None
    ]


def refused(rows: Sequence[Understood]) -> list[tuple[int, str]]:
    return [(refusal.row, refusal.code) for row in rows for refusal in row.refusals]


UNSAID = "订单号,客户,产品,金额,日期"
ORDERS = "订单号,客户,产品,订单金额,日期"
PRODUCTS = "订单号,客户,产品,商品金额,日期"
TWO = ("A1,甲,锁,1000,2026-03-05", "A1,甲,砖,280,2026-03-05")
ALIKE = ("A1,甲,锁,500,2026-03-05", "A1,甲,砖,500,2026-03-05")


@pytest.mark.parametrize(
    ("header", "lines", "amount_fen"),
    [
        (UNSAID, TWO, 128000),
        (PRODUCTS, TWO, 128000),
        (PRODUCTS, ALIKE, 100000),
        (ORDERS, ALIKE, 50000),
        (UNSAID, ("A1,甲,锁,1280,2026-03-05", "A1,甲,砖,,2026-03-05"), 128000),
        (UNSAID, ("A1,甲,锁,1280,2026-03-05", ",,砖,,"), 128000),
        (UNSAID, ("A1,甲,锁,1000,2026-03-05", ",,砖,280,"), 128000),
        (UNSAID, ("A1,甲,锁,1280,2026-03-05", "A1,甲,砖,0,2026-03-05"), 128000),
    ],
    ids=[
        "different amounts are the products'",
        "the column says products",
        "the column says products, alike",
        "the column says the order's",
        "the amount stands in the first row alone",
        "and the number, too",
        "only the first row has the number",
        "a gift",
    ],
)
def test_rows_of_one_order_become_one_with_its_whole_amount(header: str, lines: Sequence[str], amount_fen: int) -> None:
    rows = read(header, *lines, "A2,乙,砖,300,2026-03-06")
    assert taken(rows) == [("A1", "锁、砖", amount_fen), ("A2", "砖", 30000)]
    assert ([row.skipped for row in rows], refused(rows)) == (["", "line", ""], [])


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        (UNSAID, ALIKE),
        (ORDERS, TWO),
        (UNSAID, ("A1,甲,锁,1000,2026-03-05", "A1,甲,锁,1000,2026-03-05", "A1,甲,砖,280,2026-03-05")),
    ],
    ids=["alike, and the column does not say", "the column contradicts", "one of them perhaps written twice"],
)
def test_an_amount_that_cannot_be_told_is_nobodys(header: str, lines: Sequence[str]) -> None:
    rows = read(header, *lines, "A2,乙,砖,300,2026-03-06")
    assert taken(rows) == [("A2", "砖", 30000)]
    assert refused(rows) == [(place, "lines_unclear") for place in range(2, 2 + len(lines))]


def test_a_state_that_differs_between_rows_of_an_order_keeps_it_out() -> None:
    header = "订单号,客户,产品,商品金额,日期,状态"
    rows = read(header, "A1,甲,锁,1000,2026-03-05,已完成", "A1,甲,砖,280,2026-03-05,已退货")
    assert (taken(rows), refused(rows)) == ([], [(2, "lines_unclear"), (3, "lines_unclear")])


def test_a_row_that_cannot_be_read_keeps_its_order_out() -> None:
    rows = read(UNSAID, TWO[0], "A1,甲,砖,面议,2026-03-05")
    assert (taken(rows), refused(rows)) == ([], [(2, "line_refused"), (3, "amount_unreadable")])


@pytest.mark.parametrize(
    "second",
    ["A1,乙,砖,280,2026-03-05", "A1,甲,砖,280,2026-03-09", "A1,甲,锁,280,2026-03-05"],
    ids=["another customer", "another day", "the same product"],
)
def test_a_number_used_twice_is_no_order_of_several_rows(second: str) -> None:
    rows = read(UNSAID, TWO[0], second)
    assert (taken(rows), refused(rows)) == ([("A1", "锁", 100000)], [(3, "duplicate_in_file")])


def test_a_total_below_is_no_product() -> None:
    rows = read(UNSAID, *TWO, "合计,,,1280,", ",,,1280,", ",,,合计:1280,")
    assert taken(rows) == [("A1", "锁、砖", 128000)]
    assert [row.skipped for row in rows] == ["", "line", "total", "total", "total"]


def test_rows_of_an_order_stay_together_where_a_chunk_would_part_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "CHUNK_ROWS", 3)
    rows = read(UNSAID, "A0,甲,砖,1,2026-03-05", "A9,甲,砖,1,2026-03-05", *TWO, "A2,乙,砖,300,2026-03-06")
    assert taken(rows)[2:] == [("A1", "锁、砖", 128000), ("A2", "砖", 30000)]


def test_a_cell_merged_over_the_rows_of_an_order_says_the_same_in_each() -> None:
    """Rows and columns in front are empty: a merged range counts from the sheet's corner, a row's cells do not."""
    data = xlsx(
        [
            [],
            [None, "订单号", "客户", "产品", "订单金额", "日期"],
            [None, "A1", "甲", "锁", 1280, "2026-03-05"],
            [None, None, None, "砖", None, None],
        ],
        merged=["B3:B4", "C3:C4", "E3:E4", "F3:F4"],
    )
    assert taken(list(open_source("orders", data).understood())) == [("A1", "锁、砖", 128000)]
