"""What a header holds where no word of synonyms.py fits it: programs nobody has listed. Data only.

A pattern is held against the whole header without question number, brackets and marks, in lower case; the first of a
kind that fits tells the column. What is neither a whole price nor a whole sum (refunds, discounts, deposits) is nobody's.
"""

from __future__ import annotations

from cases.records.contract import Kind

_SUM = r"(?:金额|总额|总价|价款|货款|款额|款项|款|额|价格|造价|价|学费|费用)"
_PART = (
    r"(?!.*(?:退|优惠|折扣|抵扣|余额|结余|运费|邮费|税额|税率|(?<!订)单价|未|欠|定金|订金|首付|尾款|预付))"
    r"(?!.*(?:手续费|成本|提成|佣金|大写|原价|标价))"
)
_WHEN = r"(?:时间|日期|日)"
_CUSTOMERS = (
    r"(?:客户|会员|买家|顾客|用户|购买方|购买人|采购方|甲方|需方|业主|收货人|收件人|联系人"
    r"|购房人|购货[方人]|委托方|签约人|投保人|委托人|承租人|买受人|购方|购买者|消费者|[收订][件货][方人]|[采订收][购货]单位|患者|家长|学员|学生|车主)"
)
_SELLERS = r"(?:销售|业务|导购|顾问|负责|经办|经手|跟进|服务|接待|归属|所属|报价|开单|签单)"
_PHONE_LIKE = r".*(?:手机|电话|座机|(?:联系|联络|通讯)方式|联[系络]号码).*"
_STORE_LIKE = (
    r".*(?:门店|店铺|店名|部门|分公司|区域|大区|网点|校区|院区|分部|事业部|经营部|营业部|业务部|营业厅|服务中心|[专直体][卖营验]店|卖场|展厅)(?:名称)?"
    r"|(?:所属|归属)(?:机构|单位)|机构名称|(?:归属|所属|所在|下单|签约|购买|消费|接待|服务|销售|成交)店|店面|团队名称|经营单位|销售(?:公司|组织)|业务单元|组织"
)
_PRODUCT_LIKE = (
    r".*(?:商品|产品|货品|宝贝|品名|物料|存货|项目)(?:名称|名|标题|全称|明细)?(?:[及和与]?(?:规格|型号)+|[及和与]数量)?"
    r"|(?:商品|产品|货品|购买|订单|订货|采购|签约|成交)(?:内容|大类|系列|描述)|型号|套系|车型名称|货物|品种|楼盘|sku名称"
)
_STATE_LIKE = r".*(?:状态|阶段|进度|进展|履行情况|执行情况|完成情况)(?:名称)?|(?:处理|交易|跟进)结果|订单情况"
_SELLER_LIKE = (
    rf"(?:[主副首]?{_SELLERS}.*?(?:员|人|人员|代表|经理|主管|顾问|姓名|者)|.{{0,4}}(?:顾问|咨询师)"
    r"|(?:责任|主|签约|接待|成交|负责|对接|跟单|下单|归属|所属)销售|客户归属人"
    r"|[促推营]销(?:专?员|人员)|客户专员|业务主管|业务担当|客户经理|(?:归属|所属|业绩|成单|服务|接待|业务)员工|[成出]单(?:人|员|销售)|店员|经纪人|理财师|责任人|跟单|销售归属|客户归属)(?:姓名)?"
)
_CUSTOMER_LIKE = rf".*{_CUSTOMERS}(?:的)?(?:姓名|名称|名|称呼|全称|全名|抬头|方)?(?:单位)?"
# English headers come without spaces.
_NUMBER = r"(?:no|num|number|id|code|ref|reference)"
_CUSTOMER = r"(?:customer|client|buyer|purchaser|guest|contact)"
_PAYEE_LIKE = (
    r"(?:(?:[收回]款|[收缴]费|[入到进][账帐款]|转入|存入|我方|我司|本方|本?公司)"
    r".*?(?:[账帐][号户]|卡)|对公[账帐]户)(?:号码|号)?"
)

PATTERNS: dict[Kind, dict[str, str]] = {
    "orders": {
        "order_no": r"(?!.*(?:客户|商品|产品|物料|货品|快递|物流|运单|发票|退|身份|支付|付款|流水|行号))"
        r".*(?:单|合同|协议|签约|报名|认购书|小票|(?<![a-z])so).*?(?:编号|编码|号码|号|id)"
        rf"|(?:sales)?(?:order|contract|job|booking|doc(?:ument)?){_NUMBER}|contract",
        "customer_phone": rf"(?!.*(?:销售|业务|导购|门店|店铺|公司|收款)){_PHONE_LIKE}"
        rf"|{_CUSTOMER}?(?:mobile|phone|tel|telephone|cell){_NUMBER}?|{_CUSTOMER}no",
        "salesperson": rf"{_SELLER_LIKE}|(?:sales|account)(?:agent|executive|consultant|advis[oe]r|associate|manager)(?:name)?"
        r"|(?:sales(?:person|man|rep|staff)?|seller|consultant|agent|owner|staff)name|representative|assignedto",
        "customer_name": rf"{_CUSTOMER_LIKE}|{_CUSTOMER}(?:full)?name|purchaser"
        r"|(?:soldto|billto)(?:name|party|customer|client)?|guest",
        "store": rf"{_STORE_LIKE}|dept|division|region|(?:branch|store|shop)(?:office|name)",
        "product": rf"{_PRODUCT_LIKE}|items"
        r"|(?:products?|items?|goods|skus?|service|course)(?:name|title|description|purchased|ordered)"
        r"|products?|service",
        "amount": rf"{_PART}(?!商品|产品|单品).*(?:实付|实收|应收|应付|应缴|实缴|应交|实交|成交|签约|合同|合约|单据|交易|订单"
        r"|开单|订货|本单|货款|销售|结算|开票|含税|总)"
        rf".*{_SUM}"
        rf"|{_PART}(?:实付|实收|应收|应付)(?:款|合计|总计)?|(?:优惠|折扣|折)后价格?|总计|合计|净额|付款额|货款|销售收入|交易额"
        r"|(?:order|deal|contract|sales?|invoice|net)(?:value|price|total|amount)|total(?:price|value|paid)",
        "ordered_at": r"(?!.*(?:付款|支付|发货|收货|交货|交付|完成|修改|更新|取消|到期|有效|生日|回访))"
        r"(?!.*(?:退[款货]|下次|最[后近]|跟进))"
        rf".*{_WHEN}|创建于"
        r"|(?:so|order(?:ed)?|sales?|book(?:ing|ed)|contract|deal|purchased?|created?|placed|signed)(?:date|time|on|at)",
        "status": rf"流程节点|(?!.*(?:发货|物流|开票|发票|售后|退款|付款|收款)){_STATE_LIKE}"
        r"|(?:current|deal)(?:status|stage|state)|progress",
        "notes": r"(?!.*(?:物流|发货|快递|打印|付款|退款)).{1,4}备注|备注(?:说明|信息|内容)"
        r"|(?:跟[进单]|沟通|拜访|回访|销售|客户)(?:记录|情况|内容|小记|说明)",
    },
    "payments": {
        "payment_no": r"(?:交易|入账|到账|收款|记录|支付|汇款|明细)(?:序号|编号|编码|号)|(?:业务|银行)(?:参考号?|单号)"
        r"|(?!.*(?:类型|种类|状态|日期|时间|日$)).*(?:流水|交易单|(?:收款|付款|缴费|收银|回款|到账|进账)单(?!位)|凭证|回单"
        r"|(?:平台|渠道|通道|系统|支付|交易|收钱吧|拉卡拉|银联|通联|富友)订单).*(?:号|编号)?|(?:收据|进账单).*号码?"
        rf"|(?:payment|receipt|journal|collection|deposit|trans|transaction|txn|voucher|serial){_NUMBER}|ref(?:erence)?(?:no|number|id)?",
        "order_no": r".*(?:订单|定单|订货单|业务单据|合同|报名|协议|小票|成交|签约)(?:编号|号码|号)"
        r"|(?:关联|对应|核销|所属)(?:销售|成交|签约)?(?:订单|合同|单据?)"
        rf"|(?:matched|related|linked|sales|our|customer|merchant|shop|against)?(?:order|invoice|contract){_NUMBER}?|appliedto",
        "payee_account": rf"{_PAYEE_LIKE}|(?:bank|deposit(?:ed)?(?:to)?|credited|our|company)?account{_NUMBER}?|accountcredited"
        r"|paid(?:in)?to|(?:credit|deposit)edto",
        "payer_name": r"(?!.*(?:行名|开户)).*(?:对方|付款|汇款|缴款|缴费|来款|转账|打款|存款|付方|转出|对手|往来|客户|交款)"
        r".*?(?:户名|名称|姓名|全称|主体|单位|公司|用户|客户|人|方|名)|交易对手|对[手方]信息"
        r"|(?:payer|payor|remitter|sender|client)(?:name)?|(?:received|collected|paid)from"
        rf"|{_CUSTOMERS}(?:姓名|名称|名|全称)?",
        "paid_at": rf"(?!.*(?:打印|导出|制单|审核|到期|开票)).*{_WHEN}"
        r"|(?:txn|trans|bank|entry|received?|collect(?:ed|ion)|receipt|post(?:ed|ing)|credit(?:ed)?|paid|deposit(?:ed)?)(?:date|time|on|at)"
        r"|date(?:received|collected|paid|posted|credited)",
        "paid_out": rf"(?:支出|付出|借方|转出).*{_SUM}",
        "amount": rf"{_PART}.*(?:收款|到账|入[账帐款]|[进实]账|实到|收方|转入|存入|到款|来款|缴费|收银|收到|实收|实付|已收|收入"
        rf"|贷方|交易|发生|收支|回款|本币|订单).*{_SUM}|发生额|实收款?|本[次期](?:到账|实收|收款)|进[账款]|存入|实际到账|收款(?:数|合计)|款项金额"
        r"|amountin|received|(?:receipt|paid|payment|transaction|txn|collected|collection|credited|deposited|net)amount|amount(?:collected|credited|deposited)",
        "method": r".*(?:方式|渠道)|(?:支付|[收付回来]款|结算|[收缴]费).*(?:形式|工具|方法|途径|类别|平台)"
        r"|(?:mode|method)of(?:receipt|payment)|(?:pay(?:ment)?|receipt)(?:type|mode|method|channel|means)|(?:paid)?(?:via|through)|tender",
    },
    "leads": {
        "lead_no": r".*(?:线索|商机|报价单?|询价单?|客资)(?:编号|号码|号|id)",
        "customer_phone": rf"(?!.*(?:销售|业务|跟进)){_PHONE_LIKE}",
        "salesperson": _SELLER_LIKE,
        "customer_name": _CUSTOMER_LIKE,
        "store": _STORE_LIKE,
        "product": _PRODUCT_LIKE,
        "quoted_amount": rf"{_PART}.*(?:报价|预计|预估|意向|商机|预算|总).*{_SUM}",
        "created_at": rf"(?!.*跟进).*(?:留资|创建|录入|登记|进线|来访|咨询|报价|新建|提交|首次|初次).*{_WHEN}",
        "status": _STATE_LIKE,
        "closed_at": rf".*(?:关闭|结束|赢单|输单|战败|成交|结单).*{_WHEN}",
    },
    "claims": {
        "claim_no": r".*(?:答卷|回访|记录|问卷|答题)(?:编号|序号|号|id)",
        "payee_kind": r"收款方(?:是谁?|为)?",  # where another column has the name
        "product": rf".*(?:购买|所购|买).*{_PRODUCT_LIKE}",
        "amount": rf"{_PART}.*(?:实付|支付|付款|成交|购买|花费).*{_SUM}|实付",
        "occurred_on": rf".*(?:购买|付款|下单|成交|交易).*{_WHEN}",
        "salesperson": _SELLER_LIKE,
        "store": _STORE_LIKE,
    },
}
# A product's part of the order, where nothing is the order's: rows are brought together by lines.py.
PRODUCT_SUMS = (
    r"(?:商品|产品|货品|单品|明细).*(?:实付|实收|总|成交|金额|小计|价款).*|金额小计|小计|(?:line|item)_?total|subtotal"
)
# Amounts of an order beside a column of discounts.
DISCOUNT = r"(?!.*(?:后|前|率|运费)).*(?:优惠|折扣|减免|满减|抵扣)(?:金额|总额|额|合计)?"
PART_PAID = r"未[付收]|欠|尾款|余款|定金|订金|分期"
BEFORE_DISCOUNT = r"(?:订单|商品)?总?(?:金额|总额|价)|订单总额|应收(?:金额|总额|学费|费用|款)?"
AFTER_DISCOUNT = (  # the surest first
    r"(?:优惠|折扣?)后(?:金额|价格?)|应付(?:金额|总额|款)?",
    r"(?:买家|订单)?实[付收](?:总?金额|总额|学费|费用|款)?",
)
