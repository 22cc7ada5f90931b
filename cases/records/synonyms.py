"""What CRMs, banks and survey tools write above the columns of the contract, the surest word first. Data only."""

from __future__ import annotations

from cases.records.contract import Kind

_CUSTOMER_NAME = """
客户姓名 客户名称 客户名 顾客姓名 顾客名称 会员姓名 会员名称 买家姓名 买家名称 购买人 购货单位 购买方 购方名称
客户单位 客户全称 往来单位 往来单位名称 购买方名称 甲方 收货人 收货人姓名 收货人提货人 收件人 收件人姓名 联系人 联系人姓名
客户 顾客 买家 买方 买方名称 下单人 订购人 业主 业主姓名 车主 车主姓名 学员姓名 学员 姓名
客户简称 购货客户 用户姓名 用户名称 customer client buyer buyer_name client_name billing_name account_name
contact_name contact full_name"""
_CUSTOMER_PHONE = """
客户手机 客户电话 客户手机号 客户手机号码 客户联系电话 客户联系方式 手机 手机号 手机号码 联系手机 联系电话 电话
电话号码 联系方式 移动电话 收货人手机 收货人手机号 收货人手机号码 收货人电话 收货电话 买家电话 买家手机 买家手机号
会员手机 会员手机号 顾客电话 注册手机 phone mobile cellphone cell_phone tel telephone phone_number mobile_phone
mobile_number contact_phone contact_number billing_phone customer_mobile"""
_SALESPERSON = """
销售员 销售 销售人员 业务员 业务人员 业务经理 业务负责人 销售代表 销售顾问 销售经理 客户经理 置业顾问 导购 导购员 顾问
负责人 负责人主属 订单负责人 线索负责人 商机负责人 客户负责人 跟进人 跟单员 跟单人 所属销售 归属人 业绩归属人 归属销售 所有人
所有者 经办人 服务人员 营业员 开单人 经手人 订单所有人 商机所有人 线索所有人 客户所有人 制单业务员 成交人 服务顾问
负责销售 签单销售 接单员 接单人 店员 营业员姓名 营销人员 营销员 美容师
owner sales_rep salesman seller sales_owner account_manager sales sales_representative sales_person sales_name rep
agent sales_executive sales_consultant consultant sold_by handled_by served_by opportunity_owner
lead_owner account_owner employee"""
_STORE = """
门店 所属门店 店铺 店铺名称 门店名称 下单门店 成交门店 销售门店 分店 网点 所属部门 归属部门 负责人所属部门 销售部门
业务部门 部门 营业部 专卖店 展厅 门市部 团队 销售团队 销售组 业务组 所属机构 分公司 所属公司 区域 大区 shop branch
department team store_name shop_name
branch_name outlet location showroom sales_office office"""
_PRODUCT = """
产品 产品名称 商品 商品名称 货品名称 产品型号 商品标题 宝贝标题 品名 项目 项目名称 服务项目 物料名称 存货名称 商品全名
货品 商品信息 品项 规格型号 套餐 套餐名称 课程名称 课程 车型 机型 房号 服务内容 产品服务 品名规格 货物名称 服务名称
购买产品 意向产品 产品类别 商品类别 品类 product_name item
item_name lineitem_name goods model product_line item_description product_description"""
_ORDER_NO = """
订单号 订单编号 订单号码 单号 销售订单号 销售订单编号 销售单号 订单单号 订单id 商户订单号 合同编号 合同号 销售合同编号
order order_id order_number so_number so_no sales_order sales_order_no sales_order_number contract_no contract_number
invoice_no"""
_LINKED_ORDER = """
订单号 关联订单 关联订单号 商家订单号 商户单号 订单号码 关联订单编号 对应订单 所属订单 销售订单 销售订单号
销售订单编号 订单编号 关联单号 关联单据 对应单号 销售单号 核销单号 核销单据 商户内部订单号 商户订单号 订单 合同编号
合同号 关联合同 order order_id order_number order_ref
order_reference sales_order_no so_number 源单编号 源单号 来源单号 来源单据号 sales_order so
related_order linked_order contract_no contract_number invoice_number"""
_PAYEE_ACCOUNT = """
收款账号 收款账户 收款帐号 收款帐户 收款卡号 收款方账号 收款方账户 收款人账号 收款银行账号 入账账户 入账账号 到账账户
到账账号 本方账号 本方账户 本方帐号 我方账号 我方账户 我方银行账号 进账账户 进账账号 收费账户 收费账号 结算账户 收款户 账号 账户
payee receiving_account beneficiary_account to_account
account_no account_number"""

_NOTES = """
跟进记录 沟通记录 备注 小记 跟进小记 沟通小记 销售小记 跟进内容 跟进情况 沟通内容 最新跟进 最新跟进记录 最后跟进记录
拜访记录 联系记录 回访记录 订单备注 客户备注 商家备注 卖家备注 内部备注 备注信息 remark remarks note memo comment
comments follow_up"""

SYNONYMS: dict[Kind, dict[str, str]] = {
    "orders": {
        "order_no": _ORDER_NO
        + " 单据编号 单据号 单号 订单流水号 订单代码 交易编号 销售编号 业务单号 出库单号 编号 流水号 销售流水号"
        + " opportunity_id opportunity_number deal_id record_id id",
        "customer_name": _CUSTOMER_NAME,
        "customer_phone": _CUSTOMER_PHONE,
        "salesperson": _SALESPERSON,
        "store": _STORE,
        "product": _PRODUCT,
        "amount": """
订单金额 订单总金额 订单总额 成交金额 成交总额 成交价 合同金额 合同总额 签约金额 签约总额 应付金额 应收金额 实付金额
买家实付金额 实收金额
付款金额 销售金额 销售额 成交额 折后金额 优惠后金额 优惠后总额 含税金额 本币含税金额 本币价税合计 价税合计本位币 价税合计
总金额 金额 总价 总额 金额合计 合计金额 支付金额 实收 应收 实付 应付 应收款 实收款 total total_amount order_amount order_total
grand_total amount_paid paid_amount net_amount contract_amount sales_amount price""",
        "ordered_at": """
下单时间 下单日期 订单时间 订单日期 成交时间 成交日期 签约时间 签约日期 合同日期 签订日期 购买时间 购买日期 销售日期
开单日期 开单时间 业务日期 单据日期 创建时间 创建日期 日期 时间 发生日期 order_date ordered_on order_time date created_at
order_placed placed_at purchase_date sale_date sold_on date_of_order create_date created created_on creation_date
created_date contract_date signed_on signed_date date_signed booked_on booking_date ordered date_ordered
purchased_on closed_on closed_date close_date""",
        "voided": "作废状态 作废标记 作废标志 是否作废 作废 voided is_void",
        "currency": "币种 货币 币别 结算币种",
        "status": """
状态 订单状态 单据状态 交易状态 合同状态 履约状态 执行状态 流程状态 order_status state financial_status stage""",
        "payee_account": _PAYEE_ACCOUNT,
        "list_amount": """
标价 原价 吊牌价 标牌价 原价金额 订单原价 商品原价 标价金额 吊牌金额 零售价 市场价 目录价 优惠前金额 优惠前总额
折前金额 折扣前金额 list_price original_price""",
        "notes": _NOTES,
        "payer_phone": """
付款人电话 付款人手机 付款人手机号 付款人联系电话 付款方电话 付款方手机 付款电话 付款手机 付款手机号 支付人电话
支付手机号 缴款人电话 payer_mobile payer_tel""",
        "consignee_phone": """
收货人电话 收货人手机 收货人手机号 收货人手机号码 收货人手机号提货人手机号 收货人联系电话 收货人联系方式 收货电话 收货手机
收货手机号
收件人电话 收件人手机 收件人手机号 收件人联系电话 收件电话 consignee_mobile receiver_phone receiver_mobile
recipient_phone shipping_phone""",
    },
    "payments": {
        "payment_no": """
流水号 交易流水号 收款流水号 银行流水号 收款编号 收款单号 回款编号 回款单号 支付单号 交易单号 微信支付单号
支付宝交易号 微信订单号 账务流水号 交易号 交易订单号 账户明细编号交易流水号 银行交易流水号 业务流水号 银行订单号
凭证号 凭证编号 单据编号 单据号 收据编号 票据号 交易参考号 银行参考号 参考号 检索参考号 系统参考号 序号 编号 payment
transaction_id transaction_no transaction_number
transaction_ref receipt_no receipt_number reference_no reference_number reference bank_reference payment_id
payment_number txn_id 交易日志号 日志号 单据号码 收据号码 票据号码 receipt receipt_id id""",
        "state": "交易状态 支付状态 付款状态 当前状态 收款状态 状态 status payment_status transaction_status",
        "refund_no": "退款单号 微信退款单号 支付宝退款单号 退款批次号请求号 退款批次号 退款请求号 refund_no refund_id",
        "order_no": _LINKED_ORDER,
        "payer_name": """
付款人 付款方 付款单位 回款人 来款人 来款方 缴费人 交款人 付款人名称 付款人姓名 付款方名称 付款户名 付款人户名 付款账户名
对方户名 对方名称 对方单位 对方单位名称
交易对方 收方名称 收付方名称 对手方户名 对手户名 对方账户名称 对方账户名 对方名 汇款人 缴款人 打款人 打款方 打款户名
支付人 支付方 付款客户 付款方户名 客户名称
客户姓名 客户 往来单位 往来单位名称 payer counterparty payer_account_name paid_by remitter customer customer_name from_name
counterparty_name name""",
        "payee_account": _PAYEE_ACCOUNT,
        "amount": """
金额 收款金额 实收金额 回款金额 收入金额 交易金额 到账金额 入账金额 汇款金额 打款金额 转账金额 贷方金额 贷方发生额 贷方
贷方发生额收入 收入 金额收入 发生额收入
记账金额收入 入账金额收入
收入额 收入元 转入金额 存入金额 交易金额收入 付款金额 支付金额 清算前金额 应结订单金额 订单金额 本次收款 credit
credit_amount paid amount_paid amount_received received_amount deposit deposit_amount paid_in money_in
payment_amount gross gross_amount""",
        "paid_at": """
到账日期 收款日期 回款日期 入账日期 交易日期 交易日 记账日期 记账日 到账时间 收款时间 入账时间 交易时间 支付时间
支付日期 付款时间 付款日期 发生时间 发生日期
支付完成时间 交易完成时间 完成时间 交易创建时间 起息日 日期 时间 paid_on payment_date transaction_date date
posting_date value_date booking_date payment_time transaction_time paid_date received_on""",
        "paid_out": """
支出金额 借方金额 借方发生额 借方 支出 支出额 金额支出 发生额支出 转出金额 付出金额 支取金额 交易金额支出
记账金额支出 入账金额支出 退款金额 debit debit_amount
withdrawal withdrawal_amount money_out refund_amount""",
        "direction": """
收支 收支类型 收付标志 借贷标志 借贷方向 借贷 资金流向 交易方向 收付方向 debit_credit dr_cr direction""",
        "deal_type": "交易类型 交易类别 transaction_type",
        "currency": "币种 交易币种 货币 记账币种 币别",
        "method": """
方式 收款方式 支付方式 付款方式 结算方式 回款方式 支付渠道 收款渠道 交易渠道
收款通道 支付通道 渠道 通道 支付类型 付款类型 收款类型
channel payment_method payment_mode mode_of_payment mode payment_channel paid_via method_of_payment payment_type""",
    },
    "leads": {
        "lead_no": """
线索编号 线索号 线索id 商机编号 商机号 商机id 报价单号 报价编号 报价单编号 询价单号 客资编号 编号 序号 lead lead_id
lead_number opportunity_id opportunity_no quote_no quote_id quotation_no deal_id record_id id""",
        "customer_name": "线索姓名 " + _CUSTOMER_NAME + " 线索名称 公司名称 公司",
        "customer_phone": _CUSTOMER_PHONE,
        "salesperson": _SALESPERSON,
        "store": _STORE,
        "product": _PRODUCT,
        "quoted_amount": """
报价 报价金额 报价总额 预计金额 预计成交金额 预计销售金额 商机金额 意向金额 预算 预算金额 金额 总价 预估金额
预估成交金额 预计成交额 quoted quote amount expected_amount expected_revenue estimated_value budget quote_amount
opportunity_amount""",
        "created_at": """
创建时间 创建日期 线索时间 留资时间 登记时间 登记日期 录入时间 录入日期 报价日期 报价时间 进线时间 来访时间 咨询时间 日期
created created_on create_date creation_date created_date date""",
        "status": """
状态 线索状态 商机状态 跟进状态 销售阶段 商机阶段 阶段 赢单状态 客户状态 stage state lead_status sales_stage""",
        "closed_at": """
关闭时间 关闭日期 结束时间 结束日期 赢单时间 输单时间 战败时间 成交日期 结单日期 closed closed_on close_date
closed_date""",
        "notes": _NOTES + " description",
    },
    "salespeople": {
        "employee_no": """
工号 员工编号 员工号 员工工号 人员编号 职工号 编号 账号 用户id employee employee_id staff_no""",
        "name": "姓名 员工姓名 名字 销售员 业务员 人员姓名 用户名 昵称 employee_name",
        "phone": "手机 手机号 手机号码 电话 联系电话 联系方式 员工手机 工作手机 mobile tel",
        "store": _STORE,
        "joined_on": "入职日期 入职时间 入职日 到岗日期 joined hire_date start_date",
        "left_on": "离职日期 离职时间 离职日 最后工作日 left leave_date end_date",
    },
    "accounts": {
        "account": _PAYEE_ACCOUNT + " 银行账号 银行账户 卡号 对公账号 账户号码 收款码 account_no account_number",
        "holder": "户名 账户名称 账户名 开户名 开户名称 账户持有人 收款人 收款户名 公司名称 account_name owner",
        "bank": "开户行 开户银行 银行 银行名称 所属银行 支行 开户支行 平台 bank_name",
    },
    "claims": {
        "claim_no": """
陈述编号 答卷编号 答题序号 序号 编号 提交序号 提交编号 回答编号 回访编号 答卷id 作答id 作答编号
claim id response response_id submission_id respondent_id response_no no.""",
        "source": "陈述来源 来源 渠道 channel",
        "bought": "是否购买 是否成交 是否下单 有无购买 purchased",
        "order_no": _ORDER_NO,
        "customer_name": _CUSTOMER_NAME + " 称呼",
        "customer_phone": _CUSTOMER_PHONE + " 手机后四位 手机号后四位",
        "salesperson": _SALESPERSON,
        "store": _STORE,
        "product": _PRODUCT,
        "amount": """
支付金额 实付金额 实际支付 实际支付金额 付款金额 成交金额 总金额 金额 paid amount_paid total_paid total""",
        "occurred_on": """
购买日期 购买时间 交易日期 交易时间 付款日期 付款时间 成交日期 发生日期 下单日期 下单时间 purchase_date bought_on
purchase_time date""",
        "payee_kind": """
收款方类型 收款类型 收款账户类型 付款去向 付款对象 收款对象 付款账户 付款账户类型 paid_to payee_type""",
        "payee_name": "收款人 收款人名称 收款人姓名 收款方 收款户名 收款方名称 payee recipient",
        "payee_account": _PAYEE_ACCOUNT,
        "received": "是否收货 是否已收货 是否已收到 收货情况 是否收到 是否交付 交付情况 delivered",
        "invoice": "发票 是否开票 是否开发票 有无发票",
        "private_contact": "私下联系 私加微信 是否私加微信",
        "private_discount": "私下优惠 私下返利",
        "coached": "诱导作答 是否被指导作答",
        "happened": "发生情况 异常情况 遇到情况 遇到的情况 遇到过的情况 happened",
        "answered_at": """
答题时间 答卷时间 作答时间 回答时间 填表时间 填写日期 提交日期 提交答卷时间 提交时间 答卷提交时间
结束答题时间 答题结束时间 完成时间 填写时间 回收时间 结束时间 创建时间
submitted_at submitted submission_date submission_time date_submitted submit_date completed_at end_date timestamp""",
        "text": "其他 备注 说明 补充 补充说明 留言 意见 意见建议 内容 详情 comment remark note",
    },
}

# What programs put before such a word without changing what it says: "销售订单金额", "购买门店". Never 商品, 对方, 退款.
_OF_ORDER = "销售 订单 合同 成交 实际 最终 本次 购买"
_OF_CUSTOMER = "客户 买家 会员 顾客 购买人 您的 您 associated primary"
_OF_DEAL = "deal opportunity lead order"
LED_BY: dict[str, str] = {
    "order_no": "您的 购买 成交 消费 对应",
    "customer_name": _OF_CUSTOMER,
    "customer_phone": _OF_CUSTOMER + " contact",
    "salesperson": "签单 签约 开单 成交 接待 跟进 负责 责任 服务您的 为您服务的 归属 所属 当前 订单 您的 对接 "
    + _OF_DEAL,
    "store": "归属 所属 所在 购买 成交 下单 服务 订单 销售 所有人 商机所有人 负责人 主属",
    "product": "购买 所购 订单 购买的 意向 报读 报名 所报 订购 预订 签约 成交",
    "amount": _OF_ORDER,
    "quoted_amount": _OF_ORDER,
    "ordered_at": _OF_ORDER,
    "paid_at": _OF_ORDER,
    "occurred_on": _OF_ORDER,
    "closed_at": "实际",
    "status": "销售 订单 合同 " + _OF_DEAL,
    "notes": _OF_DEAL,
}

# How a survey asks for a column: tried in this order, after every exact word, against the question without its number.
# English questions are compared without spaces, in lower case.
QUESTIONS: dict[str, str] = {
    "order_no": r"(订单|采购单|合同|销售单|小票|单据|报名|成交|签约)编?[号码]|(?<![运递流])单号|(收据|合同|小票)上的编?号"
    r"|order(no|number|ref|code|id$)|(order|contract|invoice)or(order|contract|invoice)(no|number)",
    "customer_phone": r"^(?!.*(销售|有人|员工|业务员|添加|要求).*(私人|个人)(电话|号码|手机|联系方式)).*(手机|电话|联系方式)"
    r"|(?<!by)(phone|mobile)(no|number)?$|your(phone|mobile)|phonenumber",
    "payee_kind": r"[付转汇打]款?[到给入至进]了?.*[哪谁]"
    r"|款项.*[哪谁至]|收款.*(类型|性质)|[付汇转]款(账[户号]|对象)|支付(账户|对象)"
    r"|扫的?是?[谁哪].*码"
    r"|[钱款]项?(支付|[付转汇打交])[到给入至]了?$|(公司|对公)(对公)?(账户)?还是.*(个人|私人)|[付汇转]款的对象|[转汇]账对象|收您?[钱款]的(是|为)谁?$|[付汇转]款进了?|收款的?账户(是|属于)"
    r"|[付转汇打交]至(何处|哪)|[付转汇打]入的?账户(是|属于)|提供的?(是|为)?[哪什][种么]账户|[钱款金费]交[到给]了?哪|[付转汇打]到了?什么|收款的一方(是|为)$|收款码(是|属于)|^您?[付转汇打]款?[给到至]了?$|收款对象|[钱款金费]交[到给]了?谁|向谁(支付|[付转汇打交])|[收转汇付].*账户(的?类型|性质)"
    r"|who(received|got|took)|(who|which|what)(?!.*name).*(account|did.*pay)(?!.*(howmuch))|who(is|was)the(payee|recipient)|payment(was|were)?(made|sent|paid)to$|payto(who|which)|where(did|was|has).*(pay|money)",
    "payee_account": r"收款.*([账帐卡]号|账户号码)|^对方账号$|payee.*account|accountno",
    "payee_name": r"收款[人方]|收[钱款]的人|([账帐][户号]|收款.{0,3}|卡)的?户主|收款[账帐]?[户号]?的?(名称|户名|名字)|户名"
    r"|收款码.*(名字|名称)|[付转]给个人.*(姓名|名字)"
    r"|recipient(s)?name|name.*(receiving|payee|recipient).*account|name(of|on)(the|that)(payee|recipient|account|person|company)"
    r"|payee(s)?name|name.*(person|company).*paid$|account(holder|name)|holder(s)?name",
    "coached": r"(教|指导|要求|告[诉知]|授意|交[代待]|叮嘱|嘱咐|提醒).*(回答|答复|填写|作答"
    r"|(怎么|如何|怎样)([填答讲]|说(?!明)|回[复答]|应[付对]))"
    r"|授意.*(回访|问卷|调查)|回访.*(怎么|如何|怎样)([答讲]|说(?!明))"
    r"|教[您你我]?[填答]"
    r"|(让|教|要).*[照按].*[填答]"
    r"|(填写|作答|答题).*指导|指定的?答案|(串通|串|对|商量)[好过]?.*(答案|口径)"
    r"|(tell|told|teach|taught|asked?|coach(ed)?|instruct(ed)?)(?!us).*(how|what)(to|youshould)?(answer|say|reply|respond)",
    "private_contact": r"私下.*联系|(私人|个人|[加留](?!.*企业)).*微信|(私人|个人)(号码|电话).*联系|(私人|个人)联系方式"
    r"|私下.*(加|联系)"
    r"|(personal|private).*(wechat|contact|number)",
    "private_discount": r"(绕[开过]|不走|不经过?|不通过)(公司|门?店|合同|平台)|不开(发?票|收据).*(便宜|优惠|更低|折扣)"
    r"|走私[账帐]|私下(成交|交易)|公司(以|之)?外的?.*(优惠|折扣)"
    r"|私下.*(优惠|折扣|返|打折|便宜|让利|降价)|(有人|员工|销售|业务员).*(返现|返利|返点|回扣)|私单"
    r"|discount(past|outside|private)|private(discount|deal|price)|(lower|cheaper|better)(price|deal).*(outside|private|withoutthecompany)",
    "happened": r"(以下|下列|如下|下[面述]|发生过?这些).*(情[况形]|行为|现象|做法|经历|事[情项]|要求)"
    r"|(存在|遇到|发生|出现).*(以下|下列|如下|下[面述])问题|(以下|下[面述])哪些|遇到过?以下"
    r"|(是否|有没有)(遇到|碰到|发生|出现)过?(可?多选)?$|(any|which)ofthe(following|se)|followinghappen",
    "invoice": r"^(?!.*(便宜|优惠|更低|折扣)).*(发票|开票)|(是否|有没有|有无).*[票收]据"
    r"|invoice(?!no|number|id)|(given|get|got|receive|issued).*receipt",
    "received": r"(是否|有没有)(?!.*(要求|行为|以下|短信|优惠|[礼赠]品|通知|邀请|退款|(怎么|如何)安))"
    r".*(收到|收货|交货|送达|送货上门|到货|交付|安装|提[车货])|[收拿]到货了?[吗没么]"
    r"|(货物|施工|收货|收讫|到货|交付|交货|安装|签收|提车).*(情况|进度)(如何|怎么?样)?$|收到.*(货|产品|商品|设备|物品|东西)"
    r"|(货[物品]?|产品|商品|设备|物品|东西)(都|已经?|全部)*(收到|送达|送到|到货?)了?[吗没么]|(货|服务|产品|商品).*(交付|安装)了?[吗没么]"
    r"|(拿到|送到).*(货|产品|商品|设备|东西)|(货|产品|商品|设备|东西).*(拿到|送到)|收齐|到齐|(送来|运到)了?[吗没么]"
    r"|服务.*(是否|有没有)(已经?)?(全部)?完成|服务(都|已经?|全部)*(完成|做完)了?[吗没么]$"
    r"|(goods|service|product|everything|items?|order|vehicle|car|equipment|machine).*(received|delivered|arrived?)|received?.*(goods|service|product|items|everything|purchase)"
    r"|youg[eo]t(all|of|the|your)*(goods|items?|everything|order|products?)",
    "occurred_on": r"(何时|什么时候|什么时间|哪天|哪一天).*(购买|付款|下单|买|成交|[付汇转打]的?[款钱账]|付过|下的单)"
    r"|(购买|付款|下单|签约|汇款|转账|缴费|购车)的?(时间|日期)"
    r"|几月几[号日].*(买|付|下单)|(付款|购买|成交|下单)(发生)?在哪[天一]"
    r"|[哪何].*下的单|when.*(buy|bought|purchase|pay|paid)|dateof(purchase|payment|order)",
    "bought": r"^(?!.*(有人|员工|业务员|私下)).*(是否|是不是|有没有|有无).*(购买|购物|购车|成交|下过?[订定]?单|采购|订购|订货"
    r"|报名|签约|签单|签订|达成交易"
    r"|(有|发生)过交易)"
    r"|(下过?[订定]?单|(有过|发生过?|做过)(成交|交易))了?[吗没么]$|(有|曾经?)[在从跟和与].*(购买|成交|下单|消费|买|交易)过?[吗没么]"
    r"|(是否|有没有|有无).*消费(过|记录)|(交易|订单|成交|购买)是否(属实|真实|存在)|有没有.*(买|消费)|(是否|有无)曾?经?在.*消费|(下单|签约|成交)了[吗没么]$|订过货|签过|买了没有$|(购买|下单|买|成交|采购|订购|订货|定制|报名)过(?!程)|报过班"
    r"|是[在从].*买的[吗么]$|消费过(?!程)|(购买|买|采购|订购)(?!了).{0,3}了[吗没么]$|(购买|买|采购|订购)了.*(?<!什)[吗没么]$"
    r"|haveyou.*beena(customer|client)|did(the|your|this)purchase"
    r"|(did|have)you(?!.*(receive|invoice)).*(buy|bought|purchased?|order(ed)?)(?!number)",
    "amount": r"(支付|付款|付了|花了|成交|购买).*(总额|金额|多少[元钱]?)"
    r"|实[付际].*多少|(合计|一共|总计|总共)(支付|付款|付了|花费|花了)|花费$|付款的?数额"
    r"|多少[元钱]|全部.{0,2}[款费]用?元?$|[付花]出?[的了](总价|总额|总?金额|总?费用|全部)"
    r"|(成交|采购|合同|订单|购买)总?价|(总额|金额)(?!.*(范围|区间))|(支付|付款)(合计|总计)"
    r"|howmuch|total(price|cost|amount)|(amount|total).*paid|paid.*(amount|total)",
    "salesperson": r"谁.*(服务|接待|联系|对接|介绍|办理|推销|负责)|(?<!会)员(的?(姓名|名字)|是谁)"
    r"|您的.{0,6}(顾问|业务员|销售员?|导购员?)$|为您.{0,4}的(员工|人员|销售|业务员|店员|同事|顾问)(是|姓名)?$|(负责|[这本]单).*的(销售|业务员|顾问|导购|老师|经理)(是|为)?$"
    r"|(服务|接待)您?的?(工作人员|人员|销售|顾问|是谁|是哪[位个])|(销售|业务|服务)人员(是|姓名)"
    r"|(接待|服务)您?的?(同事|员工|店员|人(?=是|$))|您的(销售|业务|购物)?(员|人员|顾问|导购|经理)(是|为)$"
    r"|[跟与和]您?(联系|对接|沟通|接洽)的(销售|业务|顾问|导购|经理)(人?员)?$"
    r"|(销售|业务员|顾问|导购|经理)(是谁|是哪[位个]|叫什么|贵姓|的?(姓名|名字))"
    r"|(联系|对接)您?的.{0,6}(老师|工程师|经理|顾问|销售|业务员|人员?)(是谁|是|叫什么)?$|^我司业务负责人$"
    r"|哪[位名个](销售|业务员|顾问|导购|同事|员工|店员|经理)|^对接人员?$"
    r"|salescontact|who(was|is)yoursales|(who|which).*(served|helped|assisted|lookedafter|dealtwith|youdealwith)|nameof(the|your)?sales|^your(sales.*|consultant|agent)$",
    "store": r"哪[家个]?.*(门店|店)|在哪.*买|购买地点|(购买|消费)的门店|which(store|shop|branch)",
    "product": r"(什么|哪些|哪种|哪款)(产品|商品)|(产品|商品)(是|为)哪"
    r"|(订购|选购|所购|买)的?(产品|商品)(名称|类型|型号)?(是?什么|是哪[个款]|是|为)?$"
    r"|选购的(产品|商品)|[选订]?[买购][了的]?是?什么$|购买的服务(项目)?(是|为)?$|(what|which)(product|item)",
    "customer_name": r"您的?(真实)?(姓名|称呼|名字|大名|全名)|(填写|答题)人姓名|(填写|输入|留下)姓名|尊姓大名"
    r"|(怎么|如何)称呼|您?贵姓$|您叫什么|yourname",
    "text": r"补充|留言$|(?<!人)建议(?!您)|想说|描述|(详细|具体)说明|意见$|还有.*(反馈|反映)|(想|要)(反映|反馈|补充|说明)"
    r"|要说的?$|想告诉我们"
    r"|^其他|还?有(什么)?其他"
    r"|对我们说"
    r"|(回访|访问|通话)(备注|记录)$|anything(else|toadd)|comments?$|suggestion",
}
# What asks for an opinion or an intention: it holds no fact of a purchase, whatever else stands in it.
OPINION = (
    r"满意|态度|评价|评分|打几?分|体验|印象|质量|速度|着装|专业吗|是否专业|频率|看重|喜欢|得知|知道我们|昵称|推荐|再次"
    r"|(是否|愿不|有多|多大程度)愿意|愿意(再|接受|加|留|让|继续)|方便(接听|回访)|计划|预计|打算|预算|希望我们|期望"
    r"|疑问|完好|(?<!本)品牌|困难|原因|为什么|多久|(换|用|什么)(一[次部个])?手机|手机(端|上|系统|型号|应用)"
    r"|接到过?.*(电话|短信)|第[一几]次|别[家处]|抬头|需要.*发票|发票类型|从其[他它]|想买|及时|流程|退款|app$|小程序|准时|按时"
    r"|(介绍|紧急联系)人|(安装|送货|维修)(师傅|员|人员)|(回访|访问)[员人]"
    r"|satisf|recommend|wouldyoulike|howdidyou(get|hear|find|know|learn)|ontime|^why|referr|interviewer|likely|rating|howwouldyourate"
)
