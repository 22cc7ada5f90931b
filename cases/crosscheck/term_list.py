"""The words shipped with the portal, by category. A word alone hardly ever says anything; `terms.py` says which go together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Category = Literal["channel", "payment", "aside", "discount", "deal", "plain"]

TERMS: Mapping[Category, tuple[str, ...]] = {
    "channel": (
        "加微信",
        "加我微信",
        "加他微信",
        "加她微信",
        "加个微信",
        "私聊",
        "私信",
        "私人微信",
        "个人微信",
        "私人电话",
    ),
    "payment": ("转账", "转给", "收款码", "个人账户", "私人账户", "个人卡", "打到卡", "支付宝", "付现", "现金", "打款"),
    "aside": (
        "私下",
        "私底下",
        "不走公司",
        "绕开公司",
        "绕过公司",
        "不通过公司",
        "别告诉公司",
        "不要告诉公司",
        "不开发票",
        "不走系统",
    ),
    "discount": ("优惠", "便宜", "折扣", "打折", "返现", "减免", "低价"),
    "deal": ("交易", "成交", "下单", "付款", "买"),
    "plain": ("飞单", "私单", "走私账", "回扣", "吃回扣", "教我怎么说", "教我怎么回答", "教我们怎么说", "让我回访时说"),
}
PINYIN: Mapping[str, str] = {
    "jiaweixin": "加微信",
    "sixia": "私下",
    "zhuanzhang": "转账",
    "huikou": "回扣",
    "feidan": "飞单",
    "youhui": "优惠",
    "siliao": "私聊",
}
