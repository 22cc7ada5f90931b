"""Files as programs of this country write them, in a few rows. All people and numbers are made up."""

from __future__ import annotations

from cases.records.contract import Kind
from tests.cases.records.spreadsheets import xlsx

Facts = dict[str, object]


def lines(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(rows).encode(encoding)


# name → kind, file, what its first record must say, rows that are no records, numbers of good rows
EXPORTS: dict[str, tuple[Kind, bytes, Facts, int]] = {
    "ERP with a title, a blank row and totals": (
        "orders",
        lines(
            "销售订单列表",
            "",
            "单据编号,日期,客户名称,部门,销售员,物料名称,数量,含税单价,价税合计,关闭状态,单据状态,联系人,联系电话",
            "XSDD000001,2026/3/5,张三丰,销售一部,李四,智能锁,1,1280,1280.00,未关闭,已审核,张三丰,13800001111",
            "合计,,,,,,1,,1280.00,,,,",
        ),
        {"order_no": "XSDD000001", "salesperson": "李四", "amount_fen": 128000, "status": "open"},
        1,
    ),
    "ERP workbook with day numbers, leading zeros and subtotals": (
        "orders",
        xlsx(
            [
                ["销售订单执行统计表"],
                ["过滤条件:单据日期 2026-01-01至2026-06-30"],
                [
                    "订单号",
                    "订单日期",
                    "客户简称",
                    "业务员",
                    "部门名称",
                    "存货名称",
                    "数量",
                    "本币价税合计",
                    "订单状态",
                ],
                ["0000000012", 46100, "王小二", "赵六", "门店A", "中央空调", 1.0, 35600.0, "审核"],
                ["小计", None, None, None, None, None, 1, 35600.0, None],
            ],
            merged=["A1:I1"],
        ),
        {"order_no": "0000000012", "customer_name": "王小二", "amount_fen": 3560000, "status": "open"},
        1,
    ),
    "shop program, tabs, GB18030": (
        "orders",
        lines(
            "行号\t单据编号\t单据日期\t往来单位\t经手人\t部门\t商品全名\t金额\t摘要",
            "1\tXS-2026-03-05-00001\t2026-03-05\t李雷\t韩梅梅\t城西店\t地板\t4,680.00\t",
            "\t合计\t\t\t\t\t\t4,680.00\t",
            encoding="gb18030",
        ),
        {"customer_name": "李雷", "salesperson": "韩梅梅", "product": "地板", "amount_fen": 468000},
        1,
    ),
    "two header rows, cells merged over both": (
        "orders",
        xlsx(
            [
                ["2026年销售台账"],
                ["订单信息", None, None, "客户信息", None, "金额(元)", None, "业务员"],
                ["订单号", "下单日期", "状态", "姓名", "电话", "应收", "实收", None],
                ["DD1", "2026-03-05", "已完成", "王五", "13800001111", 1280, 1280, "李四"],
            ],
            merged=["A1:H1", "A2:C2", "D2:E2", "F2:G2", "H2:H3"],
        ),
        {"order_no": "DD1", "customer_name": "王五", "salesperson": "李四", "amount_fen": 128000},
        0,
    ),
    "a template with instructions and an example": (
        "orders",
        lines(
            "填写说明:1.带*为必填项;2.日期格式yyyy-mm-dd",
            "*订单编号,*客户名称,客户手机,*销售人员,*订单总额(万元),*下单日期,订单状态",
            "示例,张三,13800000000,某某,1.00,2026-01-01,已完成",
            "DD1,王五,13800001111,李四,1.28,2026.03.05,已完成",
        ),
        {"order_no": "DD1", "amount_fen": 1280000},
        1,
    ),
    "CRM leads": (
        "leads",
        lines(
            "线索编号,姓名,公司,手机,负责人(必填),线索池,状态,创建时间,最后跟进时间",
            "XS20260305-001,王五,,13800002222,张销售,默认池,跟进中,2026-03-05 09:10,2026-03-06 10:00",
        ),
        {"lead_no": "XS20260305-001", "salesperson": "张销售", "status": "open"},
        0,
    ),
    "bank with notes, a day and a time apart, money in and out": (
        "payments",
        lines(
            "# 账户交易明细",
            "# 起始日期: [20260301]   终止日期: [20260331]",
            "",
            "交易日,交易时间,起息日,交易类型,借方金额,贷方金额,余额,摘要,流水号,收(付)方名称,收(付)方账号",
            "20260306,10:11:12,20260306,转账汇款,500.00,,99500.00,退款,A0000002,赵六,6222020200002",
            "20260305,10:11:12,20260305,转账汇款,,1280.00,100000.00,货款,A0000001,王五,6222020200001",
            "# 合计,,,,500.00,1280.00,,,,,",
        ),
        {"payment_no": "A0000002", "payer_name": "赵六", "amount_fen": -50000},
        1,
    ),
    "wallet bill with padded cells, direction and dashes": (
        "payments",
        lines(
            "交易记录明细查询",
            "账号:[pay@example.com]",
            "---------------------------------交易记录明细列表------------------------------------",
            "交易号                  ,商家订单号     ,付款时间             ,类型     ,交易对方   ,金额(元)   ,收/支 ,备注 ,",
            "2026030522002,\t ,2026-03-06 10:11:12 ,即时到账交易  ,赵六  ,500.00 ,支出      ,  ,",
            "2026030522001,DD2026\t ,2026-03-05 10:11:12 ,即时到账交易  ,王五  ,1280.00 ,收入      ,  ,",
            "------------------------------------------------------------------------------------",
            "共2笔记录",
            "已收入:1笔,1280.00元",
            encoding="gb18030",
        ),
        {"payment_no": "2026030522002", "order_no": None, "amount_fen": -50000},
        3,
    ),
    "wallet bill with guarded numbers": (
        "payments",
        lines(
            "微信支付账单明细,,,,,,,",
            "----------------------账单明细列表--------------------,,,,,,,",
            "交易时间,交易类型,交易对方,收/支,金额(元),支付方式,交易单号,商户单号",
            '2026-03-05 10:11:12,二维码收款,王五,收入,¥1280.00,/,"1000039801262603050001\t","1000039801\t"',
        ),
        {"payment_no": "1000039801262603050001", "amount_fen": 128000, "method": None},
        0,
    ),
    "survey with lettered options and a column for each option": (
        "claims",
        lines(
            "序号,提交答卷时间,来源,1、您的手机号,2、您是否购买过我们的产品?,3、您实际支付了多少元?,4、您把钱付给了谁?,"
            "5、是否发生过以下情况?(被要求添加私人微信),5、是否发生过以下情况?(被提出绕开公司的优惠),"
            "5、是否发生过以下情况?(都没有),6、您还想补充什么?",
            "1,2026/3/5 10:11:12,微信,138****1234,A.是,1280,B.个人微信,1,0,0,(空)",
        ),
        {
            "customer_phone": "1234",
            "bought": "yes",
            "payee_kind": "personal",
            "private_contact": "yes",
            "private_discount": "no",
        },
        0,
    ),
    "survey workbook with ticks": (
        "claims",
        xlsx(
            [
                [
                    "编号",
                    "答题时长",
                    "1.您的称呼",
                    "2.手机号码",
                    "3.您是否从我司购买过产品",
                    "4.实际支付金额(元)",
                    "5.付款方式",
                ],
                ["1", "60秒", "王先生", "13800001111", "是", "1280", "微信"],
            ]
        ),
        {"customer_name": "王先生", "bought": "yes", "amount_fen": 128000},
        0,
    ),
    "survey asking in its own words": (
        "claims",
        lines(
            "序号,提交答卷时间,1.您的姓名,2.您的电话后四位,3.请问是否已购买?,4.购买金额是多少?,5.谁为您服务的?,6.您是哪天付款的?",
            "1,2026/3/5 10:11:12,王五,1234,A、是,1280元,张伟,2026年3月4日",
        ),
        {"customer_name": "王五", "salesperson": "张伟", "amount_fen": 128000, "bought": "yes"},
        0,
    ),
}
