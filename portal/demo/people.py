"""Who the demo company is: stores, salespeople, staff, accounts, and customers' names. All of it is made up.

Every phone number begins with 154, a block that no operator has been given, so that no demo ever shows a real person's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from cases.staff import Wanted

COMPANY = "拾木暖居（演示公司）"
PASSWORD = "brightline-demo"  # noqa: S105  # meant to be read aloud in front of an audience
PHONE_BLOCK = "154"

STAFF = (
    Wanted("admin", "系统管理员 江涛", ("administrator",), PASSWORD),
    Wanted("investigator", "调查员 顾明", ("investigator",), PASSWORD),
    Wanted("investigator2", "调查员 白露", ("investigator",), PASSWORD),
    Wanted("supervisor", "合规主管 秦岚", ("supervisor",), PASSWORD),
    Wanted("custodian", "身份保管人 沈清", ("custodian",), PASSWORD),
    Wanted("auditor", "外部审计 孟和", ("auditor",), PASSWORD),
    Wanted("caller", "回访员 夏禾", ("caller",), PASSWORD),
)

EAST, WEST, NEW = "城东店", "河西店", "新区店"
STORES = (EAST, WEST, NEW)


@dataclass(frozen=True)
class Account:
    """One account the company receives money on."""

    account: str
    holder: str
    bank: str


ACCOUNTS = (
    Account("0000880126001701", "拾木暖居有限公司", "演示银行江城支行"),
    Account("M0008801269999", "拾木暖居有限公司", "门店收款码"),
)


@dataclass(frozen=True)
class Salesperson:
    """One employee who sells. weight: orders written compared with the average; days count back from the demo's today."""

    number: int
    name: str
    store: str
    weight: float = 1.0
    joined_days_ago: int = 1500
    left_days_ago: int | None = None

    @property
    def employee_no(self) -> str:
        return f"YG{self.number:03d}"

    @property
    def phone(self) -> str:
        return f"{PHONE_BLOCK}00000{self.number:03d}"

    def joined_on(self, today: date) -> date:
        return today - timedelta(days=self.joined_days_ago)

    def left_on(self, today: date) -> date | None:
        return None if self.left_days_ago is None else today - timedelta(days=self.left_days_ago)

    def sells_on(self, days_ago: int) -> bool:
        return (self.left_days_ago or 0) <= days_ago <= self.joined_days_ago


CLOSES_PRIVATELY = Salesperson(101, "周启航", EAST, 1.25, 1310)
SENDS_LEADS_AWAY = Salesperson(201, "冯建业", WEST, 0.95, 2050)
INNOCENT = Salesperson(301, "林晓雯", NEW, 1.3, 900)
NAMESAKE = Salesperson(302, "林晓文", NEW, 1.05, 620)

SALESPEOPLE = (
    CLOSES_PRIVATELY,
    Salesperson(102, "郑国栋", EAST, 1.1, 2300),
    Salesperson(103, "何丽娟", EAST, 1.2, 1750),
    Salesperson(104, "许志远", EAST, 0.8, 700),
    Salesperson(105, "邓佳慧", EAST, 0.9, 460),
    Salesperson(106, "吕思成", EAST, 0.7, 210),
    Salesperson(107, "方雨晴", EAST, 1.0, 980),
    SENDS_LEADS_AWAY,
    Salesperson(202, "唐文静", WEST, 1.3, 1900),
    Salesperson(203, "曹立新", WEST, 1.0, 1200),
    Salesperson(204, "彭海燕", WEST, 1.15, 840),
    Salesperson(205, "袁子昂", WEST, 0.85, 530),
    Salesperson(206, "蒋雪梅", WEST, 1.0, 1420),
    Salesperson(207, "沈浩然", WEST, 0.75, 640, 75),
    INNOCENT,
    NAMESAKE,
    Salesperson(303, "罗永强", NEW, 1.1, 1600),
    Salesperson(304, "宋博文", NEW, 0.9, 390),
    Salesperson(305, "谢春燕", NEW, 1.0, 1010),
    Salesperson(306, "叶思琪", NEW, 0.8, 270),
)

_SURNAMES = {
    8: "王李张刘陈",
    5: "杨黄赵吴周徐孙马朱胡",
    3: "郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董",
    1: "潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万",
}
_FAMILIES = "".join(surname * times for times, surnames in _SURNAMES.items() for surname in surnames)
_GIVEN = tuple(
    """
伟 芳 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 超 霞 平 刚 鑫 波
建国 建华 建军 国强 国庆 志强 志明 志远 海燕 海涛 海波 文博 文静 文娟 文斌 淑芬 淑珍 秀兰 秀英 桂英 桂芳 玉兰 玉梅 玉华
春燕 春梅 晓东 晓红 晓燕 晓峰 小红 小军 小龙 永强 永康 永刚 立新 立军 新华 红梅 红霞 雪梅 雪琴 丽华 丽萍 丽娟 美玲 美华
明辉 明月 光辉 俊杰 俊峰 家豪 家明 嘉怡 嘉伟 佳慧 佳琪 佳宁 雨欣 雨晴 雨桐 子涵 子轩 子豪 梓涵 欣怡 思琪 思远 诗雨 浩然 浩宇
宇航 宇轩 博文 博涛 天佑 天宇 一鸣 一诺 若曦 若琳 婉婷 婷婷 慧敏 慧玲 凤英 凤霞 金凤 金花 德明 德华 长青 长江 成功 成林
振华 振宇 庆丰 庆华 润泽 书豪 书涵 亚楠 亚男 亚军 向阳 向东 胜利 胜男 卫东 卫国 少华 少杰 宝珠 宝华 巧玲 巧云 瑞雪 瑞华
""".split()  # noqa: SIM905  # a word list reads better than a hundred quoted words
)


@dataclass(frozen=True)
class Customer:
    name: str
    phone: str


def make_customer(random: Random, taken: set[str]) -> Customer:
    """Somebody new; `taken` keeps phones apart."""
    name = random.choice(_FAMILIES) + random.choice(_GIVEN)
    while (phone := f"{PHONE_BLOCK}{random.randrange(10_000_000, 100_000_000)}") in taken:
        pass
    taken.add(phone)
    return Customer(name, phone)
