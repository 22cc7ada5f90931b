"""Cells read many at once come to what each comes to alone, however usual and unusual ones stand among each other."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from random import Random

import pytest

from cases.records.abreast import REFUSED, Step, columns_of
from cases.records.cells import Cell, Refused, Value
from cases.records.contract import CONTRACT
from cases.records.dates import parse_day
from cases.records.usual import ACCOUNTS, KEYS, NAMES, NUMBERS, PHONES, Usual
from cases.records.values import parse_account, parse_key, parse_name, parse_number, parse_phone

MESSY = [
    *("", " ", "-", "—", "/", "无", "空", "(空)", "n/a", "NULL", "nan", "#N/A", "####", "#", "=", "'", '="00123"', "'00123"),
    *("a\nb", "\n", "13800001234\n", "\n13800001234", "A1\r", "\r\n"),
    *("A1\x1cB2", "\x1c", "\x85", "甲\u2028乙", "A1\u2029", "\x0b1", "\x0c1"),
    *("13800001234", "1380000123", "138000012345", "12800001234", "１３８００００１２３４", "13８00001234", "١٣٨٠٠٠٠١٢٣٤"),
    *("186-4023-4045", "199 2214 0838", "199  2214 0838", "1-9922140838", "199- 22140838", "19922-140838", "-13800001234"),
    *("+8618603028344", "8618603028344", "86-186 0302 8344", "+86 18603028344", "008618603028344", "+86-", "86", "+13800001234"),
    *("86861380000123", "+868613800001234", "8613800001234 ", " 8613800001234", "021-55551234", "13800001234/13900001234"),
    *("138****1234", "1234", "微信同号", "未留", "1.38067E+10", "13800001234.0", "+447911123456", "13800001234转8"),
    *("SO0001", "so0001", "SO-0001", "so", "1", "0", "000", "0a0", "00\n"),
    *("9" * 64, "9" * 65, "a" * 64, "b" * 63 + "1", "b" * 64 + "1"),
    *("2.02608E+13", "1e5", "20260801.00", "SO 1", "ＳＯ１", "²", "1²", "½", "①", "合计", "\ufeff1"),
    *("a\u200b1", "ß1", "ŉ1", "İ1"),
    *("张三", "张", "张 三", "欧阳娜娜", "阿布都·买买提", "甲" * 100, "甲" * 101, "\uf900甲"),
    *("㐀㐀", "龦龦", "𠮷野", "⼀⼀", "Anna", "na"),
    *("6222 0000 1111 2222", "6222000011112222", "1" * 100, "1" * 101, "支付宝:a@b.cn", "a" * 101),
    *(None, True, False, 1, 0, -1, 13800001234, 13800001234.0, 1.5, 1e16, float("nan")),
    *(date(2026, 3, 1), datetime(2026, 3, 1, tzinfo=UTC)),
]  # fmt: skip
FORMS: list[tuple[Usual, Callable[[Cell], Value], list[Cell]]] = [
    (PHONES, parse_phone, ["13800001234", "186-4023-4045", "199 2214 0838", "+8618603028344"]),
    (PHONES, partial(parse_phone, last_four=True), ["13800001234", "86 186 0302 8344", ""]),
    (KEYS, parse_key, ["SO0001", "so0002", "3"]),
    (NUMBERS, parse_number, ["SO0001", "so0002", "30", "0"]),
    (NAMES, parse_name, ["张三", "欧阳娜娜", ""]),
    (ACCOUNTS, parse_account, ["6222000011112222", "1"]),
]


def _alone(parse: Callable[[Cell], Value], cell: Cell) -> Value:
    try:
        return parse(cell)
    except Refused:
        return REFUSED


def _typed(values: list[Value]) -> list[tuple[type, Value]]:
    """1, 1.0 and True are not the same."""
    return [(type(value), value) for value in values]


def _mixed(usual: list[Cell], random: Random, share: float) -> list[Cell]:
    return [random.choice(MESSY if random.random() < share else usual) for _ in range(random.randrange(1, 400))]


@pytest.mark.parametrize("cell", MESSY, ids=ascii)
@pytest.mark.parametrize(("usual", "parse", "cells"), FORMS)
def test_a_messy_cell_among_usual_ones_says_the_same(
    usual: Usual, parse: Callable[[Cell], Value], cells: list[Cell], cell: Cell
) -> None:
    read = partial(_alone, parse)
    for column in ([cell], [cell, *cells], [*cells, cell], [*cells, cell, *cells], [cell, cell, *cells * 20]):
        assert _typed(usual.read_all(read, column)) == _typed(list(map(read, column)))


@pytest.mark.parametrize("share", [0, 0.01, 0.1, 0.5])
@pytest.mark.parametrize(("usual", "parse", "cells"), FORMS)
def test_a_column_read_at_once_says_what_its_cells_say(
    usual: Usual, parse: Callable[[Cell], Value], cells: list[Cell], share: float
) -> None:
    random, read = Random(share), partial(_alone, parse)
    for _ in range(30):
        column = _mixed(cells, random, share)
        assert _typed(usual.read_all(read, column)) == _typed(list(map(read, column)))


def test_only_the_unusual_cells_are_looked_at_alone() -> None:
    asked: list[Cell] = []
    cells = ["13800001234", "186-4023-4045", "", "021-55551234"] * 2 + ["+8618603028344"] * 50
    PHONES.read_all(lambda cell: asked.append(cell), cells)  # type: ignore[func-returns-value]  # None is a value
    assert asked == ["021-55551234"] * 2


@pytest.mark.parametrize(("usual", "parse"), [(NAMES, parse_name), (KEYS, parse_key)])
def test_every_sign_a_usual_cell_may_hold_stays_what_it_is(usual: Usual, parse: Callable[[Cell], Value]) -> None:
    signs: list[Cell] = [chr(code) + chr(code) for code in range(0x20, 0x10000) if not 0xD800 <= code < 0xE000]
    read = partial(_alone, parse)
    for start in range(0, len(signs), 16):  # so few that unusual ones do not end it
        column = [*signs[start : start + 16], *["张三", "A1"] * 130]
        assert usual.read_all(read, column) == list(map(read, column))


def _steps(required: bool) -> Iterator[Step]:
    column = CONTRACT["orders"][0]
    for usual, parse, _ in FORMS:
        yield Step(column, "x", 0, "x", parse, required, usual)
    yield Step(column, "x", 0, "x", parse_day, required)


@pytest.mark.parametrize("required", [False, True])
def test_a_column_comes_to_the_same_whether_its_cells_repeat_or_not_and_whatever_came_before(required: bool) -> None:
    random = Random(5)
    for step in _steps(required):
        for _ in range(40):
            some = random.sample(MESSY, 30)
            column = random.choices(
                [cell for cell in some if isinstance(cell, str)] if random.random() < 0.7 else some, k=150
            )
            values, refused = step.read_all(column)
            assert _typed(values) == _typed([_alone(step.read, cell) for cell in column])
            assert list(refused) == [place for place, value in enumerate(values) if value is REFUSED]


def test_numbers_among_texts_are_not_taken_for_each_other() -> None:
    step = Step(CONTRACT["orders"][0], "x", 0, "x", parse_name, required=False)
    for more in ([1, True, 1.0, "1", 1.5], [True, 1, "1.5", 1.5]):
        column: list[Cell] = [*["甲"] * 1000, *more]
        assert step.read_all(column) == ([*["甲"] * 1000, *map(parse_name, more)], ())
    bad: list[Cell] = [*["甲"] * 1000, "x" * 101, "甲", 10**101]
    assert [list(step.read_all(bad)[1]) for _ in range(2)] == [[1000, 1002]] * 2


def test_what_a_column_said_is_not_remembered_without_end() -> None:
    step = Step(CONTRACT["orders"][0], "x", 0, "x", parse_name, required=False)
    for start in range(0, 60_000, 2_000):
        column = [f"店{number}" for number in range(start, start + 2_000) for _ in range(2)]
        assert step.read_all(column) == (column, ())
        assert len(step._remembered) <= 7_000


def test_columns_of_rows_that_are_short_or_long() -> None:
    assert columns_of([["a", "b"], ["c"], [], ["d", "e", "f"]], 2) == [("a", "c", "", "d"), ("b", "", "", "e")]
    assert columns_of([["a", "b"], ["c", "d"]], 2) == [("a", "c"), ("b", "d")]
