"""Header rows are found under titles, and headers as others write them are mapped to the contract."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cases.records.contract import CONTRACT, KINDS, Kind
from cases.records.errors import ColumnsMissing, HeaderMissing, MappingWrong
from cases.records.headers import find_header, guess_mapping, header_key, settle_mapping, unit_of
from cases.records.reading import read_tables
from cases.records.source import open_source
from cases.records.synonyms import SYNONYMS


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("订单金额(元)", "订单金额"),
        ("4、订单金额*", "订单金额"),
        ("*订单金额【必填】", "订单金额"),
        ("Q3. 订单金额:", "订单金额"),
        ("第3题、订单金额", "订单金额"),
        ("Q3_订单金额", "订单金额"),
        ("贷方发生额/元(收入)", "贷方发生额"),
        ("单元", "单元"),
        ("Order No.", "orderno"),
        ("order_no", "orderno"),
        ("90天内是否购买", "90天内是否购买"),
    ],
)
def test_headers_are_compared_without_their_decoration(header: str, key: str) -> None:
    assert header_key(header) == key


@pytest.mark.parametrize("kind", KINDS)
def test_the_contracts_own_names_map_to_themselves(kind: Kind) -> None:
    names = [column.name for column in CONTRACT[kind]]
    assert guess_mapping(kind, names) == {name: name for name in names}


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_has_a_chinese_name_of_its_own(kind: Kind) -> None:
    first = [SYNONYMS[kind][column.name].split()[0] for column in CONTRACT[kind]]
    assert len(set(first)) == len(CONTRACT[kind])


CRM = "销售订单编号(必填) 客户名称 联系电话 负责人主属(必填) 归属部门 产品名称 下单日期(必填) 价税合计(元) 生命状态 订单状态"
SHOP = "订单编号 买家会员名 收货人姓名 联系手机 商品标题 实付金额 订单创建时间 下单时间 订单状态 店铺名称"
BANK = "记账日期 交易时间 凭证号 对方户名 对方账号 本方账号 贷方金额 借方金额 摘要"
SURVEY = (
    "序号 提交时间 1、最近90天内,您是否购买过我公司产品? 2、您的手机号后四位 "
    "3、实际支付总额(元) 4、款项付到了哪里? 5、由谁为您服务? 6、是否收到货物? "
    "7、是否发生过以下情况? 8、其他"
)


@pytest.mark.parametrize(
    ("kind", "headers", "expected"),
    [
        (
            "orders",
            CRM,
            {
                "order_no": "销售订单编号(必填)",
                "amount": "价税合计(元)",
                "ordered_at": "下单日期(必填)",
                "status": "订单状态",
            },
        ),
        (
            "orders",
            SHOP,
            {"order_no": "订单编号", "customer_name": "收货人姓名", "store": "店铺名称", "product": "商品标题"},
        ),
        (
            "payments",
            BANK,
            {"payment_no": "凭证号", "payer_name": "对方户名", "payee_account": "本方账号", "amount": "贷方金额"},
        ),
        (
            "leads",
            "商机编号 客户名称 手机 负责人 商机金额 创建时间 商机阶段",
            {"lead_no": "商机编号", "quoted_amount": "商机金额", "status": "商机阶段"},
        ),
        (
            "leads",
            "Record_ID Deal_Stage Deal_Owner Amount Create_Date Associated_Contact Contact_Phone_Number Deal_Description",
            {
                "lead_no": "Record_ID",
                "status": "Deal_Stage",
                "salesperson": "Deal_Owner",
                "customer_name": "Associated_Contact",
                "customer_phone": "Contact_Phone_Number",
            },
        ),
        (
            "claims",
            "序号 您付款到哪个账户 还有什么想告诉我们的 Which_of_our_staff_helped_you?",
            {
                "payee_kind": "您付款到哪个账户",
                "text": "还有什么想告诉我们的",
                "salesperson": "Which_of_our_staff_helped_you?",
            },
        ),
        ("salespeople", "工号 姓名 手机号 部门 入职日期 离职日期", {"employee_no": "工号", "left_on": "离职日期"}),
        ("accounts", "户名 账号 开户行", {"account": "账号", "holder": "户名", "bank": "开户行"}),
        (
            "claims",
            SURVEY,
            {
                "claim_no": "序号",
                "bought": "1、最近90天内,您是否购买过我公司产品?",
                "customer_phone": "2、您的手机号后四位",
                "amount": "3、实际支付总额(元)",
                "payee_kind": "4、款项付到了哪里?",
                "salesperson": "5、由谁为您服务?",
                "received": "6、是否收到货物?",
                "happened": "7、是否发生过以下情况?",
                "text": "8、其他",
            },
        ),
    ],
)
def test_headers_of_real_programs_find_their_columns(kind: Kind, headers: str, expected: dict[str, str]) -> None:
    mapping = guess_mapping(kind, headers.split(" "))
    assert {column: mapping.get(column) for column in expected} == expected


@pytest.mark.parametrize(
    ("kind", "headers", "expected"),
    [
        (
            "orders",
            "出库单号 出库日期 客户全称 客户联系人电话 业务部门 销售业务员 含税总金额(元) 单据审核状态",
            "order_no ordered_at customer_name customer_phone store salesperson amount status",
        ),
        (
            "orders",
            "合同编码 签约日期 业主姓名 业主电话 合同造价(元)",
            "order_no ordered_at customer_name customer_phone amount",
        ),
        ("orders", "报名单号 学员手机 课程名称 应缴学费 报名时间", "order_no customer_phone - amount ordered_at"),
        (
            "orders",
            "订单号 商品总价(元) 店铺优惠折扣(元) 商家实收金额(元) 订单成交时间",
            "order_no - - amount ordered_at",
        ),
        (
            "payments",
            "记账时间 资金流水单号 收支类型 收支金额(元) 账户结余(元)",
            "paid_at payment_no direction amount -",
        ),
        (
            "leads",
            "线索ID 客户称呼 手机号 跟进人 线索阶段 录入时间",
            "lead_no customer_name customer_phone salesperson status created_at",
        ),
        (
            "claims",
            "序号 6、您实际支付的金额(元) 8、收款账户名称 9、负责为您服务的销售人员",
            "claim_no amount payee_name salesperson",
        ),
    ],
)
def test_headers_nobody_has_listed_are_told_by_what_they_hold(kind: Kind, headers: str, expected: str) -> None:
    names = headers.split(" ")
    wanted = {column: name for column, name in zip(expected.split(" "), names, strict=True) if column != "-"}
    assert guess_mapping(kind, names).items() >= wanted.items()


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("orders", "退款金额 优惠金额 订单运费 商品单价 未收金额 定金金额"),
        ("payments", "账户余额 交易手续费 订单优惠金额 退还金额"),
        ("leads", "预计优惠金额 报价单价"),
    ],
)
def test_a_sum_that_is_not_the_whole_is_never_taken_for_it(kind: Kind, headers: str) -> None:
    mapping = guess_mapping(kind, headers.split(" "))
    assert not {"amount", "quoted_amount", "paid_out"} & set(mapping)


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("金额(元)", Decimal(1)),
        ("金额(万元)", Decimal(10_000)),
        ("金额(分)", Decimal("0.01")),
        ("金额(千元)", Decimal(1000)),
        ("金额(百万元)", Decimal(1_000_000)),
        ("Amount (RMB'000)", Decimal(1000)),
        ("万达店金额", Decimal(1)),
        ("金额(万达店)", Decimal(1)),
        ("金额(美元)", None),
    ],
)
def test_a_header_tells_its_unit(header: str, unit: Decimal | None) -> None:
    assert unit_of(header) == unit


def test_an_amount_in_foreign_money_is_not_taken_for_the_amount() -> None:
    assert guess_mapping("orders", ["订单号", "金额(美元)", "金额(元)"])["amount"] == "金额(元)"


def test_an_amount_in_ten_thousands_is_scaled() -> None:
    source = open_source("orders", "订单号,金额(万元),下单日期\nA1,1.28,2026-03-08\n".encode())
    assert [row.record["amount_fen"] for row in source.understood() if row.record] == [1280000]


@pytest.mark.parametrize(
    ("above", "amount_fen"),
    [
        ("单位：万元", 12800000),
        ("某公司收款表（单位：人民币万元）", 12800000),
        ("金额单位:千元", 1280000),
        ("币种：人民币  单位：元", 1280),
        ("单位：万科物业", 1280),
        ("Unit: RMB'000", 1280000),
    ],
)
def test_a_unit_above_the_header_counts_for_every_amount(above: str, amount_fen: int) -> None:
    source = open_source("orders", f"{above},,\n订单号,金额,下单日期\nA1,12.8,2026-03-08\n".encode())
    assert [row.record["amount_fen"] for row in source.understood() if row.record] == [amount_fen]


def test_a_columns_own_unit_counts_more_than_the_one_above() -> None:
    source = open_source("orders", "单位:万元,,\n订单号,金额(元),下单日期\nA1,12.8,2026-03-08\n".encode())
    assert [row.record["amount_fen"] for row in source.understood() if row.record] == [1280]


def test_a_unit_below_the_name_of_the_amount_is_its_unit() -> None:
    source = open_source("orders", "订单号,金额,下单日期\n,(万元),\nA1,12.8,2026-03-08\n".encode())
    assert [(row.row, row.record and row.record["amount_fen"]) for row in source.understood()] == [(3, 12800000)]


def test_amounts_of_a_file_in_foreign_money_are_refused() -> None:
    source = open_source("orders", "币种：美元,,\n订单号,金额,下单日期\nA1,12.8,2026-03-08\n".encode())
    assert [refusal.code for row in source.understood() for refusal in row.refusals] == ["amount_foreign"]


def test_money_that_went_out_of_an_account_in_foreign_money_is_refused_too() -> None:
    text = "币种：美元,,,\n流水号,收入金额,支出金额,交易日期\nA1,,12.8,2026-03-08\n"
    (row,) = open_source("payments", text.encode()).understood()
    assert [refusal.code for refusal in row.refusals] == ["amount_foreign"]


def test_the_header_is_found_below_titles_and_blank_rows() -> None:
    (table,) = read_tables(
        "某公司订单表,,\n导出时间:2026-09-01,,\n,,\n订单号,金额,下单日期\nA1,1,2026-03-08\n".encode()
    )
    assert find_header(table, "orders").row == 4


def test_a_header_nobody_knows_is_offered_for_choice_and_not_believed() -> None:
    (table,) = read_tables("甲,乙,丙\nA1,1,2026-03-08\n".encode())
    assert find_header(table, "orders") == find_header(table, "payments")
    assert not find_header(table, "orders").sure


def test_a_file_without_anything_like_a_header_is_refused() -> None:
    with pytest.raises(HeaderMissing):
        open_source("orders", b"1,2,3\n4,5,6\n")


def test_a_missing_required_column_is_named() -> None:
    with pytest.raises(ColumnsMissing) as missing:
        open_source("orders", "订单号,下单日期\nA1,2026-03-08\n".encode())
    assert missing.value.facts == {"columns": "amount (订单金额)"}


HEADER = "甲,乙,下单日期,订单金额\nA1,5,2026-03-08,7\n".encode()


@pytest.mark.parametrize("mapping", [{"order_no": "甲", "amount": "乙"}, {"甲": "order_no", "乙": "amount"}])
def test_a_chosen_mapping_wins_over_the_guess_in_either_direction(mapping: dict[str, str]) -> None:
    source = open_source("orders", HEADER, mapping)
    assert source.mapping == {"order_no": "甲", "amount": "乙", "ordered_at": "下单日期"}


def test_a_column_can_be_left_out() -> None:
    (table,) = read_tables("订单号,金额,日期,状态\n".encode())
    assert "status" not in settle_mapping("orders", find_header(table, "orders"), {"status": ""})


@pytest.mark.parametrize("mapping", [{"order_no": "丁"}, {"nonsense": "甲", "order_no": "甲"}])
def test_a_mapping_of_what_is_not_there_is_refused(mapping: dict[str, str]) -> None:
    with pytest.raises(MappingWrong):
        open_source("orders", HEADER, mapping)


def test_two_columns_of_one_name_can_be_told_apart() -> None:
    (table,) = read_tables("订单号,备注,备注\n".encode())
    assert find_header(table, "orders").names == ("订单号", "备注", "备注 (2)")
