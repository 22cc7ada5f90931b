"""Exports of CRMs, banks and survey tools are understood as they come, without a hand at the mapping."""

from __future__ import annotations

import pytest

from cases.records.cells import Refused
from cases.records.contract import Kind
from cases.records.errors import ColumnsMissing
from cases.records.headers import guess_mapping
from cases.records.source import open_source
from cases.records.words import parse_word
from tests.cases.records.exports import EXPORTS, Facts
from tests.cases.records.further_exports import FURTHER_EXPORTS
from tests.cases.records.more_exports import MORE_EXPORTS

ALL_EXPORTS = EXPORTS | MORE_EXPORTS | FURTHER_EXPORTS


@pytest.mark.parametrize(("kind", "data", "facts", "left_out"), ALL_EXPORTS.values(), ids=ALL_EXPORTS)
def test_an_export_is_understood_as_it_comes(kind: Kind, data: bytes, facts: Facts, left_out: int) -> None:
    rows = list(open_source(kind, data).understood())
    first = next(row.record for row in rows if row.record is not None)
    assert [refusal for row in rows for refusal in row.refusals] == []
    assert {name: first.get(name) for name in facts} == facts
    assert sum(bool(row.skipped and row.skipped != "blank") for row in rows) == left_out


@pytest.mark.parametrize(
    ("kind", "header", "column", "name"),
    [
        ("orders", "订单号,下单时间,订单实付金额,收货人/提货人,买家手机号", "customer_name", "收货人/提货人"),
        ("orders", "订单编号,订单创建时间,总金额,买家实付金额", "amount", "买家实付金额"),
        ("orders", "合同号,签单日期,产品名称及型号,合同总价", "product", "产品名称及型号"),
        ("leads", "客户名称,联系电话,首次接触时间,最近跟进时间,跟进阶段", "created_at", "首次接触时间"),
        ("orders", "订单编号,下单时间,订单金额,优惠金额,实付金额", "amount", "实付金额"),
        ("orders", "订单编号,下单时间,订单金额,优惠金额,实付金额", "list_amount", "订单金额"),
        ("orders", "报名单号,报名时间,应收学费,优惠金额,实收学费", "amount", "实收学费"),
        ("orders", "订单编号,下单时间,原价,优惠金额,订单金额,实付金额", "amount", "订单金额"),
        ("orders", "订单编号,下单时间,订单金额,优惠金额,实付金额,未付金额", "amount", "订单金额"),
        ("orders", "订单编号,下单人,家装顾问,展厅,套餐名称,签约金额,签约日期", "amount", "签约金额"),
        ("orders", "订单编号,下单人,家装顾问,展厅,套餐名称,签约金额,签约日期", "salesperson", "家装顾问"),
        ("orders", "订单编号,下单人,家装顾问,展厅,套餐名称,签约金额,签约日期", "store", "展厅"),
        ("payments", "票据号,核销单据,打款人,汇款金额,到账日期,支付类型", "payer_name", "打款人"),
        ("payments", "票据号,核销单据,打款人,汇款金额,到账日期,支付类型", "order_no", "核销单据"),
    ],
)
def test_a_column_is_known_by_its_name(kind: Kind, header: str, column: str, name: str) -> None:
    cells = header.split(",")
    row = ",".join("2026-03-05" if cell.endswith(("时间", "日期")) else "1" for cell in cells)
    assert open_source(kind, f"{header}\n{row}\n".encode()).mapping[column] == name


def test_money_in_another_currency_is_refused() -> None:
    text = "流水号,金额,币种,日期\nA1,100,人民币,2026-03-05\nA2,100,美元,2026-03-05\n"
    rows = list(open_source("payments", text.encode()).understood())
    assert [[refusal.code for refusal in row.refusals] for row in rows] == [[], ["amount_foreign"]]


def test_a_bank_row_with_neither_money_in_nor_out_is_refused() -> None:
    text = "流水号,贷方金额,借方金额,日期\nA1,,,2026-03-05\n"
    (row,) = open_source("payments", text.encode()).understood()
    assert [(refusal.column, refusal.code) for refusal in row.refusals] == [("amount", "missing")]


def test_a_mark_of_what_is_void_cancels_the_order() -> None:
    text = "单据编号,金额,日期,单据状态,作废状态\nA1,100,2026-03-05,已审核,未作废\nA2,100,2026-03-05,已审核,已作废\n"
    rows = list(open_source("orders", text.encode()).understood())
    assert [row.record and row.record["status"] for row in rows] == ["open", "cancelled"]


def test_an_options_code_alone_is_refused_with_what_to_export() -> None:
    text = "答卷编号,是否购买,金额\n1,B,1280\n"
    (row,) = open_source("claims", text.encode()).understood()
    assert [(refusal.column, refusal.code) for refusal in row.refusals] == [("bought", "word_coded")]


@pytest.mark.parametrize(
    ("direction", "state", "left_out"),
    [
        ("收入", "交易成功", False),
        ("支出", "退款成功", False),
        ("不计收支", "交易关闭", True),
        ("不计收支", "交易成功", True),
        ("收入", "等待付款", True),
    ],
)
def test_a_wallets_deal_in_which_no_money_came_or_went_is_no_payment(
    direction: str, state: str, left_out: bool
) -> None:
    text = f"交易订单号,金额,收/支,交易状态,交易时间\nA1,100,{direction},{state},2026-03-05\n"
    (row,) = open_source("payments", text.encode()).understood()
    assert (row.skipped == "unpaid", row.record is None, row.refusals) == (left_out, left_out, ())


def test_money_in_and_out_are_told_where_only_brackets_say_which() -> None:
    text = "交易流水号,交易金额(收入),交易金额(支出),交易日期\nA1,100,,2026-03-05\nA2,,30,2026-03-06\n"
    rows = list(open_source("payments", text.encode()).understood())
    assert [row.record and row.record["amount_fen"] for row in rows] == [10000, -3000]


def test_a_refund_told_by_the_kind_of_deal_went_out() -> None:
    header = "参考号,交易类型,支付方式,交易金额,交易日期"
    text = f"{header}\nA1,消费,微信,100,2026-03-05\nA2,退款,微信,30,2026-03-06\nA3,付款,微信,20,2026-03-06\n"
    rows = list(open_source("payments", text.encode()).understood())
    assert [row.record and row.record["amount_fen"] for row in rows] == [10000, -3000, 2000]


def test_an_option_repeated_below_itself_is_ticked() -> None:
    header = "编号,2.发生过的情况:加私人微信,2.发生过的情况:私下给优惠,2.发生过的情况:都没有"
    text = f"{header}\n1,A.加私人微信,没有私下,\n2,,,都没有\n3,,优惠券,\n"
    rows = list(open_source("claims", text.encode()).understood())
    told = [row.record and (row.record["private_contact"], row.record["private_discount"]) for row in rows]
    assert told == [("yes", "no"), (None, None), None]


def test_what_was_written_beside_an_option_is_no_answer_of_its_own() -> None:
    mapping = guess_mapping("claims", ["1. 钱付给了谁", "1. 钱付给了谁_补充", "2. 您的建议"])
    assert mapping == {"payee_kind": "1. 钱付给了谁", "text": "2. 您的建议"}


def test_payments_that_are_only_counted_get_a_number_that_no_other_file_has() -> None:
    text = "序号,收款日期,金额,付款人\n{}"
    march = text.format("1,2026-03-05,100,甲\n2,2026-03-05,100,乙\n3,2026-03-06,80.5,甲\n")
    april = text.format("1,2026-04-05,100,甲\n")
    read = [
        [row.record and row.record["payment_no"] for row in open_source("payments", one.encode()).understood()]
        for one in (march, april)
    ]
    assert read == [["20260305-100.00-1", "20260305-100.00-2", "20260306-80.50-1"], ["20260405-100.00-1"]]


def test_a_number_of_its_own_goes_before_a_rows_place_in_the_file() -> None:
    text = "序号,流水单号,收款日期,金额\n1,LS-01,2026-03-05,100\n"
    (row,) = open_source("payments", text.encode()).understood()
    assert row.record is not None
    assert row.record["payment_no"] == "LS-01"


def test_a_row_of_a_payment_counted_twice_is_refused_no_more() -> None:
    text = "序号,收款日期,金额,付款人\n1,2026-03-05,100,甲\n1,2026-03-06,100,乙\n"
    rows = list(open_source("payments", text.encode()).understood())
    assert [row.refusals for row in rows] == [(), ()]


def test_answers_without_a_number_get_one_of_their_moment() -> None:
    text = (
        "Timestamp,Did you buy from us?,Your mobile number\n{0},Yes,13800001111\n{0},No,13800002222\n,No,13800003333\n"
    )
    rows = list(open_source("claims", text.format("2026-03-05 10:11:12").encode()).understood())
    assert [row.record and row.record["claim_no"] for row in rows] == ["20260305101112-1", "20260305101112-2", None]
    assert [(refusal.column, refusal.code) for refusal in rows[2].refusals] == [("answered_at", "missing")]


def test_answers_with_neither_number_nor_moment_are_asked_for_a_number() -> None:
    with pytest.raises(ColumnsMissing) as error:
        open_source("claims", "您是否购买过?,您的手机号,付款金额\n是,13800001111,100\n".encode())
    assert "claim_no" in str(error.value.facts)


@pytest.mark.parametrize(
    ("column", "words", "value"),
    [
        ("orders.status", "未发货，退款成功", "returned"),
        ("orders.status", "已付款,已取消", "cancelled"),
        ("orders.status", "等待商家发货", "paid"),
        ("orders.status", "创建", "open"),
        ("orders.status", "已过账", "open"),
        ("orders.status", "已红冲", "cancelled"),
        ("orders.status", "施工中", "open"),
        ("orders.status", "已收费", "paid"),
        ("leads.status", "未分配", "open"),
        ("leads.status", "未联系", "open"),
        ("leads.status", "已报名", "won"),
        ("leads.status", "已转换", "won"),
        ("leads.status", "Negotiation/Review", "open"),
        ("leads.status", "Closed - Not Converted", "lost"),
        ("leads.status", "Closed - Converted", "won"),
        ("claims.invoice", "开了发票", "yes"),
        ("claims.invoice", "No, never got one", "no"),
        ("claims.bought", "I don't remember", "unsure"),
        ("claims.bought", "A.成交过", "yes"),
        ("claims.bought", "采购过", "yes"),
        ("claims.bought", "没有成交", "no"),
        ("claims.bought", "签订过", "yes"),
        ("claims.bought", "订过", "yes"),
        ("claims.received", "到齐了", "all"),
        ("claims.received", "没到齐", "part"),
        ("claims.received", "Only part of it", "part"),
        ("claims.received", "I haven't received it", "none"),
        ("claims.received", "Not sure", "unsure"),
        ("claims.payee_kind", "A personal account or QR code", "personal"),
        ("claims.payee_kind", "The account of another company", "other_company"),
    ],
)
def test_a_phrase_says_the_contracts_word(column: str, words: str, value: str) -> None:
    assert parse_word(words, column) == value


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("orders.status", "未发货,退款中"),
        ("leads.status", "He won't buy"),
        ("claims.payee_kind", "Not the company's account"),
        ("claims.payee_kind", "Company or personal account"),
        ("claims.bought", "听说过"),
        ("claims.bought", "成交失败"),
    ],
)
def test_a_phrase_that_may_say_another_thing_is_refused(column: str, words: str) -> None:
    with pytest.raises(Refused, match="word_unknown"):
        parse_word(words, column)


def test_a_refund_beside_its_sale_bears_its_own_number_and_day() -> None:
    header = "支付宝交易号,退款批次号/请求号,创建时间,完成时间,订单金额(元)"
    text = f"{header}\nA1,,2026-03-05 10:00,2026-03-05 10:01,680\nA1,RF1,2026-03-05 10:00,2026-03-18 09:00,-680\n"
    told = [row.record for row in open_source("payments", text.encode()).understood()]
    assert [(one["payment_no"], str(one["paid_at"])[:10]) for one in told if one] == [
        ("A1", "2026-03-05"),
        ("RF1", "2026-03-18"),
    ]


def test_a_remark_below_answers_is_none_of_them() -> None:
    text = "回访编号,客户电话,收款人\nH1,13600000001,罗小北\n说明:以上内容均为客户口述,,\n"
    rows = list(open_source("claims", text.encode()).understood())
    assert [bool(row.record) for row in rows] == [True, False]


def test_a_balance_with_its_currency_below_receipts_is_no_receipt() -> None:
    text = 'Reference,Date,Narrative,Currency,Credit\nR1,2026-03-05,A,CNY,100\n,,Closing Balance,CNY,"144,350.00"\n'
    rows = list(open_source("payments", text.encode()).understood())
    assert [(row.skipped, row.refusals) for row in rows][1] == ("footer", ())


def test_a_leads_name_is_not_its_customers() -> None:
    mapping = guess_mapping("leads", ["线索编号", "线索名称", "姓名", "留资时间", "首次跟进时间", "跟进结果"])
    assert (mapping["customer_name"], mapping["created_at"], mapping["status"]) == ("姓名", "留资时间", "跟进结果")


@pytest.mark.parametrize("mark", ["-3", "-2"])
def test_a_question_passed_over_has_no_answer(mark: str) -> None:
    asked = ["1、您的订单号", "2、您的手机号", "3、实际支付总额(元)", "4、以下情况您遇到过哪些", "5、您的建议"]
    text = f"序号,{','.join(asked)}\n1{f',{mark}' * len(asked)}\n"
    (row,) = open_source("claims", text.encode()).understood()
    assert row.record is not None
    assert [row.record[name] for name in ("order_no", "customer_phone", "amount_fen", "private_contact", "text")] == [
        None
    ] * 5


def test_an_option_to_be_written_out_is_not_the_remark() -> None:
    names = ["序号", "9、(被要求加私人微信)", "9、(其他（请注明）)", "11、您的建议"]
    assert guess_mapping("claims", names)["text"] == "11、您的建议"


def test_a_remark_that_may_be_left_out_is_no_option() -> None:
    names = ["*序号", "*【必填】您的手机号", "*(选填)其他建议"]
    assert guess_mapping("claims", names)["text"] == "*(选填)其他建议"
