"""The deals of the demo company that carry a story, one row each. Names, amounts and remarks are made up.

Who is who, and how the innocent is told from the two others: docs/demo.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cases.crosscheck.facts import OrderStatus
from portal.demo.goods import TRADE_IN_FEN
from portal.demo.people import (
    CLOSES_PRIVATELY,
    INNOCENT,
    NAMESAKE,
    SALESPEOPLE,
    SENDS_LEADS_AWAY,
    Salesperson,
)
from portal.demo.stories import Deal, Plot, Said

_BY_NAME: Mapping[str, Salesperson] = {person.name: person for person in SALESPEOPLE}
MOTHER_IN_LAW = "吴秀芬"
OTHER_SHOP = "顺和建材经营部"
PRIVATE_ACCOUNT, SHOP_ACCOUNT = "7731", "2046"


def _privately(paid_yuan: int, payee: str, *events: str, after: int = 2, remark: str = "") -> Said:
    return Said(
        amount_yuan=paid_yuan,
        paid_after_days=after,
        payee_kind="personal",
        payee_name=payee,
        payee_account=PRIVATE_ACCOUNT,
        salesperson=CLOSES_PRIVATELY.name,
        has_invoice=False,
        events=events,
        remark=remark,
    )


def _cancelled(customer: str, product: str, yuan: int, days_ago: int, asked: int | None, said: Said) -> Deal:
    return Deal(
        "closed_privately",
        "order",
        CLOSES_PRIVATELY,
        customer,
        product,
        yuan,
        days_ago,
        said,
        status="cancelled",
        paid_to_company=False,
        asked_days_ago=asked,
    )


STAR = _cancelled(
    "韩玉梅",
    "中央空调一拖四",
    27300,
    33,
    27,
    _privately(
        25800,
        CLOSES_PRIVATELY.name,
        "private_contact",
        "private_discount",
        "pay_person",
        remark="小周说公司的单子先撤掉，他自己安排师傅来装，再便宜 1500。装得挺好，就是没有发票，坏了不知道找谁。",
    ),
)
LOOKED_UP_WHY = "客户说货已经装好，账上却已撤单：核实收款与改动时间"
REPORTED = _cancelled("雷胜利", "柜式空调 3 匹", 9999, 16, None, _privately(9200, CLOSES_PRIVATELY.name))
WAITING = replace(
    _cancelled("贺秀兰", "全屋净水", 8980, 12, 6, _privately(8200, MOTHER_IN_LAW, "private_contact")), answers=False
)
"""Her link is printed: whoever shows the demo can be her, and see a new finding come in."""

_CLOSED_PRIVATELY = (
    STAR,
    _cancelled(
        "钱志明", "壁挂炉", 10100, 26, 20, _privately(9300, MOTHER_IN_LAW, "pay_person", remark="发票说以后补。")
    ),
    _cancelled(
        "邱慧玲",
        "水地暖",
        22800,
        19,
        13,
        _privately(21000, CLOSES_PRIVATELY.name, "private_contact", "coached", remark="他让我接到回访就说没买成。"),
    ),
    _cancelled("石文斌", "新风系统", 12800, 47, 41, _privately(11800, "", after=4)),
    REPORTED,
    WAITING,
)


def _elsewhere(paid_yuan: int, after: int, *, payee: str = OTHER_SHOP, remark: str = "") -> Said:
    return Said(
        amount_yuan=paid_yuan,
        paid_after_days=after,
        payee_kind="other_company",
        payee_name=payee,
        payee_account=SHOP_ACCOUNT,
        salesperson=SENDS_LEADS_AWAY.name,
        has_invoice=False,
        events=("another_company",),
        remark=remark,
    )


def _lost(customer: str, product: str, yuan: int, days_ago: int, asked: int, said: Said) -> Deal:
    return Deal(
        "lead_sent_away",
        "lead",
        SENDS_LEADS_AWAY,
        customer,
        product,
        yuan,
        days_ago,
        said,
        status="lost",
        paid_to_company=False,
        asked_days_ago=asked,
    )


def _again(customer: str, product: str, yuan: int, days_ago: int, asked: int, said: Said) -> Deal:
    """The old order is in the books and paid for; what the customer tells about is the next purchase."""
    return Deal(
        "second_sale_outside",
        "order",
        SENDS_LEADS_AWAY,
        customer,
        product,
        yuan,
        days_ago,
        said,
        asked_days_ago=asked,
    )


_SENT_AWAY = (
    _lost(
        "陶建华",
        "水地暖",
        29800,
        38,
        27,
        _elsewhere(26500, 9, remark="冯师傅介绍我去他朋友的店里订的，说东西一样。"),
    ),
    _lost("黎雪琴", "实木复合地板", 24600, 31, 20, _elsewhere(22000, 8)),
    _lost("龚家豪", "中央空调一拖四", 32600, 52, 41, _elsewhere(29900, 10, payee="")),
    _again("史丽萍", "智能门锁", 1899, 76, 20, _elsewhere(14800, 36, remark="地暖也是找小冯做的，开的别家的收据。")),
    _again("毛国庆", "空调清洗保养", 398, 66, 13, _elsewhere(9800, 34)),
)


def _innocent(
    plot: Plot,
    seller: Salesperson,
    customer: str,
    product: str,
    yuan: int,
    ages: tuple[int, int],
    said: Said,
    status: OrderStatus = "done",
) -> Deal:
    """ages: days since the order, days since the round of call-backs. Who says no name names the seller."""
    said = replace(said, salesperson=said.salesperson or seller.name)
    return Deal(plot, "order", seller, customer, product, yuan, ages[0], said, status=status, asked_days_ago=ages[1])


def _trade_in(customer: str, product: str, list_yuan: int, ages: tuple[int, int]) -> Deal:
    said = Said(list_yuan, remark="价格是她手写的报价单上的。")
    deal = _innocent("trade_in", INNOCENT, customer, product, list_yuan - TRADE_IN_FEN // 100, ages, said)
    return replace(deal, quoted_yuan=list_yuan)


def _shared(seller: Salesperson, customer: str, product: str, yuan: int, ages: tuple[int, int], said: Said) -> Deal:
    return _innocent("two_names", seller, customer, product, yuan, ages, said)


_LOOKS_SUSPICIOUS = (
    _trade_in("孟桂芳", "中央空调一拖四", 28800, (30, 20)),
    _trade_in("江庆华", "中央空调一拖六", 45800, (24, 13)),
    _trade_in("侯若琳", "壁挂炉", 11600, (45, 34)),
    _shared(
        INNOCENT,
        "顾文娟",
        "新风系统",
        12800,
        (37, 27),
        Said(12800, salesperson=NAMESAKE.name, remark="两位都姓林，名字老是弄混。"),
    ),
    _shared(
        INNOCENT,
        "廖志强",
        "全屋净水",
        6980,
        (22, 13),
        Said(6980, salesperson="罗永强", remark="周末是另一位值班的同事接待的。"),
    ),
    _shared(NAMESAKE, "郝秀英", "柜式空调 3 匹", 8499, (50, 41), Said(8499, salesperson=INNOCENT.name)),
)


def _muddle(
    seller: str,
    customer: str,
    product: str,
    yuan: int,
    ages: tuple[int, int],
    said: Said,
    status: OrderStatus = "done",
) -> Deal:
    return _innocent("muddle", _BY_NAME[seller], customer, product, yuan, ages, said, status)


_MUDDLE = (
    _muddle("唐文静", "邵立军", "水地暖", 18600, (28, 20), Said(18000)),
    _muddle("罗永强", "薛美华", "实木复合地板", 16080, (36, 27), Said(16600)),
    _muddle(
        "彭海燕",
        "段海波",
        "强化地板",
        8260,
        (31, 20),
        Said(8260, salesperson="袁子昂", remark="彭姐休假，货是小袁帮忙送的。"),
    ),
    _muddle(
        "方雨晴",
        "尹子豪",
        "柜式空调 3 匹",
        6799,
        (25, 13),
        Said(6799, events=("private_contact",), remark="加微信发照片。"),
    ),
    _muddle("曹立新", "施桂英", "壁挂空调 1.5 匹", 3499, (44, 34), Said(bought=False, remark="我没有买过东西啊。")),
    _muddle("谢春燕", "武建军", "壁挂炉", 13300, (21, 13), Said(4000)),
    _muddle("宋博文", "赖晓燕", "智能门锁", 1899, (39, 27), Said(1899), status="returned"),
    _muddle(
        "蒋雪梅",
        "康宝华",
        "全屋净水",
        4980,
        (14, 6),
        Said(4980, payee_kind="personal", payee_name="安装师傅", remark="师傅当场让我扫的码。"),
    ),
)

DEALS: tuple[Deal, ...] = (*_CLOSED_PRIVATELY, *_SENT_AWAY, *_LOOKS_SUSPICIOUS, *_MUDDLE)
