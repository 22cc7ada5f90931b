"""Forty kinds of bad value, each planted in a file of its own between two good rows: refused or repaired as documented.

docs/import.md says the same in words. What is refused keeps its own row out and no other.
"""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from cases.records.cells import Cell
from cases.records.contract import Kind
from cases.records.dates import day_of
from cases.records.source import open_source
from tests.cases.records.spreadsheets import xlsx

HEADERS: dict[Kind, list[str]] = {
    "orders": ["order_no", "customer_name", "customer_phone", "amount", "ordered_at", "status", "payee_account"],
    "payments": ["payment_no", "order_no", "payer_name", "amount", "paid_at"],
    "claims": ["claim_no", "customer_phone", "amount", "occurred_on", "bought"],
}
GOOD: dict[Kind, list[Cell]] = {
    "orders": ["XS-{}", "王伟", "13806920733", "128{}", "2026-03-08", "已完成", "6222"],
    "payments": ["LS-{}", "XS-1", "王伟", "1280", "2026-03-08"],
    "claims": ["HF-{}", "0733", "1280", "2026-03-08", "是"],
}

REFUSED: list[tuple[str, Kind, str, Cell, str]] = [
    ("no number", "orders", "order_no", "", "missing"),
    ("no amount", "orders", "amount", "-", "missing"),
    ("no day", "orders", "ordered_at", "N/A", "missing"),
    ("a word for an amount", "orders", "amount", "面议", "amount_unreadable"),
    ("an estimate", "orders", "amount", "约3000", "amount_approximate"),
    ("a range", "orders", "amount", "3000-5000", "amount_approximate"),
    ("three decimals", "orders", "amount", "1280.555", "amount_too_precise"),
    ("another currency", "orders", "amount", "USD 1280", "amount_foreign"),
    ("a negative order", "orders", "amount", "-1280", "amount_negative"),
    ("an account number for an amount", "orders", "amount", "6222020200012345", "amount_too_large"),
    ("an amount in scientific notation", "orders", "amount", "1.28E+04", "amount_scientific"),
    ("separators in strange places", "orders", "amount", "1,28,0.00", "amount_separators"),
    ("the thirtieth of February", "orders", "ordered_at", "2026-02-30", "date_impossible"),
    ("month or day first", "orders", "ordered_at", "03/08/2026", "date_order"),
    ("two digits of a year", "orders", "ordered_at", "26-3-8", "date_short_year"),
    ("a month alone", "orders", "ordered_at", "2026年3月", "date_no_day"),
    ("no year", "orders", "ordered_at", "3月8日", "date_no_year"),
    ("a year long past", "orders", "ordered_at", "1926-03-08", "date_out_of_range"),
    ("a day in words", "orders", "ordered_at", "上周三", "date_unreadable"),
    ("a phone in scientific notation", "orders", "customer_phone", "1.38067E+10", "phone_scientific"),
    ("a digit too few", "orders", "customer_phone", "1380692073", "phone_length"),
    ("four digits where eleven are needed", "orders", "customer_phone", "0733", "phone_last_four"),
    ("words for a phone", "orders", "customer_phone", "微信同号", "phone_unreadable"),
    ("a number that lost its digits", "orders", "order_no", "2.02608E+13", "digits_lost"),
    ("a number of 65 characters", "orders", "order_no", "X" * 65, "key_too_long"),
    ("a name of 101 characters", "orders", "customer_name", "王" * 101, "text_too_long"),
    ("a formula's error", "orders", "amount", "#VALUE!", "formula_error"),
    ("a column too narrow", "orders", "ordered_at", "########", "column_too_narrow"),
    ("a state nobody knows", "orders", "status", "已关闭", "word_unknown"),
    ("an answer nobody knows", "claims", "bought", "也许吧", "word_unknown"),
    ("the number of the row above with other content", "orders", "order_no", "XS-1", "duplicate_in_file"),
]

REPAIRED: list[tuple[str, Kind, str, Cell, str, object]] = [
    ("full-width digits", "orders", "amount", "１２８０．５０", "amount_fen", 128050),
    ("a currency sign and separators", "orders", "amount", "¥12,800.00", "amount_fen", 1280000),
    ("ten thousands", "orders", "amount", "1.28万", "amount_fen", 1280000),
    ("words around an amount", "orders", "amount", "人民币1280元整", "amount_fen", 128000),
    ("binary noise of a spreadsheet", "orders", "amount", 6084.000000001, "amount_fen", 608400),
    ("a refund in brackets", "payments", "amount", "(1,280.00)", "amount_fen", -128000),
    ("a day number", "orders", "ordered_at", "46256", "ordered_at", date(2026, 8, 22)),
    ("a Chinese day", "orders", "ordered_at", "2026年3月8日 下午2:30", "ordered_at", date(2026, 3, 8)),
    ("a day without marks", "orders", "ordered_at", "20260308", "ordered_at", date(2026, 3, 8)),
    (
        "a phone with country code and hyphens",
        "orders",
        "customer_phone",
        "+86 138-0692-0733",
        "customer_phone",
        "13806920733",
    ),
    ("a phone as a spreadsheet's number", "orders", "customer_phone", 13806920733.0, "customer_phone", "13806920733"),
    ("two phones in a cell", "orders", "customer_phone", "13806920733/13900001111", "customer_phone", "13806920733"),
    ("a masked phone", "orders", "customer_phone", "138****0733", "customer_phone", "0733"),
    ("four digits that lost a zero", "claims", "customer_phone", 733, "customer_phone", "0733"),
    ("invisible characters", "orders", "customer_name", "\u200b王伟\ufeff ", "customer_name", "王伟"),
    ("a guard against formulas", "orders", "order_no", '="0012"', "order_no", "0012"),
    ("lower case and spaces in a number", "orders", "order_no", "xs 99", "order_no", "XS99"),
    ("spaces in an account", "orders", "payee_account", "6222 0202 0001", "payee_account", "622202020001"),
    ("a state in another word", "orders", "status", "交易成功", "status", "done"),
    ("an option with its letter", "claims", "bought", "A. 是", "bought", "yes"),
]


def planted(kind: Kind, column: str, value: Cell) -> bytes:
    rows = [[cell.format(number) if isinstance(cell, str) else cell for cell in GOOD[kind]] for number in (1, 2, 3)]
    rows[1][HEADERS[kind].index(column)] = value
    if not isinstance(value, str):
        return xlsx([HEADERS[kind], *rows])
    text = io.StringIO()
    csv.writer(text).writerows([HEADERS[kind], *rows])
    return text.getvalue().encode("gb18030")


@pytest.mark.parametrize(
    ("kind", "column", "value", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_it_is_refused_and_keeps_no_other_row_out(kind: Kind, column: str, value: Cell, code: str) -> None:
    rows = list(open_source(kind, planted(kind, column, value)).understood())
    assert [(refusal.row, refusal.column, refusal.code) for row in rows for refusal in row.refusals] == [
        (3, column, code)
    ]
    assert [row.record is not None for row in rows] == [True, False, True]


@pytest.mark.parametrize(
    ("kind", "column", "value", "name", "meant"), [row[1:] for row in REPAIRED], ids=[row[0] for row in REPAIRED]
)
def test_it_is_repaired(kind: Kind, column: str, value: Cell, name: str, meant: object) -> None:
    rows = list(open_source(kind, planted(kind, column, value)).understood())
    records = [row.record for row in rows if row.record is not None]
    assert len(records) == 3
    read = records[1][name]
    assert (day_of(read) if hasattr(read, "astimezone") else read) == meant


def test_forty_kinds_are_planted() -> None:
    assert len(REFUSED) + len(REPAIRED) >= 40
