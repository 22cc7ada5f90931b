"""Words that stand for the contract's fixed values: states of orders and leads, yes and no, who was paid."""

from __future__ import annotations

import re

from cases.records.cells import Cell, Refused, Value, said, shown
from cases.records.phrases import DENIED, HAPPENED, OF_WHAT_HAPPENED, PATTERNS

_YES_NO = {
    "yes": """
是 有 对 是的 有的 有过 买过 买了 购买过 购买了 已购买 确认 已开 已开具 开了 开过 y true 1 √ ✓ ✔ 已勾选 选中 签了
当然 肯定 嗯 属实 yeah yup sure
电子发票 有电子发票 纸质发票""",
    "no": """
否 没有 无 不是 没 不 没买 没买过 未购买 没有购买 没有买 没购买过 没有购买过 从未购买 未开 未开具 没开 没有开 还没开 暂未开具
拒绝开票 说不开票 还在考虑 放弃购买 完全没有 nope n
false 0 × ✗ 都没有 以上都没有 未勾选 未选中""",
    "unsure": """
记不清 记不清了 记不清楚 记不清楚了 不清楚 不太清楚 不太确定 不太记得 没注意 没留意 没印象 没记住 想不起来了 忘了 忘记了
想不起来 不确定
不记得 不知道 说不清 说不准
不愿回答 不便回答 拒答 其他 其它 not_sure don't_know don't_remember can't_remember 不详 保密 拒绝回答 do_not_know do_not_remember
prefer_not_to_answer prefer_not_to_say refused unknown""",
}

WORDS: dict[str, dict[str, str]] = {
    "orders.status": {
        "open": """
正常 有效 审核 未审核 已审 未审 已复核 待执行 执行 开立 未发货 待出库 未出库 未收款 部分收款 未关闭 打开 待付款 未付款 待支付
未支付 暂存 创建
重新审核 已过账
待确认 待审核 已审核 审核中 已提交 已下单 新建 草稿 进行中 处理中 待处理 未完成 部分付款 已付定金 已付订金 执行中
定金已付 订金已付 已交定金 已交订金 已收定金 已收订金
已下定 已预订 预订 已报价 审核通过 已排产 履约中 履行中 待履行 未履行 生效 已生效 已确认 已接单 待接单
备货中 待备货 生产中 待排产 挂起 已挂起 未结清 待签约
新订单 已预约 有效订单 已录入 施工中
pending new draft unpaid not_paid to_be_paid payment_due quoted
confirmed on_hold partially_paid awaiting_payment pending_payment submitted in_progress part_paid partly_paid""",
        "paid": """
已付款 已支付 已收款 付款成功 支付成功 已付全款 已全款 全款已付 款清 已结款 待发货 已发货 发货中 部分发货 待收货 配送中
待安装 安装中 在读
已出库 部分出库 出库中 已配送 待提货 已派单 待评价 全部收款 已全部收款 已到账 买家已付款 卖家已发货 等待卖家发货
等待发货 运输中 已备货 待自提 等待商家发货 商家已发货 等待买家收货 已收全款
ready_to_ship awaiting_delivery out_for_delivery paid_in_full fully_paid shipped delivering processing fulfilled dispatched
in_transit
awaiting_shipment awaiting_fulfillment awaiting_pickup partially_shipped partially_fulfilled""",
        "done": """
已完成 完成 已结案 已结束 结束 已妥投 妥投 已核验 交易成功 交易完成 已成交 成交 已收货 已签收 已交付 已安装 已验收 已结清
已结算 已完结 完结 已归档 已交货
已提货 已评价 全部出库 已结业 结业 履行完毕 已履行 已履约 履约完成 执行完毕 执行完成 验收完成 已核销 已自提 交付完成 安装完成
已开票 部分退款 部分退货 已送达 已办结 received installed success won completed complete finished delivered closed_won""",
        "cancelled": """
已取消 取消 订单取消 取消订单 已撤单 撤单 撤销 已撤销 作废 已作废 交易关闭 交易取消 已终止 终止 流单 退订 已退订
交易已取消 已作废单 买家取消 系统取消 超时取消 超时关闭 交易失败 已废弃 已失效 失效 已解除 解除 已解约 解约 已中止 中止
红冲 已红冲 冲红 已冲红 已废止 已流单
canceled cancel void
voided terminated closed_lost expired""",
        "returned": """
拒收 已拒收 拒收退回 已退 已全退 已退货 退货 已退款 退款 退款成功 全额退款 已退单 退单 退货退款 退款退货 已全额退款 全部退款
全部退货 退货完成
退款完成
refunded refund return fully_refunded""",
        "deleted": "已删除 删除 已移除 已移入回收站 回收站 removed",
    },
    "leads.status": {
        "open": """
跟进中 新线索 新建 新增 待跟进 待分配 未分配 已分配 初步接触 未处理 处理中 待处理 已联系 初步接洽 初步沟通 洽谈中 报价中
已报价
方案报价 有意向 需求确认 意向 高意向 谈判 谈判中 商务谈判 进行中 验证客户 未转化 未成交 new contacted qualified 提案
未联系 提案报价 方案报价阶段 需求分析 需求沟通 待联系 潜在客户 潜客 已派单 已加微信 已量房 已到店 已邀约 接洽中 初访 contacting
prospecting qualification
qualification_stage quoted working nurturing proposal negotiation in_progress""",
        "won": """
赢单 已赢单 成交 已成交 已转化 转化 已转换 已转订单 转订单 签约 已签约 成单 已成单 成功 赢得 赢 赢单关闭 已购买 交易成功
已付定金 已付订金 已订车 已报名 已缴费 已开单 已签合同 已下单 已转客户 转客户
converted closed_won""",
        "lost": """
输单 已输单 战败 已战败 丢单 已丢单 流失 已流失 无效 无效线索 已无效 放弃 已放弃 未购买 不买了 取消 已取消 关闭输单
输单关闭 已关闭输单 丢失 失败 跟丢 竞品成交 已流单 已拒绝 不需要 已购他家 买了别家 空号 未成单 已失效 closed_lost
unqualified disqualified dead""",
        "dormant": """
休眠 沉睡 沉默 搁置 已搁置 暂缓 暂停 冷冻 冻结 待激活 长期未联系 长期未跟进 公海 已退回公海 退回公海 回收 已回收 inactive
on_hold""",
    },
    "claims.source": {
        "survey": "问卷 问卷调查 回访 调查 答卷",
        "report": "举报",
        "phone": "电话 电话回访 来电",
        "import": "导入",
    },
    "claims.payee_kind": {
        "company": """
公司账户 公司 公司帐户 对公账户 对公 公户 公司收款码 门店收款码 公司账户或收款码 公司对公账户 公司的账户 公司银行账户
企业账户 企业收款码 门店收银台 收银台 刷卡 pos company_account company's_account business_account""",
        "personal": """
个人账户或个人收款码 个人账户 个人帐户 个人收款码 个人微信 个人支付宝 个人微信或支付宝 个人 私人账户 私户 私人
个人银行卡 个人账号 个人卡 私人收款码 私人微信 销售个人 销售个人账户 销售个人微信 销售员个人 销售人员个人账户
personal_account private_account personal_wechat individual""",
        "other_company": """
其他公司 其他公司账户 其它公司 其它公司账户 别的公司 别的公司账户 另一家公司 第三方公司 其他单位 其他企业
another_company different_company third_party""",
        "cash": "现金 现金支付 付现",
        "unsure": _YES_NO["unsure"],
    },
    "claims.received": {
        "all": """
全部收到 到了 都到了 已到 全都收到 全部收到了 已全部收到 已经收到 已收到 收到 收到了 全部 都收到了 是 有 已交付 已安装 已收货
y yes
all_received received fully""",
        "part": """
部分收到 只收到部分 只收到一部分 部分 收到一部分 收到部分 部分交付 部分收货 partial partly partially some""",
        "none": """
没有 没有收到 未收到 没收到 还没收到 还没有收到 尚未收到 还未收到 没 还没有 否 无 未交付 未收货 no n not_received
not_yet nothing""",
        "unsure": _YES_NO["unsure"],
    },
    "claims.bought": _YES_NO,
    "claims.invoice": _YES_NO,
    "claims.private_contact": _YES_NO,
    "claims.private_discount": _YES_NO,
    "claims.coached": _YES_NO,
}

# What a row without the word is taken for. An absent answer of a customer stays absent.
DEFAULTS: dict[str, str] = {"orders.status": "open", "leads.status": "open", "claims.source": "import"}
LENIENT = frozenset({"claims.source"})  # survey tools write 微信 or 链接 there, which is nobody's fault

_ITEMS = re.compile(r"[┋;,|\n]|、")
_NOTHING = re.compile(
    r"(以上)?[都均皆]?(没有|没|无|不存在)|[无没]有?以上.*|否|none( of (these|them|the above))?|no", re.IGNORECASE
)
_OPTION = re.compile(r"(?:[A-Za-z]|\d{1,2})\s*[.、::)）]\s*(?=\S)")  # "A. 是", as a survey writes its options
_CIRCLED = re.compile(r"\s*[\u2460-\u2487\u2776-\u2793]\s*")  # ①, as others do
_CODE = re.compile(r"[A-Za-z]|\d{1,2}")
_AND_MORE = re.compile(r"([^(,;]+?)\s*[(,;](.+)", re.DOTALL)
_STATES_APART = re.compile(r"\s*[,;]\s*")
_UNDONE = frozenset({"cancelled", "returned"})
_WORD_FILL = re.compile(r"[\s_\-()。.!/]+")
_UNSURE = frozenset(_YES_NO["unsure"].split())


def word_key(text: str) -> str:
    return _WORD_FILL.sub("", text).casefold()


def _index(words: dict[str, str]) -> dict[str, str]:
    return {word_key(word): value for value, listed in words.items() for word in (value, *listed.split())}


_INDEX = {name: _index(words) for name, words in WORDS.items()}


def parse_word(cell: Cell, table: str, header: str = "") -> str | None:
    """The contract's word for what the cell says. `table` is "<kind>.<column>". Raises Refused.

    Where each option has a column of its own, some tools repeat it where it was ticked: 加私人微信 below 发生过:加私人微信.
    """
    if isinstance(cell, bool):
        cell = "yes" if cell else "no"
    circled = _CIRCLED.match(cell) if isinstance(cell, str) else None
    text = shown(cell[circled.end() :] if isinstance(cell, str) and circled else cell)
    value = _INDEX[table].get(word_key(text)) or _INDEX[table].get(word_key(_OPTION.sub("", text, count=1)))
    if value is not None:
        return value
    if said(cell) is None or table in LENIENT:
        return DEFAULTS.get(table)
    text = _OPTION.sub("", text, count=1)
    value = _with_more(text, table) or _by_pattern(text, table) or _ended(text, table)
    if value is None and table in OF_WHAT_HAPPENED and len(text) > 2 and word_key(text) in word_key(header):
        value = "yes"
    if value is not None:
        return value
    raise Refused("word_coded" if _CODE.fullmatch(text) else "word_unknown", accepted=", ".join(_examples(table)))


def _by_pattern(text: str, table: str) -> str | None:
    """What a phrase nobody has listed comes to: only where all that it holds says one thing."""
    held = {value for value, pattern in PATTERNS.get(table, ()) if pattern.search(text)}
    return held.pop() if len(held) == 1 else None


def _ended(text: str, table: str) -> str | None:
    """Several known states in a row, the last of which undid the order: 未发货,退款成功."""
    values = [_INDEX[table].get(word_key(part)) for part in _STATES_APART.split(text)]
    return values[-1] if table == "orders.status" and all(values) and values[-1] in _UNDONE else None


def _with_more(text: str, table: str) -> str | None:
    """A known word with something after it, in brackets or behind a comma, that does not say another thing."""
    found = _AND_MORE.fullmatch(text)
    value = _INDEX[table].get(word_key(found[1])) if found else None
    if found is None or value is None:
        return None
    more = word_key(found[2])
    others = [word for word, other in _INDEX[table].items() if other != value and len(word) > 1]
    return None if any(word in more for word in others) else value


def parse_happened(cell: Cell) -> dict[str, Value]:
    """A survey's list of what happened, as the three claim columns; what was not ticked, or is denied, is a no."""
    text = shown(_CIRCLED.sub(";", cell).strip(";") if isinstance(cell, str) else cell)
    if text.lower() not in ("无", "none") and said(text) is None:
        return {}
    items = [item.strip() for item in _ITEMS.split(text) if item.strip()]
    if any(word_key(item) in _UNSURE for item in items):
        return dict.fromkeys(HAPPENED, "unsure")
    ticked = [item for item in items if not _NOTHING.fullmatch(item) and not DENIED.match(item)]
    return {name: "yes" if any(map(pattern.search, ticked)) else "no" for name, pattern in HAPPENED.items()}


def _examples(table: str) -> list[str]:
    return [f"{listed.split()[0]} ({value})" for value, listed in WORDS[table].items()]
