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
    """One word. needs: groups one of which has to stand in the same sentence; none: it speaks alone, or beside what needs it."""

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
    "channel": frozenset({"payment", "aside", "discount"}),
    "payment": frozenset({"channel", "aside"}),
    "aside": frozenset({"channel", "payment", "discount", "deal"}),
    "discount": frozenset({"channel", "aside"}),
    "deal": frozenset({"aside"}),
    "plain": frozenset(),
}
_ALONE: frozenset[Category] = frozenset()
_ASIDE: frozenset[Category] = frozenset({"aside"})
_WORDS: Mapping[Category, str] = {
    "channel": """
加微信 加我微信 加他微信 加她微信 加个微信 加个人微信 加私人微信 私聊 私信 私发 私人微信 个人微信 个人号 私人号 个微 小号
私人电话 单独联系""",
    "payment": "转账 转给 转到 打给 打到 汇给 收款码 个人账户 私人账户 个人卡 私人卡 付现 打款",
    "aside": """
私下 私底下 偷偷 不开发票 不开票 不要发票 没收据 没有收据 不要收据 不写收据 没有合同 不签合同 不用报账 别声张 别说出去""",
    "discount": """
优惠 便宜 折扣 打折 返现 返我 返你 返利 减免 低价 底价 内部价 员工价 私人价 让利 差价 红包 赠品 好处 提成 分成""",
    "deal": "交易 成交 下单 付款 买 卖 签单 签合同 拿货 提货 发货 撤单 退单 接单",
    "plain": """
飞单 私单 走私账 私账 回扣 吃回扣 好处费 茶水费 教我怎么说 教我怎么回答 教我们怎么说 教客户说 教客户怎么说 让我回访时说
回访就说 回访时就说 回访的时候说 未入账 没入账 不入账 空白合同 阴阳合同 直接跟他做 直接找他买 直接找他装 线下跟我做 跟他私下
带到外面 带去外面 带到隔壁 带去隔壁 去他那边买 去他朋友 走他那边""",
}
# These leave little room for another meaning, so they speak alone; beside words of other groups they weigh as their own does.
_ALONE_WORDS: Mapping[Category, str] = {
    "aside": """
不走公司 别走公司 绕开公司 绕过公司 跳过公司 避开公司 不通过公司 不用通过公司 不经过公司 不经过店里 绕过店里 不走系统 不录系统
不进系统 不入系统 不走平台 别走平台 不走柜台 别告诉公司 不要告诉公司 别跟公司 别和公司 不要跟公司说 别让公司知道 不让公司知道
不能让公司知道 别让店长知道 不能让店长知道 瞒着公司 瞒着店里 背着公司 背着店里 线下交易""",
    "payment": """
转给个人 转给他个人 转给她个人 转他个人 转她个人 转到个人 转到他个人 转到私人 打到个人 打到私人 打到他个人 付给个人 付给他个人
付到个人 打款到个人 打款到私人 转到他微信 转到她微信 转他微信 转她微信 微信转给他 微信转给她 转给他本人 个人微信收 自己的收款码
私人收款码 个人收款码 私人二维码 私人的二维码 个人的二维码 打到他卡 打他卡 他卡上 她卡上 个人银行卡 私人银行卡 自己的账户
自己账户""",
}
_AMID_OTHERS = "支付宝 现金 定金 尾款 货款 二维码 收据"  # of every shop: they say something past the company only
_PINYIN: Mapping[str, str] = {
    "加微信": "jiaweixin",
    "私下": "sixia",
    "转账": "zhuanzhang",
    "回扣": "huikou",
    "飞单": "feidan",
    "优惠": "youhui",
    "私聊": "siliao",
}


def _entries(category: Category, words: str, needs: frozenset[Category]) -> tuple[Entry, ...]:
    return tuple(Entry(word, category, WEIGHTS[category], needs, _PINYIN.get(word, "")) for word in words.split())


SHIPPED = TermList(
    SHIPPED_NUMBER,
    tuple(
        entry
        for category in CATEGORIES
        for entry in (
            *_entries(category, _WORDS[category], NEEDS[category]),
            *_entries(category, _ALONE_WORDS.get(category, ""), _ALONE),
            *_entries(category, _AMID_OTHERS if category == "payment" else "", _ASIDE),
        )
    ),
)
