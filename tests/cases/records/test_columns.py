"""What programs write above a column: each of these finds the column of the contract, beside the usual ones."""

from __future__ import annotations

import pytest

from cases.records.contract import Kind
from cases.records.headers import guess_mapping

ORDERS = {
    "order_no": """
订单号 订单编号 单号 销售单号 合同编号 合同号 订单ID 订单流水号 销售订单号 单据编号 业务单号 成交编号 交易编号 商城订单号
系统订单号 内部订单号 SO号 订单代码 销售单编号 订单序列号 下单编号 预订单号 服务单号 工单编号 认购书编号 协议编号 报名单号
保单号 会员订单号 交易单号 销售编号 交易订单编号 定单号 定单编号 下单号 成交单号 订货单号 提货单号 外部订单号 线上订单号
平台订单号 原始单号 小票号 Order_Ref Order_Code Job_No Document_No Sales_Order_Number""",
    "customer_name": """
客户 客户姓名 客户名称 买家 买方 购买人 购货单位 甲方 业主姓名 联系人 收货人 顾客姓名 会员姓名 下单人 客户简称 往来单位
购买客户 学员姓名 车主 购房人 客户方 客户全名 付款客户 意向客户 会员 家长姓名 患者姓名 采购单位 需方 收货单位 客户联系人
签约人 客户(公司)名称 客户/会员 终端客户 购方 购买者 消费者 收件方 订货单位 订货人 委托人 承租人 客户联系人姓名 客户抬头
购货方 委托方 客户名/单位 Purchaser Sold_To""",
    "customer_phone": """
手机 电话 手机号 联系方式 客户手机 联系手机 手机号码 客户联系电话 电话号码 移动电话 买家电话 业主电话 收货电话 会员手机号
预留手机 顾客电话 客户手机号码 常用电话 本人电话 家长电话 会员电话 联系人手机 收货手机 购买人手机 客户TEL 电话1 手机1
微信/电话 联系人电话 电话/手机 客户联系手机 买方电话 联络电话 手机号(客户) 收件电话 客户座机 购买者手机 联系号码 通讯方式
Mobile_No. Buyer_Phone Contact_No""",
    "salesperson": """
销售 销售员 业务员 销售顾问 跟单人 客户经理 所有人 归属人 负责销售 经办人 导购 置业顾问 签单人 成交人 业绩归属人 销售代表
顾问 服务顾问 接单员 销售人员姓名 业务负责人 家装顾问 责任销售 主销售 销售专员 业务代表 签约销售 接待销售 店员 营业员姓名
营销人员 课程顾问 美容师 所属业务员 销售(主) 归属顾问 业务跟进人 客户归属人 销售姓名 销售人 促销员 推销员 责任人 跟单
成交销售 客户专员 首席顾问 业务主管 开单员 理财师 经纪人 销售归属 主销售员 签单销售 Salesperson_Name 客户归属 签约顾问 业务担当
成单销售 所属员工
Sales_Executive
Assigned_To""",
    "store": """
门店 店铺 部门 所属门店 销售部门 分店 网点 所属区域 分公司 营业部 销售团队 归属部门 销售组 所属公司 专卖店 展厅 大区 校区
分部 机构名称 事业部 销售区域 服务网点 所属单位 成交店 经营部 渠道门店 店名 店面 所在门店 销售公司 组织 销售组织 销售网点
门店(简称) 门店/部门 所属店 业务单元 下单店铺 体验店 营业厅 服务中心 团队名称 归属店
Showroom Branch_Office Region""",
    "product": """
产品 商品 商品名称 品名 货品名称 项目名称 产品型号 物料名称 购买产品 套餐名称 服务项目 商品标题 课程名称 车型 主要产品
货物名称 项目 房号 课程 服务内容 商品明细 产品/服务 采购产品 订购商品 机型 品名规格 商品全称 服务名称 货物 商品型号
产品规格 品种 商品内容 产品大类 购买内容 购买课程 下单商品 楼盘 商品(规格) SKU名称 商品及数量 报读课程 Product_Title
Product_Purchased 品类
商品描述 产品系列 套系 Items
Product_Line""",
    "amount": """
金额 订单总额 成交金额 合同金额 实付金额 应收金额 成交价 总价 订单金额 签约金额 订单总价(元) 销售额 实收金额 合计金额
折后金额 金额(人民币) 含税金额 价税合计 支付金额 成交总价(元) 合同总额(万元) 总计 应收总额 付款总额 成交总金额 单据金额
结算总额 订单实付 优惠后价格 最终成交价 合约金额 交易额 交易金额 合同价 应收合计 总金额(含税) 金额小计 订单实付金额
合计(元) 合计 实际金额 净额 应收 付款额 开单金额 货款 货款金额 订货金额 本单金额 总款 最终金额 销售收入 交易总额 订单价格 应交学费
Order_Value Order_Amount,CNY Total_Price""",
    "ordered_at": """
下单日期 订单日期 签约日期 成交日期 创建时间 订单时间 日期 销售日期 合同日期 签单时间 单据日期 购买时间 交易时间 下单时间
成交时间 开单日期 订购日期 业务日期 订立日期 登记日期 录单时间 销售时间 报名日期 认购日期 签署日期 预定时间 提交时间
制单日期 发生日期 日期时间 成单日期 成单时间 下单日 开票日期 制单时间 交易日期 签约日 合同签订日期 录入日期 订货日期
定单日期 订单生成时间 订单建立时间 Booked_On Sales_Date Signed_Date Placed_On""",
    "status": """
状态 订单状态 单据状态 交易状态 合同状态 执行状态 当前状态 处理状态 进度 订单进度 业务状态 订单阶段 履约状态 结单状态
当前进度 销售状态 单据进度 状态名称 处理结果 订单情况 交易结果 订单状态名称 流程节点 订单处理状态 单据执行状态
订单执行情况 完成情况 销售单状态 交易阶段 成交状态 进展 Order_Stage Current_Status""",
}
PAYMENTS = {
    "payment_no": """
流水号 交易流水号 收款单号 凭证号 交易号 银行流水号 回单编号 收款编号 业务流水号 支付流水号 参考号 交易参考号 入账流水号
单据号 收据编号 票据号 到账流水 收款流水 转账流水号 银行凭证号 付款单号 缴费单号 记录编号 入账编号 交易序号 电子回单号
付款流水号 支付订单号 对账流水 业务参考号 银行参考 交易编号 支付编号 银行单号 明细编号 明细号 收款编码 汇款编号 单据号码
进账单号 Receipt_# 流水单号 Voucher_No Journal_No Payment_Ref""",
    "order_no": """
关联订单 订单号 关联单号 对应订单 订单编号 销售单号 合同号 关联合同 来源单号 核销单据 对应合同编号 商户订单号 所属订单
销售合同号 订单/合同编号 原订单号 业务订单号 客户订单号 源订单编号 销售订单 订货单号 业务单据号 外部订单号 客户订单编号
备注订单号 定单号 对应合同 报名编号 Merchant_Order_No 签约编号 Against_Order 成交编号 关联成交单 关联销售单 Sales_Order
Contract_No""",
    "payer_name": """
付款人 对方户名 付款单位 付款人名称 交款人 汇款人 客户名称 付款人户名 付款户名 打款人 缴款人 付款客户 支付人 来款单位
对方名称 付款公司 付款账户名称 对方公司 缴费人 付款账号户名 转账人 汇款单位 往来户名 付方户名 来款方 存款人 客户 客户全称
付款主体 对方账户名称 打款单位 汇款方 转出户名 转账方 付款人全称 付款方户名 对方账号名称 交易对手 对手名称 Received_From
付款用户 交款客户 对手信息 回款人 Remitter_Name""",
    "payee_account": """
收款账户 收款账号 本方账号 入账账户 到账账户 收款银行账号 收款人账号 结算账户 我方账户 账户 收款卡号 入账账号 收款行账号
入账卡号 收款卡 本方账户号 收款方卡号 对公账户 收款账户号 到账银行账号 收款人帐号 我司账号 本公司账户 入账银行账号
转入账号 存入账户 到账卡号 公司账号 收款单位账号 收款帐号 进账账户 收费账号 回款账户 Deposit_To_Account 到款账户
Account_Credited""",
    "amount": """
金额 收款金额 到账金额 入账金额 交易金额 实收金额 贷方发生额 收入金额 付款金额 本次收款 汇款金额 金额(元) 收款额 回款金额
实收 收款额(元) 进账金额 到款金额 入账额 收款总额 本次到账 已收金额 收到金额 交易额 缴费金额 本次实收 收款金额(元) 到账额
进账 收款数 入帐金额 转入金额 本期收款 存入 收款合计 来款金额 款项金额 入款金额 实到金额 收银金额 Transaction_Amount
Collected_Amount
Receipt_Amount Amount_In""",
    "paid_at": """
到账日期 收款日期 交易时间 入账时间 付款时间 记账日期 交易日期 到账时间 收款时间 回款日期 入账日期 日期 实际到账日
支付时间 到款日期 进账日期 收到日期 收款日 记账时间 到账日 清算日期 缴费时间 转账日期 汇款日期 入帐时间 收到时间
交易完成时间 支付完成时间 收款登记日期 银行入账日 过账日期 业务日期 Date_Received Collected_On Txn_Date 收银时间 Credited_On
完成时间""",
    "method": """
方式 收款方式 支付方式 结算方式 付款方式 交易渠道 支付渠道 收款渠道 付款渠道 交易方式 回款方式 支付类型 支付工具 收款形式
资金渠道 付款形式 付款方法 结算形式 收款途径 支付通道 收款类别 付款类别 支付平台 回款途径 Mode_of_Receipt Payment_Mode Tender""",
}
USUAL: dict[Kind, dict[str, str]] = {
    "orders": {column: words.split()[0] for column, words in ORDERS.items()},
    "payments": {column: words.split()[0] for column, words in PAYMENTS.items()},
}
NOBODYS: dict[Kind, str] = {
    "orders": """
业务
单价 数量 折扣率 优惠金额 退款金额 定金 尾款 运费 税率 税额 开票状态 发货状态 物流单号 快递单号 付款时间 发货时间 交货日期
客户编号 客户来源 客户级别 商品编码 物料编码 产品类别编码 商品数量 销售单价 手续费 成本价 毛利 提成比例 收货地址 备注2
发票号码 发票抬头 合作伙伴 付款方式 结算方式 收款状态 回款金额 未收金额 已收金额 累计回款 审核人 审核时间 制单人 修改人
最后修改时间 客户地址 客户邮箱 邮编 门店电话 店铺ID 部门编码 区域编码 销售区域编码 员工编号 业务员工号 业务员电话 销售电话
订单类型 订单来源 下单渠道 会员等级 会员积分 交易手续费 交易类型 支付流水号 支付方式 优惠券 优惠后单价 公司电话
组织机构代码 业务类型 业务部门编码 收货方地址 付款公司 订货数量 货款状态 消费金额累计 业务单元编码 商品大类编码
Unit_Price Amount_Due Description Payment_Mode Due_Date""",
    "payments": """
手续费 余额 账户余额 摘要 用途 附言 对方账号 对方开户行 对方账户 付款账号 付款银行 交易网点 柜员号 凭证种类 凭证类型
制单人 审核人 打印时间 打印次数 开户行 费率 结算金额 结算批次号 清算净额 商户名称 商户编号 终端号 门店 门店名称 交易状态码
退款原因 收款人 收款人姓名 收款单位 备注 核销状态 核销金额 未核销金额 对方行号 对方行名 操作员 卡类型 发卡行 借贷标识
起息日 记账柜员 交易地点 收款人开户行 往来科目 客户编号 客户来源 客户经理 客户电话 收款类型说明 公司名称 业务类型 明细备注
结算状态 存入状态 转入银行 对手行 付款附言 收款银行 Transaction From Amount_Due 收款商户号""",
}


@pytest.mark.parametrize(
    ("kind", "column", "words"),
    [
        *(("orders", column, words) for column, words in ORDERS.items()),
        *(("payments", column, words) for column, words in PAYMENTS.items()),
    ],
)
def test_a_header_finds_its_column(kind: Kind, column: str, words: str) -> None:
    for header in words.split():
        usual = {name: word for name, word in USUAL[kind].items() if name != column and word != header}
        assert guess_mapping(kind, [*usual.values(), header]) == usual | {column: header}


@pytest.mark.parametrize("kind", NOBODYS)
def test_a_column_of_something_else_is_nobodys(kind: Kind) -> None:
    usual = USUAL[kind]
    for header in NOBODYS[kind].split():
        assert guess_mapping(kind, [*usual.values(), header]) == usual


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        (
            "orders",
            "商品数量 退款时间 下次跟进时间 最后跟进时间 Contact_Person_ID Product_Code Sales_Rep_Phone Due_Date",
        ),
        (
            "payments",
            "凭证类型 到期日 开票日期 Invoice_Date Payer_Account Fee_Amount Outstanding_Amount Merchant_Name",
        ),
    ],
)
def test_a_column_of_something_else_is_nobodys_even_where_the_right_one_lacks(kind: Kind, headers: str) -> None:
    assert [header for header in headers.split() if guess_mapping(kind, [header])] == []
