"""The list of words that say something together: its shape, what it weighs, and the one shipped with the portal.

Pure; finds nothing, `terms.py` does. A company's own list has the same shape, read from lines in `cases/terms`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Category = Literal["channel", "payment", "aside", "discount", "deal", "plain"]

CATEGORIES: tuple[Category, ...] = get_args(Category)
REVIEW_WEIGHT = 6  # two words that weigh this much together are for a person to decide; less is a hint
MOST_WEIGHT = 9
SHIPPED_NUMBER = 0


@dataclass(frozen=True)
class Entry:
    """One word. needs: one of these has to stand in the same sentence, and need this word in turn; none: it speaks alone."""

    word: str
    category: Category
    weight: int
    needs: frozenset[Category]
    pinyin: str = ""


@dataclass(frozen=True, eq=False)
class TermList:
    """One version. Two are never compared; what is worked out from one is kept by its identity."""

    number: int
    entries: tuple[Entry, ...]


WEIGHTS: Mapping[Category, int] = {"channel": 3, "payment": 3, "aside": 4, "discount": 2, "deal": 1, "plain": 3}
NEEDS: Mapping[Category, frozenset[Category]] = {
    "channel": frozenset({"payment", "aside", "discount", "deal"}),
    "payment": frozenset({"channel", "aside"}),
    "aside": frozenset({"channel", "payment", "discount", "deal"}),
    "discount": frozenset({"channel", "aside"}),
    "deal": frozenset({"channel", "aside"}),
    "plain": frozenset(),
}
_WORDS: Mapping[Category, str] = {
    "channel": "加微信 加我微信 加他微信 加她微信 加个微信 私聊 私信 私人微信 个人微信 私人电话",
    "payment": "转账 转给 收款码 个人账户 私人账户 个人卡 打到卡 支付宝 付现 现金 打款",
    "aside": "私下 私底下 不走公司 绕开公司 绕过公司 不通过公司 别告诉公司 不要告诉公司 不开发票 不走系统",
    "discount": "优惠 便宜 折扣 打折 返现 减免 低价",
    "deal": "交易 成交 下单 付款 买",
    "plain": "飞单 私单 走私账 回扣 吃回扣 教我怎么说 教我怎么回答 教我们怎么说 让我回访时说",
}
_PINYIN: Mapping[str, str] = {
    "加微信": "jiaweixin",
    "私下": "sixia",
    "转账": "zhuanzhang",
    "回扣": "huikou",
    "飞单": "feidan",
    "优惠": "youhui",
    "私聊": "siliao",
}
SHIPPED = TermList(
    SHIPPED_NUMBER,
    tuple(
        Entry(word, category, WEIGHTS[category], NEEDS[category], _PINYIN.get(word, ""))
        for category, words in _WORDS.items()
        for word in words.split()
    ),
)
