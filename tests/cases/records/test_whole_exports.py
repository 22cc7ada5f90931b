"""Exports held against what they say, every row and every field: contracts, receipts and answers as other products write them.

All people, numbers and companies are made up.
"""

# ruff: noqa: E501  # a row of a file stays one line

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pytest

from cases.records.cells import Record, Value
from cases.records.contract import Kind
from cases.records.dates import COMPANY_ZONE
from cases.records.source import open_source
from tests.cases.records.exports import lines
from tests.cases.records.spreadsheets import xlsx


class Whole(NamedTuple):
    """fields: the names of the columns of `said`, a record a line. skipped: why each row that is no record was left out."""

    kind: Kind
    data: bytes
    fields: str
    said: str
    skipped: str


WHOLE: dict[str, Whole] = {
    "ledger of contracts with monthly sums": Whole(
        "orders",
        xlsx(
            [
                ["示例家居有限公司销售合同台账"],
                ["期间：2026年1月—2026年6月"],
                [
                    "序号",
                    "合同编号",
                    "签约客户",
                    "联系手机",
                    "签单销售",
                    "签约门店",
                    "品类",
                    "合同总额",
                    "已收金额",
                    "签订日期",
                    "合同状态",
                ],
                [1, "HT-001", "蒋小白", "13600000001", "罗小北", "和平店", "衣柜", 28600, 28600, 46030, "已完结"],
                [
                    2,
                    "HT-002",
                    "沈小青",
                    "136-0000-0002",
                    "罗小北",
                    "和平店",
                    "橱柜",
                    "15,800.00",
                    5000,
                    dt.datetime(2026, 1, 20, 9),
                    "履行中",
                ],
                [None, None, None, None, None, None, "1月小计", 44400, 33600],
                [
                    3,
                    "HT-003",
                    "曹小蓝",
                    "136 0000 0003",
                    "丁小伟",
                    "滨江店",
                    "木门",
                    "¥9,600",
                    0,
                    "2026年2月14日",
                    "已终止",
                ],
                ["累计", None, None, None, None, None, None, 54000, 33600],
                ["制表人：孙某", None, None, None, "复核：", None, None, None, None, "制表日期：2026-07-01"],
            ],
            merged=["A1:K1", "A2:K2"],
        ),
        "order_no customer_name customer_phone salesperson store product amount_fen ordered_at status",
        """
HT-001 蒋小白 13600000001 罗小北 和平店 衣柜 2860000 2026-01-08 done
HT-002 沈小青 13600000002 罗小北 和平店 橱柜 1580000 2026-01-20 open
HT-003 曹小蓝 13600000003 丁小伟 滨江店 木门 960000 2026-02-14 cancelled""",
        "total total footer",
    ),
    "orders below a header of two rows, sums by store": Whole(
        "orders",
        xlsx(
            [
                ["华南大区订单台账"],
                [
                    "No.",
                    "订单号",
                    "客户信息",
                    None,
                    "销售归属",
                    None,
                    "订货内容",
                    "合同金额",
                    "订立时间",
                    "当前进度",
                    "跟单备注",
                ],
                [None, None, "姓名", "联系电话", "归属人", "归属店"],
                [1, "SO-001", "龙小燕", "13400000001", "黎小强", "天河店", "净水机", 4280, 46027, "已交付", None],
                [
                    2,
                    "SO-002",
                    "莫小辉",
                    "13400000002",
                    "黎小强",
                    "天河店",
                    "热水器",
                    "¥3,199.00",
                    46031,
                    "排产中",
                    "催货",
                ],
                [None, "天河店小计", None, None, None, None, None, 7479],
                [None, "总计", None, None, None, None, None, 7479],
                ["说明：本表不含税"],
            ],
            merged=["A1:K1", "C2:D2", "E2:F2", *(f"{column}2:{column}3" for column in "ABGHIJK")],
        ),
        "order_no customer_name customer_phone salesperson store product amount_fen ordered_at status notes",
        """
SO-001 龙小燕 13400000001 黎小强 天河店 净水机 428000 2026-01-05 done -
SO-002 莫小辉 13400000002 黎小强 天河店 热水器 319900 2026-01-09 open 催货""",
        "total total footer",
    ),
    "cashiers' receipts": Whole(
        "payments",
        xlsx(
            [
                ["示例连锁 收银流水明细"],
                ["营业日期：2026-03-08 ~ 2026-03-12"],
                ["收银单号", "关联成交单", "会员", "收银时间", "收银金额", "收银方式", "入账商户账户", "收银员"],
                ["SY01", "CJ231", "安小妮", dt.datetime(2026, 3, 8, 12, 1), 1980, "微信", "9911 0022 3344", "小丽"],
                ["SY02", "CJ232", "白小露", 46090.5, "6,800.00", "刷卡", "991100223344", "小丽"],
                ["万象店小计", None, None, None, 8780],
                ["SY03", "CJ231", "安小妮", 46093, "(1,980.00)", "微信", "991100223344", "小芳"],
                ["总计", None, None, None, 6800],
                ["收银主管签字：", None, None, "日期："],
            ],
            merged=["A1:H1", "A2:H2"],
        ),
        "payment_no order_no payer_name paid_at amount_fen method payee_account",
        """
SY01 CJ231 安小妮 2026-03-08 198000 微信 991100223344
SY02 CJ232 白小露 2026-03-09 680000 刷卡 991100223344
SY03 CJ231 安小妮 2026-03-12 -198000 微信 991100223344""",
        "total total footer",
    ),
    "English register of receipts": Whole(
        "payments",
        lines(
            "Customer receipts register,,,,,,",
            "Period: 1 Mar 2026 to 31 Aug 2026,,,,,,",
            "Receipt #,Sales Order,Received From,Account Credited,Received Amount (RMB),Date Received,Payment Mode",
            'R-1,SO-1,Grace Example,6222 0000 1111 2222,"12,800.00",5 Mar 2026,Card',
            'R-2,SO-1,Grace Example,6222000011112222,"(2,800.00)","March 6, 2026",Card',
            'Page subtotal,,,,"10,000.00",,',
            'Total received,,,,"10,000.00",,',
            "Prepared by: Amy,,Checked by:,,,,",
        ),
        "payment_no order_no payer_name payee_account amount_fen paid_at method",
        """
R-1 SO-1 Grace_Example 6222000011112222 1280000 2026-03-05 Card
R-2 SO-1 Grace_Example 6222000011112222 -280000 2026-03-06 Card""",
        "total total footer",
    ),
    "survey with circled answers and a question each": Whole(
        "claims",
        lines(
            "序号\t填写时间\t第1题:您是否购买过我们的产品？(必填)\t第2题:订单编号\t第3题:联系手机\t第4题:成交价格(元)\t第5题:您什么时候付的款？\t第6题:款项汇入了谁的账户？\t第7题:账户户名叫什么？\t第8题:服务您的是哪位？\t第9题:产品交付情况\t第10题:有没有要求您加私人微信？\t第11题:有没有私下给您优惠？\t第12题:有没有人教您怎么说？\t第13题:有没有开发票？",
            "1\t2026年6月5日 10:20\t①是\tXD01\t13700000001\t3,280.00\t2026年6月1日\t①公司账户\t示例商贸\t吴小明\t①已全部交付\t②没有\t②没有\t②没有\t①有",
            "2\t2026年6月6日 21:02\t①是\t\t13700000002\t5600\t2026/6/2\t②销售个人账户\t吴小明\t吴小明\t②部分交付\t①有\t①有\t②没有\t②没有",
            "3\t2026年6月7日 08:40\t③想不起来了\t\t0003\t3000\t\t③现金\t\t沈小兰\t③尚未交付\t③记不清\t②没有\t①有\t③记不清",
            encoding="utf-16",
        ),
        "claim_no bought order_no customer_phone amount_fen occurred_on payee_kind payee_name salesperson received private_contact private_discount coached invoice",
        """
1 yes XD01 13700000001 328000 2026-06-01 company 示例商贸 吴小明 all no no no yes
2 yes - 13700000002 560000 2026-06-02 personal 吴小明 吴小明 part yes yes no no
3 unsure - 0003 300000 - cash - 沈小兰 none unsure no yes unsure""",
        "",
    ),
    "English survey": Whole(
        "claims",
        lines(
            "ID,Email,Q1. Have you purchased from us recently? (required),Q2. What is your order number?,Q3. Phone (last 4 digits is fine),Q4. Total amount you paid,Q5. Where did you send the money?,Q6. Account holder name,Q7. Who was your sales contact?,Q8. Did you get everything you ordered?,Q9. Were you asked to add a personal WeChat?,Q10. Were you offered a private discount?,Q11. Did anyone tell you what to answer?",
            '1,anonymous,Yes,SO-1,0001,"1,280",Company bank account,Example,Amy,Yes,No,No,No',
            "2,anonymous,Yes,,13900000002,¥2560.50,Salesperson's personal account,Ben,Ben,Some of it,Yes,Yes,No",
        ),
        "claim_no bought order_no customer_phone amount_fen payee_kind payee_name salesperson received private_contact private_discount coached",
        """
1 yes SO-1 0001 128000 company Example Amy all no no no
2 yes - 13900000002 256050 personal Ben Ben part yes yes no""",
        "",
    ),
}


@pytest.mark.parametrize("whole", WHOLE.values(), ids=WHOLE)
def test_every_row_says_what_the_file_says(whole: Whole) -> None:
    rows = list(open_source(whole.kind, whole.data).understood())
    fields = whole.fields.split()
    assert [row.refusals for row in rows if row.refusals] == []
    assert [_line(row.record, fields) for row in rows if row.record is not None] == whole.said.split("\n")[1:]
    assert " ".join(row.skipped for row in rows if row.skipped) == whole.skipped
    left = {name for row in rows if row.record for name, value in row.record.items() if value is not None}
    assert left - {*fields, "source", "answered_at"} == set()


def _line(record: Record, fields: list[str]) -> str:
    return " ".join(_text(record[field]) for field in fields)


def _text(value: Value) -> str:
    if isinstance(value, dt.datetime):
        value = value.astimezone(COMPANY_ZONE).date()
    return "-" if value is None else str(value).replace(" ", "_")
