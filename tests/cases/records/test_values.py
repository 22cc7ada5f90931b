"""What single cells come to: every habit that is repaired, every value that is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from cases.records.cells import Cell, Refused, clean
from cases.records.dates import parse_day, parse_moment
from cases.records.values import (
    account_key,
    name_key,
    order_key,
    parse_account,
    parse_amount,
    parse_key,
    parse_name,
    parse_phone,
    parse_text,
)
from cases.records.words import parse_happened, parse_word

AMOUNTS: list[tuple[Cell, int]] = [
    ("2999", 299900),
    ("¥4,680.00", 468000),
    ("¥12,800", 1280000),
    ("1280.00元", 128000),
    ("人民币 1280 元整", 128000),
    ("RMB 1,280", 128000),
    ("1280 yuan", 128000),
    ("1.2800万", 1280000),
    ("1.28万元", 1280000),
    ("3千", 300000),
    ("0.5亿", 5_000_000_000),
    ("12,800.50", 1280050),
    ("1 280.00", 128000),
    ("35600.5", 3560050),
    ("1664.0", 166400),
    ("12.500", 1250),
    (".5", 50),
    ("12.", 1200),
    ("\u200b1280\ufeff", 128000),
    ("'1280", 128000),
    ('="1280"', 128000),
    ("`1280.00", 128000),
    (6084.0, 608400),
    (0.1 + 0.2, 30),
    (2999, 299900),
]


@pytest.mark.parametrize(("cell", "fen"), AMOUNTS)
def test_an_amount_is_read_as_people_write_it(cell: Cell, fen: int) -> None:
    assert parse_amount(cell) == fen


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "--", "—", "无", "N/A", "null", "\u3000", "(跳过)"])
def test_an_amount_nobody_wrote_is_none(cell: Cell) -> None:
    assert parse_amount(cell) is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("面议", "amount_unreadable"),
        ("一万二", "amount_unreadable"),
        ("12,80", "amount_separators"),
        ("1,2800", "amount_separators"),
        ("1.280,00", "amount_separators"),
        ("1280.555", "amount_too_precise"),
        ("99999999999999", "amount_too_large"),
        ("-1280", "amount_negative"),
        ("(1,280.00)", "amount_negative"),
        ("USD 100", "amount_foreign"),
        ("$100", "amount_foreign"),
        ("1.28E+04", "amount_scientific"),
        ("约3000", "amount_approximate"),
        ("3000-5000", "amount_approximate"),
        ("3000左右", "amount_approximate"),
        ("#VALUE!", "formula_error"),
        ("######", "column_too_narrow"),
        (True, "amount_unreadable"),
        (float("inf"), "amount_unreadable"),
    ],
)
def test_an_amount_that_is_none_is_refused(cell: Cell, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_amount(cell)
    assert refused.value.code == code


@pytest.mark.parametrize("cell", ["-1280", "(1,280.00)", "¥-1280", -1280.0])
def test_a_refund_is_negative_where_refunds_are_taken(cell: Cell) -> None:
    assert parse_amount(cell, refunds=True) == -128000


@pytest.mark.parametrize(("scale", "fen"), [("10000", 12_800_000_000), ("0.01", 12800)])
def test_the_unit_of_the_header_scales_an_amount(scale: str, fen: int) -> None:
    assert parse_amount("12,800", scale=Decimal(scale)) == fen


MOMENTS: list[tuple[Cell, datetime]] = [
    ("2026-03-08", datetime(2026, 3, 7, 16, tzinfo=UTC)),
    ("2026/3/8", datetime(2026, 3, 7, 16, tzinfo=UTC)),
    ("2026.3.8", datetime(2026, 3, 7, 16, tzinfo=UTC)),
    ("2026年3月8日", datetime(2026, 3, 7, 16, tzinfo=UTC)),
    ("2026年03月08号", datetime(2026, 3, 7, 16, tzinfo=UTC)),
    ("20260308", datetime(2026, 3, 7, 16, tzinfo=UTC)),
    ("20260308143005", datetime(2026, 3, 8, 6, 30, 5, tzinfo=UTC)),
    ("2026-03-08 14:30", datetime(2026, 3, 8, 6, 30, tzinfo=UTC)),
    ("2026/03/08 14:30:05", datetime(2026, 3, 8, 6, 30, 5, tzinfo=UTC)),
    ("2026年3月8日 14时30分05秒", datetime(2026, 3, 8, 6, 30, 5, tzinfo=UTC)),
    ("2026年3月8日 星期日 14:30", datetime(2026, 3, 8, 6, 30, tzinfo=UTC)),
    ("2026-03-08 下午2:30", datetime(2026, 3, 8, 6, 30, tzinfo=UTC)),
    ("2026-03-08 2:30 PM", datetime(2026, 3, 8, 6, 30, tzinfo=UTC)),
    ("8 Mar 2026", datetime(2026, 3, 7, 16, tzinfo=UTC)),
    ("03/28/2026", datetime(2026, 3, 27, 16, tzinfo=UTC)),
    ("28/3/2026 2:30 PM", datetime(2026, 3, 28, 6, 30, tzinfo=UTC)),
    ("08-Mar-2026", datetime(2026, 3, 7, 16, tzinfo=UTC)),
    ("March 8th, 2026", datetime(2026, 3, 7, 16, tzinfo=UTC)),
    ("Mar 8, 2026, 2:30:11 PM", datetime(2026, 3, 8, 6, 30, 11, tzinfo=UTC)),
    ("Sun, 8 Mar 2026 14:30", datetime(2026, 3, 8, 6, 30, tzinfo=UTC)),
    ("2026-03-08 上午12:10", datetime(2026, 3, 7, 16, 10, tzinfo=UTC)),
    ("2026-03-08T14:30:05.123Z", datetime(2026, 3, 8, 14, 30, 5, tzinfo=UTC)),
    ("2026-03-08T14:30:05+08:00", datetime(2026, 3, 8, 6, 30, 5, tzinfo=UTC)),
    ("2026/03/08 2:30:05 PM GMT+8", datetime(2026, 3, 8, 6, 30, 5, tzinfo=UTC)),
    ("2026/03/08 2:30:05 PM UTC+05:30", datetime(2026, 3, 8, 9, 0, 5, tzinfo=UTC)),
    ("2026-03-08 14:30:05 UTC", datetime(2026, 3, 8, 14, 30, 5, tzinfo=UTC)),
    ("2026-03-08 14:30 GMT", datetime(2026, 3, 8, 14, 30, tzinfo=UTC)),
    ("2026-03-08 14:30:05.25+00", datetime(2026, 3, 8, 14, 30, 5, tzinfo=UTC)),
    ("2026-03-08 14:30:05 -1000", datetime(2026, 3, 9, 0, 30, 5, tzinfo=UTC)),
    ("2026-03-08", datetime(2026, 3, 7, 16, tzinfo=UTC)),
    ("46089", datetime(2026, 3, 7, 16, tzinfo=UTC)),
    (46089.0, datetime(2026, 3, 7, 16, tzinfo=UTC)),
    (46089.5, datetime(2026, 3, 8, 4, tzinfo=UTC)),
    (20260308.0, datetime(2026, 3, 7, 16, tzinfo=UTC)),
    (datetime(2026, 3, 8, 14, 30), datetime(2026, 3, 8, 6, 30, tzinfo=UTC)),
    (date(2026, 3, 8), datetime(2026, 3, 7, 16, tzinfo=UTC)),
]


@pytest.mark.parametrize(("cell", "moment"), MOMENTS)
def test_a_moment_is_read_as_people_write_it(cell: Cell, moment: datetime) -> None:
    assert parse_moment(cell) == moment


@pytest.mark.parametrize("cell", ["2026-03-08", "2026-03-08 23:59", "2026-03-07T16:00:00Z", 46089.9])
def test_a_day_is_the_day_in_china(cell: Cell) -> None:
    assert parse_day(cell) == date(2026, 3, 8)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-02-30", "date_impossible"),
        ("2026-13-01", "date_impossible"),
        ("2026-03-08 24:30", "date_impossible"),
        ("03/08/2026", "date_order"),
        ("28/29/2026", "date_order"),
        ("26-3-8", "date_short_year"),
        ("8-Mar-26", "date_unreadable"),
        ("31 Feb 2026", "date_impossible"),
        ("Mar 2026", "date_unreadable"),
        ("2026年3月", "date_no_day"),
        ("3月8日", "date_no_year"),
        ("1926-03-08", "date_out_of_range"),
        ("2206-03-08", "date_out_of_range"),
        ("上周三", "date_unreadable"),
        ("12345", "date_unreadable"),
        ("2026-03-08T10:00+99:00", "date_unreadable"),
        (time(10, 30), "date_unreadable"),
        (True, "date_unreadable"),
    ],
)
def test_a_date_that_is_none_or_unclear_is_refused(cell: Cell, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_moment(cell)
    assert refused.value.code == code


PHONES: list[tuple[Cell, str]] = [
    ("13806920733", "13806920733"),
    ("138-0692-0733", "13806920733"),
    ("138 0692 0733", "13806920733"),
    ("+8613806920733", "13806920733"),
    ("+86 138-0692-0733", "13806920733"),
    ("008613806920733", "13806920733"),
    ("8613806920733", "13806920733"),
    ("13806920733", "13806920733"),
    ("'13806920733", "13806920733"),
    (13806920733.0, "13806920733"),
    ("13806920733/15044819553", "13806920733"),
    ("13806920733、15044819553", "13806920733"),
    ("021-62345678", "02162345678"),
    ("0755-8888123转801", "07558888123"),
    ("(021) 6234 5678", "02162345678"),
    ("400-800-1234", "4008001234"),
    ("+85291234567", "+85291234567"),
    ("138****0733", "0733"),
    ("138xxxx0733", "0733"),
    ("未留", None),
    ("保密", None),
]


@pytest.mark.parametrize(("cell", "phone"), PHONES)
def test_a_phone_is_read_as_people_write_it(cell: Cell, phone: str | None) -> None:
    assert parse_phone(cell) == phone


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.38067E+10", "phone_scientific"),
        ("1380692073", "phone_length"),
        ("138069207333", "phone_length"),
        ("12806920733", "phone_length"),
        ("0733", "phone_last_four"),
        ("微信同号", "phone_unreadable"),
        ("13806920733a", "phone_unreadable"),
    ],
)
def test_a_phone_that_is_none_is_refused(cell: Cell, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_phone(cell)
    assert refused.value.code == code


@pytest.mark.parametrize(("cell", "phone"), [("0733", "0733"), (733.0, "0733"), ("13806920733", "13806920733")])
def test_the_last_four_digits_are_taken_where_they_are_allowed(cell: Cell, phone: str) -> None:
    assert parse_phone(cell, last_four=True) == phone


@pytest.mark.parametrize("said", ["10806920733", "1380692073", "138069207333"])
def test_a_slip_in_the_telephone_somebody_said_is_kept_as_said(said: str) -> None:
    assert parse_phone(said, last_four=True) == said


@pytest.mark.parametrize("said", ["138069207", "1380692073333"])
def test_what_is_further_off_than_one_digit_is_no_slip(said: str) -> None:
    with pytest.raises(Refused, match="phone_length"):
        parse_phone(said, last_four=True)


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("dd20260822 0000", "DD202608220000"),
        ("DD2026", "DD2026"),
        ('="00123"', "00123"),
        ("DD2026\t", "DD2026"),
        (20260822.0, "20260822"),
        ("1E5", "1E5"),
    ],
)
def test_a_number_of_a_document_keeps_every_digit(cell: Cell, key: str) -> None:
    assert parse_key(cell) == key


@pytest.mark.parametrize("cell", ["2.02608E+13", 6.22202e18, 12.5])
def test_a_number_a_spreadsheet_rounded_is_refused(cell: Cell) -> None:
    with pytest.raises(Refused, match="digits_lost"):
        parse_key(cell)


@pytest.mark.parametrize(
    ("cell", "account"),
    [
        ("6222 0202 0001 2345 678", "6222020200012345678"),
        ("6222-0202-0001-2345", "6222020200012345"),
        ("支付宝:pay@example.com", "支付宝:pay@example.com"),
    ],
)
def test_an_account_loses_its_spacing_only(cell: Cell, account: str) -> None:
    assert parse_account(cell) == account


@pytest.mark.parametrize(
    ("one", "other"),
    [("支付宝:Pay@Example.com", "pay@example.com"), ("6222 0202 0001", "622202020001"), ("卡号:6222-0202", "62220202")],
)
def test_two_spellings_of_an_account_share_a_key(one: str, other: str) -> None:
    assert account_key(one) == account_key(other)


def test_two_spellings_of_an_order_number_share_a_key() -> None:
    assert order_key("xs-2603-004211") == order_key("XS 2603004211")


def test_two_spellings_of_a_name_share_a_key() -> None:
    assert name_key("张 伟") == name_key("张伟\u200b")


@pytest.mark.parametrize("parse", [parse_key, parse_name, parse_text, parse_account])
def test_text_without_end_is_refused(parse: object) -> None:
    with pytest.raises(Refused, match="too_long"):
        parse("长" * 5000)  # type: ignore[operator]  # any of the parsers


def test_free_text_keeps_its_lines_and_loses_invisible_signs() -> None:
    assert parse_text("第一行\u202e\r\n\r\n  第二行 ") == "第一行\n第二行"


@pytest.mark.parametrize(("text", "cleaned"), [("ABC 123", "ABC 123"), ("a\u00a0 b", "a b"), ("'=1+1", "=1+1")])
def test_text_is_cleaned_of_what_nobody_sees(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("table", "cell", "word"),
    [
        ("orders.status", "已完成", "done"),
        ("orders.status", "已取消", "cancelled"),
        ("orders.status", "已退货", "returned"),
        ("orders.status", "待付款", "open"),
        ("orders.status", "已付款", "paid"),
        ("orders.status", "已删除", "deleted"),
        ("orders.status", "Cancelled", "cancelled"),
        ("orders.status", "", "open"),
        ("leads.status", "赢单", "won"),
        ("leads.status", "输单", "lost"),
        ("leads.status", "战败", "lost"),
        ("leads.status", "跟进中", "open"),
        ("leads.status", "公海", "dormant"),
        ("claims.bought", "是", "yes"),
        ("claims.bought", "无", "no"),
        ("claims.bought", True, "yes"),
        ("claims.bought", "记不清", "unsure"),
        ("claims.bought", "", None),
        ("claims.payee_kind", "个人账户或个人收款码", "personal"),
        ("claims.payee_kind", "公司账户", "company"),
        ("claims.received", "部分收到", "part"),
        ("claims.received", "没有", "none"),
        ("claims.source", "微信", "import"),
        ("claims.source", "电话回访", "phone"),
    ],
)
def test_a_word_means_what_people_mean_by_it(table: str, cell: Cell, word: str | None) -> None:
    assert parse_word(cell, table) == word


def test_an_unclear_state_is_refused_and_the_known_words_are_named() -> None:
    with pytest.raises(Refused) as refused:
        parse_word("已关闭", "orders.status")
    assert "已完成 (done)" in str(refused.value.facts["accepted"])


@pytest.mark.parametrize(
    ("cell", "answers"),
    [
        ("被要求添加私人微信继续交易┋被提出绕开公司的优惠", ("yes", "yes", "no")),
        ("都没有", ("no", "no", "no")),
        ("④ 均无", ("no", "no", "no")),
        ("① 加私人微信 ③ 教我怎么回答", ("yes", "no", "yes")),
        ("被教如何回答本问卷", ("no", "no", "yes")),
        ("记不清", ("unsure", "unsure", "unsure")),
        ("没有公司之外的优惠;没有人加我微信", ("no", "no", "no")),
        ("没走公司给了优惠", ("no", "yes", "no")),
        ("从来没有人给我优惠;并没有人加我微信", ("no", "no", "no")),
        ("未开发票给优惠", ("no", "yes", "no")),
        ("No discount was offered;Nobody asked for my WeChat;I was not told what to say", ("no", "no", "no")),
        ("I was offered a discount outside the company", ("no", "yes", "no")),
        ("None", ("no", "no", "no")),
        ("建议私下成交┋告知如何填写", ("no", "yes", "yes")),
        ("要求填写收货地址", ("no", "no", "no")),
    ],
)
def test_a_list_of_what_happened_becomes_three_answers(cell: str, answers: tuple[str, str, str]) -> None:
    assert tuple(parse_happened(cell).values()) == answers


def test_a_list_nobody_filled_in_says_nothing() -> None:
    assert parse_happened("") == {}


@pytest.mark.parametrize(
    ("table", "phrase", "word"),
    [
        ("orders.status", "正在履行", "open"),
        ("orders.status", "客户已签收入库", "done"),
        ("orders.status", "退货处理完毕", "returned"),
        ("orders.status", "客户取消订单", "cancelled"),
        ("orders.status", "派送中", "paid"),
        ("orders.status", "(删除)等待出库", "deleted"),
        ("orders.status", "Contract Sent", "open"),
        ("orders.status", "等待收货", "paid"),
        ("orders.status", "待生产", "open"),
        ("orders.status", "安装完毕", "done"),
        ("orders.status", "客户退订", "cancelled"),
        ("orders.status", "已审", "open"),
        ("orders.status", "待送货", "paid"),
        ("claims.invoice", "都给了", "yes"),
        ("claims.payee_kind", "业务员的", "personal"),
        ("orders.status", "Part paid", "open"),
        ("claims.payee_kind", "导购自己的账户", "personal"),
        ("claims.payee_kind", "Salesperson's own account", "personal"),
        ("orders.status", "已结业", "done"),
        ("claims.payee_kind", "学校账户", "company"),
        ("orders.status", "Awaiting delivery", "paid"),
        ("claims.received", "到了", "all"),
        ("claims.received", "Partially received", "part"),
        ("claims.bought", "did not remember", "unsure"),
        ("claims.bought", "不详", "unsure"),
        ("claims.bought", "只是咨询", "no"),
        ("claims.payee_kind", "业务员", "personal"),
        ("claims.payee_kind", "Salesperson's WeChat", "personal"),
        ("claims.payee_kind", "别家公司", "other_company"),
        ("claims.payee_kind", "门店POS机", "company"),
        ("claims.received", "已签收", "all"),
        ("claims.received", "完成一半", "part"),
        ("claims.received", "Not all", "part"),
        ("claims.received", "还在等", "none"),
        ("claims.invoice", "没有电子发票", "no"),
        ("claims.invoice", "电子发票", "yes"),
        ("claims.private_contact", "主动要求", "yes"),
        ("claims.coached", "自己填写", "no"),
        ("claims.bought", "发生过", "yes"),
        ("claims.bought", "不方便说", "unsure"),
        ("claims.bought", "I have not", "no"),
        ("claims.payee_kind", "销售的收款码", "personal"),
        ("claims.payee_kind", "The sales rep personally", "personal"),
        ("claims.payee_kind", "I forgot", "unsure"),
        ("claims.received", "拿到了", "all"),
        ("claims.private_contact", "加过", "yes"),
        ("claims.private_discount", "提议过", "yes"),
        ("claims.coached", "没人教", "no"),
        ("claims.bought", "想不起来了", "unsure"),
        ("orders.status", "Cancelled by customer", "cancelled"),
        ("orders.status", "Returned by customer", "returned"),
        ("orders.status", "Refund completed", "returned"),
        ("orders.status", "Out for delivery", "paid"),
        ("orders.status", "Not paid", "open"),
        ("leads.status", "客户已战败(价格)", "lost"),
        ("leads.status", "无意向", "lost"),
        ("leads.status", "暂无需求", "dormant"),
        ("leads.status", "A类意向", "open"),
        ("claims.bought", "有下单", "yes"),
        ("claims.bought", "没有在贵司买过", "no"),
        ("claims.bought", "真的记不清了", "unsure"),
        ("claims.bought", "不怎么记得", "unsure"),
        ("claims.bought", "没什么印象", "unsure"),
        ("claims.bought", "从来没买过", "no"),
        ("claims.bought", "② 否", "no"),
        ("claims.bought", "下过单", "yes"),
        ("claims.bought", "购买了一台", "yes"),
        ("claims.invoice", "当时没注意", "unsure"),
        ("claims.invoice", "开具了增值税发票", "yes"),
        ("claims.payee_kind", "转到业务员个人微信", "personal"),
        ("claims.payee_kind", "打到另一家公司", "other_company"),
        ("claims.payee_kind", "店长的微信", "personal"),
        ("claims.payee_kind", "转给了业务员", "personal"),
        ("claims.payee_kind", "扫店里的收款码", "company"),
        ("claims.received", "还有一件没到", "part"),
        ("claims.received", "都到了", "all"),
        ("claims.payee_kind", "门店收银台的对公码", "company"),
        ("claims.received", "还有部分未收到", "part"),
    ],
)
def test_a_phrase_nobody_has_listed_is_understood_where_it_says_one_thing(table: str, phrase: str, word: str) -> None:
    assert parse_word(phrase, table) == word


@pytest.mark.parametrize(
    ("table", "phrase"),
    [
        ("orders.status", "已关闭"),
        ("orders.status", "部分退货处理"),
        ("orders.status", "Returned in part"),
        ("claims.bought", "看过"),
        ("claims.bought", "咨询过"),
        ("claims.bought", "取消了"),
        ("claims.bought", "只是买了一次"),
        ("claims.payee_kind", "第三方支付平台"),
        ("claims.payee_kind", "非公司账户"),
        ("claims.payee_kind", "店里老板娘的收款码"),
        ("claims.received", "已退货"),
        ("claims.private_contact", "拒绝了"),
        ("claims.private_contact", "加了企业微信"),
        ("claims.private_contact", "听说过"),
        ("claims.private_contact", "拒绝过"),
        ("claims.payee_kind", "公司销售的收款码"),
        ("claims.invoice", "只给了收据"),
        ("orders.status", "Cancelled, refund pending"),
        ("orders.status", "已退回"),
        ("claims.payee_kind", "公司账户和个人账户都有"),
        ("claims.payee_kind", "销售部账户"),
        ("claims.payee_kind", "公司销售的微信"),
        ("claims.invoice", "说不开票便宜"),
        ("leads.status", "已退回"),
        ("claims.bought", "看情况"),
    ],
)
def test_a_phrase_that_says_two_things_or_none_is_refused(table: str, phrase: str) -> None:
    with pytest.raises(Refused):
        parse_word(phrase, table)
