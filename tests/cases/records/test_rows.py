"""Rows become records or refusals; totals, footers and repeated headers become neither."""

from __future__ import annotations

import re

import pytest

from cases.records import source
from cases.records.contract import Kind
from cases.records.refusals import SENTENCES
from cases.records.source import open_source
from cases.records.understood import Understood
from tests.cases.records.order_files import FAULTS, order_file
from tests.cases.records.spreadsheets import two_sheets, xlsx

HEADER = "订单编号,客户名称,联系电话,负责人,所属部门,产品名称,订单金额(元),下单时间,订单状态\n"
GOOD = "DD1,王伟,13806920733,李娜,城东店,中央空调,1280,2026-03-08,已完成\n"


def understood(text: str, kind: Kind = "orders") -> list[Understood]:
    return list(open_source(kind, (HEADER + text).encode()).understood())


def test_a_good_row_is_a_record() -> None:
    (row,) = understood(GOOD)
    assert row.record is not None
    assert (row.row, row.record["order_no"], row.record["amount_fen"], row.record["status"]) == (
        2,
        "DD1",
        128000,
        "done",
    )


def test_a_column_the_file_lacks_is_none_and_a_state_it_lacks_is_open() -> None:
    (row,) = open_source("orders", "订单号,金额,日期\nA1,1,2026-03-08\n".encode()).understood()
    assert row.record is not None
    assert (row.record["customer_phone"], row.record["status"]) == (None, "open")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("合计,,,,,,1280,,\n", "total"),
        ("合计:398笔,,,,,,1280,,\n", "total"),
        (",,,,,小计,1280,,\n", "total"),
        ("合  计,,,,,,1280,,\n", "total"),
        (",,,期初余额,,,1280,,\n", "footer"),
        ("Closing balance,,,,,,1280,,\n", "footer"),
        ("城东店小计,,,,,,1280,,\n", "total"),
        (",,,,,,1280,,\n", "total"),
        ("总计,,,,,,,,\n", "total"),
        ("Total,,,,,,1280,,\n", "total"),
        (HEADER, "header"),
        (",,,,,,,,\n", "blank"),
        ("\n", "blank"),
        ("总收入笔数：1,总收入金额：1280,,,,,,,\n", "total"),
        ("借方合计,,500,贷方合计,1280,,,,\n", "total"),
        ("本页借方合计：,500,本页贷方合计：,1280,,,,,\n", "total"),
        ("制表人:王伟   审核:李娜,,,,,,,,\n", "footer"),
        ("制表人：王伟,,审核人：李娜,,,,打印日期：2026-08-01,,\n", "footer"),
        ("会计主管:,王伟,复核:,李娜,制单:,,,,\n", "footer"),
        ("Prepared by: Amy,,Checked by:,,,,,,\n", "footer"),
        ("—— 以上共4条 ——,,,,,,,,\n", "footer"),
        ("编制人,王伟,审核人,李娜,,,,,\n", "footer"),
        ("记账员：01,复核员：02,,打印日期：2026-04-01,,,,,\n", "footer"),
        (",,合计笔数：3,,,,1280,,\n", "total"),
        ("单位公章,,经手人签章,,,,,,\n", "footer"),
        ("总收入,,,,,,1280,,\n", "total"),
        ("Sub-total North,,,,,,1280,,\n", "total"),
        ("Total credits / debits,,,,,,1280,,\n", "total"),
        ("日均,,,,,,1280,,\n", "total"),
        ("Page subtotal,,,,,,1280,,\n", "total"),
        ("Total received,,,,,,1280,,\n", "total"),
        ("Total for March,,,,,,1280,,\n", "total"),
        ("店长签字：,,,财务签字：,,,,,\n", "footer"),
    ],
)
def test_a_row_that_is_no_record_is_left_out_without_blame(line: str, what: str) -> None:
    _, row = understood(GOOD + line)
    assert (row.record, row.refusals, row.skipped) == (None, (), what)


def test_a_total_is_left_out_where_only_the_key_is_required() -> None:
    rows = list(open_source("accounts", "账号,户名\n6222,某公司\n合计,\n".encode()).understood())
    assert [row.skipped for row in rows] == ["", "total"]


def test_a_row_without_its_number_that_names_somebody_is_no_total() -> None:
    _, row = understood(GOOD + ",王伟,,,,,1280,2026-03-08,\n")
    assert [refusal.code for refusal in row.refusals] == ["missing"]


@pytest.mark.parametrize(("column", "position", "value", "code"), FAULTS)
def test_a_bad_cell_is_refused_by_row_column_and_reason(column: str, position: int, value: str, code: str) -> None:
    cells = GOOD.strip().split(",")
    cells[position] = value
    (row,) = understood(",".join(cells) + "\n")
    (refusal,) = row.refusals
    assert (refusal.row, refusal.column, refusal.code) == (2, column, code)


def test_every_bad_cell_of_a_row_is_named() -> None:
    (row,) = understood("DD1,王伟,123,李娜,城东店,中央空调,面议,3月5日,已完成\n")
    assert [refusal.column for refusal in row.refusals] == ["customer_phone", "amount", "ordered_at"]


def test_a_refusal_speaks_both_languages_and_names_the_files_own_header() -> None:
    (row,) = understood("DD1,王伟,123,李娜,城东店,中央空调,1280,2026-03-08,已完成\n")
    (refusal,) = row.refusals
    assert (refusal.header, refusal.value, refusal.sentence_zh[:7], refusal.sentence_en[:8]) == (
        "联系电话",
        "123",
        "有 3 位数字",
        "3 digits",
    )


def test_a_refusal_does_not_show_its_value_when_printed() -> None:
    (row,) = understood("DD1,王伟,微信wx123,李娜,城东店,中央空调,1280,2026-03-08,已完成\n")
    assert "wx123" not in repr(row.refusals[0])


@pytest.mark.parametrize("code", SENTENCES)
def test_every_reason_says_the_same_facts_in_both_languages(code: str) -> None:
    facts = [set(re.findall(r"{(\w+)}", sentence)) for sentence in SENTENCES[code]]
    assert facts[0] == facts[1]


def test_a_number_that_comes_again_with_other_content_is_refused_and_the_first_row_named() -> None:
    _, row = understood(GOOD + GOOD.replace("1280", "6800"))
    (refusal,) = row.refusals
    assert (refusal.row, refusal.column, refusal.code, "2" in refusal.sentence_en) == (
        3,
        "order_no",
        "duplicate_in_file",
        True,
    )


def test_the_same_line_twice_is_no_fault() -> None:
    assert [row.refusals for row in understood(GOOD + GOOD)] == [(), ()]


def test_an_unquoted_comma_that_shifts_the_cells_is_refused() -> None:
    (row,) = understood(GOOD.replace("1280", "1,280.00"))
    assert "too_many_cells" in [refusal.code for refusal in row.refusals]


def test_rows_swallowed_by_an_open_quotation_mark_are_not_lost_silently() -> None:
    text = (
        GOOD
        + GOOD.replace("DD1,王伟", 'DD2,"王伟')
        + GOOD.replace("DD1", "DD3")
        + GOOD.replace("DD1", "DD4").replace("已完成", '已完成"')
    )
    assert "rows_glued" in [refusal.code for row in understood(text) for refusal in row.refusals]


@pytest.mark.parametrize("before", range(7))
def test_rows_swallowed_far_down_a_file_are_not_lost_silently(before: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the stretches of a file are cut, be it between them."""
    monkeypatch.setattr(source, "CHUNK_ROWS", 2)
    rows = [f"A{number},1,2026-03-08,注,李娜\n" for number in range(12)]
    rows[before] = rows[before].replace("注", '"注')
    rows[before + 2] = rows[before + 2].replace("注", '注"')
    read = open_source("orders", ("订单编号,订单金额(元),下单时间,备注,负责人\n" + "".join(rows)).encode()).understood()
    faults = {row.row: [refusal.code for refusal in row.refusals] for row in read}
    assert faults == {2 + place: ["rows_glued"] if place == before else [] for place in range(10)}


def test_a_note_of_several_lines_is_no_fault() -> None:
    text = '陈述编号,订单号,备注\n1,DD1,"第一行\n第二行"\n'
    (row,) = open_source("claims", text.encode()).understood()
    assert row.record is not None
    assert row.record["text"] == "第一行\n第二行"


def test_planted_rows_are_refused_and_no_others() -> None:
    data, planted = order_file(400, 22)
    rows = list(open_source("orders", data).understood())
    refused = [(r.row, r.column, r.code) for row in rows for r in row.refusals]
    assert refused == [(bad.row, bad.column, bad.code) for bad in planted]


BANK: list[list[object]] = [
    ["示例商贸有限公司 收款明细表", None, None, None, None, None, None],
    ["期间:2026-03-01 至 2026-08-31", None, None, None, None, None, None],
    ["流水号", "关联订单", "付款人", "收款账户", "金额", "到账日期", "方式"],
    ["LS0", "DD1", "王伟", "6222 0202 0001", "2,999.00", 46256, "银行转账"],
    ["LS1", None, "李娜", "支付宝:pay@example.com", -100.5, "2026年3月5日", "支付宝"],
    ["合计", None, None, None, 2898.5, None, None],
]


def test_a_banks_sheet_is_read_with_its_merged_titles_and_total() -> None:
    data = xlsx(BANK, merged=["A1:G1", "A2:G2"])
    rows = list(open_source("payments", data).understood())
    assert [(row.row, row.record and row.record["amount_fen"], row.skipped) for row in rows] == [
        (4, 299900, ""),
        (5, -10050, ""),
        (6, None, "total"),
    ]


def test_the_sheet_that_holds_the_records_is_found() -> None:
    source = open_source("payments", two_sheets([["说明"], ["本表由系统导出"]], BANK[2:5]))
    assert source.table.sheet == "数据"


def test_a_survey_tools_answers_become_claims() -> None:
    text = (
        "序号,来源,1、是否购买过?,2、您的订单号(如有),3、您的手机号,4、实际支付总额(元),5、款项付到了哪里?,9、是否发生过以下情况?\n"
        '1,微信,是,,0733,"6,084.00",个人账户或个人收款码,被要求添加私人微信继续交易┋被提出绕开公司的优惠\n'
    )
    (row,) = open_source("claims", text.encode()).understood()
    assert row.record is not None
    names = (
        "source",
        "bought",
        "customer_phone",
        "amount_fen",
        "payee_kind",
        "private_contact",
        "private_discount",
        "coached",
    )
    assert [row.record[name] for name in names] == ["import", "yes", "0733", 608400, "personal", "yes", "yes", "no"]
    assert "happened" not in row.record
