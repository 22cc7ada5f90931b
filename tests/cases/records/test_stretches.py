"""Rows understood together come to what each comes to alone, in whatever order good and bad ones stand."""

import csv
import io
from random import Random

import pytest

from cases.records.contract import Kind
from cases.records.numbers import NumbersSeen
from cases.records.rows import RowReader
from cases.records.source import open_source
from cases.records.understood import Understood

HEADERS: dict[Kind, list[str]] = {
    "orders": ["订单编号", "客户名称", "联系电话", "负责人", "产品名称", "订单金额(元)", "下单时间", "订单状态"],
    "payments": ["流水号", "订单号", "付款人", "收款账号", "金额", "付款时间"],
    "salespeople": ["工号", "姓名", "手机号", "门店", "入职日期"],
    "accounts": ["账号", "户名", "开户行"],
}
ODD = ["", "-", "#N/A", "约100", "a\nb", "合计", "小计", "'001", '="0012"', "x" * 130, "共3条", "制表人:某", "nan"]
VALUES = {
    "号": ["SO00017", "so-18", "19A", "20", "21", "合计"],
    "话": ["13800001234", "139 1234 5678", "1234", "1381234****", "021-55551234"],
    "额": ["100", "1,200.50", "¥3000", "1.2万", "-5", "0", "(300)", "abc"],
    "间": ["2026-03-01", "2026/3/5 14:20", "2026年3月5日", "46000", "3/5/2026", "2026-13-01"],
    "态": ["已完成", "已取消", "跟进中"],
}


def _cell(random: Random, header: str) -> str:
    if random.random() < 0.03:
        return random.choice(ODD)
    kind = next((sign for sign in VALUES if sign in header), "")
    if kind == "号" and random.random() < 0.9:
        return f"SO{random.randrange(500):05}"
    return random.choice(VALUES.get(kind, ["甲", "乙", "丙", "橱柜", "地板"]))


def _messy(kind: Kind, seed: int) -> bytes:
    random, headers = Random(f"{kind}{seed}"), HEADERS[kind]
    rows = [headers]
    for _ in range(200):
        row = [_cell(random, header) for header in headers]
        chance = random.random()
        if chance < 0.1:
            row = rows[-1]
        elif chance < 0.15:
            row = [*rows[-1][:4], *row[4:]]
        elif chance < 0.2:
            row = row[: random.randrange(len(row))]
        elif chance < 0.22:
            row = [*row, "", random.choice(["", "q"])]
        elif chance < 0.24:
            row = ["合计", *[""] * (len(headers) - 1)]
        rows.append(row)
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _understood(kind: Kind, data: bytes) -> list[Understood]:
    return list(open_source(kind, data).understood())


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("kind", HEADERS)
def test_rows_come_to_the_same_together_and_alone(kind: Kind, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = _messy(kind, seed)
    together = _understood(kind, data)
    monkeypatch.setattr(RowReader, "is_each_alone", property(lambda _: True))
    assert together == _understood(kind, data)
    assert {bool(one.record) for one in together} == {True, False}


def test_a_blank_does_not_repeat_what_was_refused() -> None:
    text = "订单编号,联系电话,订单金额(元),下单时间\nA1,123,100,2026-03-01\nA1,,100,2026-03-01\n"
    assert [[refusal.code for refusal in one.refusals] for one in _understood("orders", text.encode())] == [
        ["phone_length"],
        ["duplicate_in_file"],
    ]


def test_numbers_are_remembered_however_many_there_are() -> None:
    random, seen = Random(3), NumbersSeen()
    digests = list({random.getrandbits(64) - (1 << 63) for _ in range(100_000)})
    for start in range(0, len(digests), 7_000):
        part = digests[start : start + 7_000]
        assert seen.first(part, range(start, start + len(part)), [start] * len(part)) == {}
    assert all(map(seen.holds, digests))
    assert not any(seen.holds(digest ^ 1 << 40) for digest in digests)
    again = [digests[3], digests[99_000] ^ 1 << 40, digests[8_000]]
    assert seen.first(again, [200_000, 200_001, 200_002], [1, 2, 3]) == {
        digests[3]: (3, 0),
        again[1]: (200_001, 2),
        digests[8_000]: (8_000, 7_000),
    }


def test_a_number_twice_among_those_taken_in_at_once_is_met() -> None:
    assert NumbersSeen().first([5, -6, 5], [1, 2, 3], [7, 8, 9]) == {5: (1, 7), -6: (2, 8)}


def test_a_number_keeps_its_first_row_however_often_room_is_made() -> None:
    seen, first, rows = NumbersSeen(), dict[int, int](), 0
    random = Random(11)
    for _ in range(40):
        digests = [random.randrange(-60_000, 60_000) * 4 for _ in range(5_000)]  # they crowd some slots
        places = range(rows, rows := rows + 5_000)
        for place, digest in zip(places, digests, strict=True):
            first.setdefault(digest, place)
        assert seen.first(digests, places, places) == {digest: (first[digest],) * 2 for digest in digests}


def test_numbers_that_come_one_by_one_are_told_apart() -> None:
    seen = NumbersSeen()
    for digest in range(-40_000, 40_000):
        assert seen.first([digest], [digest + 50_000], [digest]) == {}
    assert seen.first([-40_000], [1], [1]) == {-40_000: (10_000, -40_000)}
