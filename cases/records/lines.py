"""Orders written over several rows, a product each, as shops and accounting programs do: brought together, one to an order.

Whether the amount beside a product is the product's or the whole order's is told by the column's name and by the
amounts; where neither tells, no row of the order is taken. Reads no file and parses no cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Literal, TypeAlias

from cases.records.cells import Cell, Record, Value, is_blank
from cases.records.headers import header_key
from cases.records.refusals import Refusal, refuse
from cases.records.understood import Understood
from cases.records.values import NAME_LENGTH

Whose: TypeAlias = Literal["order", "product", "unknown"]

OF_A_LINE = ("product", "amount", "list_amount", "notes")  # columns that may differ between rows of one order
OF_THE_ORDER = ("customer_name", "customer_phone", "ordered_at")  # what tells that two rows are one order
_ORDERS = re.compile(r"^(订单|合同|整单|全单|本单|order|contract|grand)")
_PRODUCTS = re.compile(r"^(商品|产品|物料|货品|存货|明细|单品|子订单|行|item|line|product)|小计|价税合计|subtotal")


def whose_amount(header: str) -> Whose:
    """What an amount column with this name counts in a row: the whole order, one product of it, or the name tells neither."""
    key = header_key(header)
    if _PRODUCTS.search(key):
        return "product"
    return "order" if _ORDERS.match(key) else "unknown"


def goes_on(above: Sequence[Cell], cells: Sequence[Cell], own: Sequence[int], shared: Sequence[int]) -> bool:
    """Whether a row without a number is another product of the order above: it names one, and nothing of an order.

    own, shared: positions of the columns of a line, and of an order's.
    """
    return (
        bool(above)
        and all(is_blank(cells[place]) for place in shared if place < len(cells))
        and any(not is_blank(cells[place]) for place in own if place < len(cells))
    )


def filled_from(above: Sequence[Cell], cells: Sequence[Cell], shared: Sequence[int]) -> list[Cell]:
    """The row with what the order above says."""
    whole = list(cells)
    for place in shared:
        if place < len(whole) and place < len(above):
            whole[place] = above[place]
    return whole


def brought_together(
    rows: Sequence[Understood], number_of: Callable[[Understood], Value], whose: Whose, header: str
) -> list[Understood]:
    """The same rows: where neighbours are products of one order, the first holds the order and the others are `line`.

    header: the file's name of the amount, for refusals.
    """
    return [
        settled for _, run in groupby(rows, _by_number(number_of)) for settled in _settled(list(run), whose, header)
    ]


def _by_number(number_of: Callable[[Understood], Value]) -> Callable[[Understood], Value]:
    """A row without a number is a run of its own."""

    def key(row: Understood) -> Value:
        number = number_of(row)
        return -row.row if number is None else str(number)

    return key


def _settled(run: Sequence[Understood], whose: Whose, header: str) -> Sequence[Understood]:
    if len(run) == 1 or not _is_one_order(run):
        return run
    bad = next((row for place, row in enumerate(run) if _faults(row, is_first=place == 0)), None)
    if bad is not None:
        return [row if row.refusals else _refused(row, "line_refused", header, line=bad.row) for row in run]
    amount_fen = _amount([_fen(row, "amount_fen") for row in run], whose)
    if amount_fen is None or not _agree(run) or (whose != "order" and not _are_distinct(run)):
        return [_refused(row, "lines_unclear", header, lines=len(run)) for row in run]
    return _merged(run, amount_fen)


def _is_one_order(run: Sequence[Understood]) -> bool:
    """Different products sold to one customer at one time. The same product twice is a number used twice."""
    products = [row.record.get("product") if row.record else None for row in run]
    if None in products or len(set(products)) == 1:
        return False
    return all(len(_values(run, name)) <= 1 for name in OF_THE_ORDER)


def _values(run: Sequence[Understood], name: str) -> set[Value]:
    return {row.record[name] for row in run if row.record and row.record.get(name) is not None}


def _faults(row: Understood, *, is_first: bool) -> list[Refusal]:
    """An order's amount may stand in its first row alone."""
    return [one for one in row.refusals if is_first or (one.column, one.code) != ("amount", "missing")]


def _are_distinct(run: Sequence[Understood]) -> bool:
    """No product stands there twice: it could be two of them, or one written twice."""
    return len({row.record["product"] for row in run if row.record}) == len(run)


def _agree(run: Sequence[Understood]) -> bool:
    """Nothing differs but what is a line's own."""
    names = set().union(*(row.record or {} for row in run)) - {"product", "amount_fen", "list_amount_fen", "notes"}
    return all(len({(row.record or {}).get(name) for row in run}) == 1 for name in names)


def _fen(row: Understood, name: str) -> int | None:
    value = (row.record or {}).get(name)
    return value if isinstance(value, int) else None


def _amount(amounts: Sequence[int | None], whose: Whose) -> int | None:
    """The order's amount in fen; None where it cannot be told."""
    given = [amount for amount in amounts if amount is not None]
    if len(given) == 1 and amounts[0] is not None:
        return given[0]
    alike = len(set(given)) == 1
    if whose == "order":
        return given[0] if alike else None
    if whose == "product" or not alike:
        return sum(given)
    return None


def _merged(run: Sequence[Understood], amount_fen: int) -> list[Understood]:
    first, *others = run
    record: Record = dict(first.record or {})
    record["amount_fen"] = amount_fen
    products = dict.fromkeys(str(row.record["product"]) for row in run if row.record)
    record["product"] = "、".join(products)[:NAME_LENGTH]
    lists = [_fen(row, "list_amount_fen") for row in run]
    if amount_fen != _fen(first, "amount_fen") and "list_amount_fen" in record:
        record["list_amount_fen"] = None if None in lists else sum(filter(None, lists))
    return [first._replace(record=record), *(Understood(row.row, skipped="line") for row in others)]


def _refused(row: Understood, code: str, header: str, **facts: int) -> Understood:
    refusal = refuse(row.row, "amount", code, dict(facts), header=header)
    return Understood(row.row, record=row.record, refusals=(refusal,))
