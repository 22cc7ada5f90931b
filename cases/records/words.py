"""Words that stand for the contract's fixed values: states of orders and leads, yes and no, who was paid."""

from __future__ import annotations

import re

from cases.records.cells import Cell, Refused, Value, said, shown

_YES_NO = {
    "yes": "是 有 对 是的 有的 有过 买过 买了 购买过 已购买 确认 已开 已开具 开了 y true 1 √ ✓ ✔",
    "no": "否 没有 无 不是 没 不 没买 没买过 未购买 没有购买 未开 未开具 没开 n false 0 × ✗ 都没有 以上都没有",
    "unsure": "记不清 记不清了 不清楚 不确定 不记得 不知道 说不清 说不准 不愿回答 不便回答 拒答 其他 其它",
}

WORDS: dict[str, dict[str, str]] = {
    "orders.status": {
        "open": """
正常 有效 审核 未审核 待执行 执行 开立 未发货 待出库 未出库 未收款 部分收款 未关闭 打开
待付款 未付款 待支付 未支付 待确认 待审核 已审核 审核中 已提交 已下单 新建 草稿 进行中 处理中 待处理 未完成
部分付款 已付定金 已付订金 执行中 履约中 生效 已生效 pending new draft unpaid confirmed""",
        "paid": """
已付款 已支付 已收款 付款成功 支付成功 已付全款 待发货 已发货 发货中 部分发货 待收货 配送中 待安装 安装中 施工中
已出库 部分出库 出库中 已配送 待提货 已派单 待评价 全部收款 已全部收款 shipped delivering processing""",
        "done": """
已完成 完成 交易成功 交易完成 已成交 成交 已收货 已签收 已交付 已安装 已验收 已结清 已结算 已完结 完结 已归档
已交货 已提货 已评价 全部出库 已开票 部分退款 部分退货 completed complete finished delivered closed_won""",
        "cancelled": """
已取消 取消 订单取消 取消订单 已撤单 撤单 撤销 已撤销 作废 已作废 交易关闭 交易取消 已终止 终止 流单 退订 已退订
canceled cancel void voided""",
        "returned": """
已退货 退货 已退款 退款 退款成功 全额退款 已退单 退单 退货退款 退款退货 refunded refund return""",
        "deleted": "已删除 删除 已移除 已移入回收站 回收站 removed",
    },
    "leads.status": {
        "open": """
跟进中 新线索 新建 新增 待跟进 待分配 已分配 未处理 处理中 待处理 已联系 初步接洽 初步沟通 洽谈中 报价中 已报价
方案报价 有意向 需求确认 意向 高意向 谈判 谈判中 商务谈判 进行中 验证客户 未转化 未成交 new contacted qualified
proposal negotiation""",
        "won": "赢单 已赢单 成交 已成交 已转化 转化 已转订单 转订单 签约 已签约 成单 converted closed_won",
        "lost": """
输单 已输单 战败 已战败 丢单 已丢单 流失 已流失 无效 无效线索 已无效 放弃 已放弃 未购买 不买了 取消 已取消
closed_lost unqualified""",
        "dormant": """
休眠 沉睡 沉默 搁置 已搁置 暂缓 暂停 长期未跟进 公海 已退回公海 退回公海 回收 已回收 inactive on_hold""",
    },
    "claims.source": {
        "survey": "问卷 问卷调查 回访 调查 答卷",
        "report": "举报",
        "phone": "电话 电话回访 来电",
        "import": "导入",
    },
    "claims.payee_kind": {
        "company": "公司账户 公司 公司帐户 对公账户 对公 公户 公司收款码 门店收款码 公司账户或收款码 刷卡 pos",
        "personal": """
个人账户或个人收款码 个人账户 个人收款码 个人微信 个人支付宝 个人微信或支付宝 个人 私人账户 私户 私人""",
        "other_company": "其他公司 其他公司账户 其它公司 别的公司 另一家公司 第三方公司 其他单位",
        "cash": "现金 现金支付 付现",
        "unsure": _YES_NO["unsure"],
    },
    "claims.received": {
        "all": "全部收到 已收到 收到 收到了 全部 都收到了 是 已交付 yes",
        "part": "部分收到 部分 收到一部分 部分交付 partial partly",
        "none": "没有 没有收到 未收到 没收到 否 无 未交付 no",
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

HAPPENED = {
    "private_contact": re.compile(r"微信|私下联系|私人联系|私人电话"),
    "private_discount": re.compile(r"优惠|绕开公司|折扣|便宜|返现|返利|回扣"),
    "coached": re.compile(r"(教|指导|要求|告诉).*(回答|填写|作答|说)|话术"),
}
_ITEMS = re.compile(r"[┋;,|\n]|、")
_NOTHING = re.compile(r"都没有|没有|无|否|以上均无|none|no", re.IGNORECASE)
_OPTION = re.compile(r"(?:[A-Za-z]|\d{1,2})\s*[.、::)）]\s*(?=\S)")  # "A. 是", as a survey writes its options
_WORD_FILL = re.compile(r"[\s_\-()。.!]+")
_UNSURE = frozenset(_YES_NO["unsure"].split())


def word_key(text: str) -> str:
    return _WORD_FILL.sub("", text).casefold()


def _index(words: dict[str, str]) -> dict[str, str]:
    return {word_key(word): value for value, listed in words.items() for word in (value, *listed.split())}


_INDEX = {name: _index(words) for name, words in WORDS.items()}


def parse_word(cell: Cell, table: str) -> str | None:
    """The contract's word for what the cell says. `table` is "<kind>.<column>"."""
    if isinstance(cell, bool):
        cell = "yes" if cell else "no"
    text = shown(cell)
    value = _INDEX[table].get(word_key(text)) or _INDEX[table].get(word_key(_OPTION.sub("", text, count=1)))
    if value is not None:
        return value
    if said(cell) is None or table in LENIENT:
        return DEFAULTS.get(table)
    raise Refused("word_unknown", accepted=", ".join(_examples(table)))


def parse_happened(cell: Cell) -> dict[str, Value]:
    """A survey's list of what happened, as the three claim columns; what was not ticked is a no."""
    text = shown(cell)
    if text != "无" and said(cell) is None:
        return {}
    items = [item.strip() for item in _ITEMS.split(text) if item.strip()]
    if any(word_key(item) in _UNSURE for item in items):
        return dict.fromkeys(HAPPENED, "unsure")
    ticked = [item for item in items if not _NOTHING.fullmatch(item)]
    return {name: "yes" if any(map(pattern.search, ticked)) else "no" for name, pattern in HAPPENED.items()}


def _examples(table: str) -> list[str]:
    return [f"{listed.split()[0]} ({value})" for value, listed in WORDS[table].items()]
