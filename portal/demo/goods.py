"""What the demo company sells, for how much, and in which months. Knows no customer and no order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

# Share of a year's trade by month, January first. The dip in February is the spring festival.
EVEN = (8, 5, 9, 9, 9, 9, 9, 8, 9, 9, 9, 7)
SUMMER = (3, 2, 5, 8, 15, 20, 19, 11, 6, 4, 4, 3)
AUTUMN = (6, 3, 5, 4, 4, 5, 6, 9, 16, 19, 15, 8)
MOVING_IN = (5, 3, 12, 13, 12, 9, 7, 7, 10, 11, 8, 3)

TRADE_IN_FEN = 1_500_00
"""The state's trade-in subsidy on a big appliance: it comes off the list price at the till, on every such order."""


@dataclass(frozen=True)
class Product:
    """prices_yuan: one for each model, or the price of a square metre if there are `metres`. share: of all orders."""

    name: str
    prices_yuan: tuple[int, ...]
    season: tuple[int, ...]
    share: float
    metres: tuple[int, int] | None = None
    has_subsidy: bool = False

    def list_price_fen(self, random: Random) -> int:
        price = random.choice(self.prices_yuan)
        return price * 100 * (random.randint(*self.metres) if self.metres else 1)


PRODUCTS = (
    Product("壁挂空调 1.5 匹", (2999, 3499, 4299), SUMMER, 0.20),
    Product("柜式空调 3 匹", (6799, 8499, 9999), SUMMER, 0.12),
    Product("中央空调一拖四", (28800, 32600, 36800), SUMMER, 0.06, has_subsidy=True),
    Product("中央空调一拖六", (39800, 45800, 52600), SUMMER, 0.025, has_subsidy=True),
    Product("新风系统", (9800, 12800, 16800), MOVING_IN, 0.05),
    Product("水地暖", (18600, 22800, 29800), AUTUMN, 0.06),
    Product("壁挂炉", (8900, 11600, 14800), AUTUMN, 0.09, has_subsidy=True),
    Product("实木复合地板", (238, 268, 328), MOVING_IN, 0.09, metres=(25, 120)),
    Product("强化地板", (98, 118, 138), MOVING_IN, 0.09, metres=(20, 130)),
    Product("全屋净水", (4980, 6980, 8980), EVEN, 0.08),
    Product("智能门锁", (1280, 1899, 2499), MOVING_IN, 0.065),
    Product("空调清洗保养", (298, 398, 598), SUMMER, 0.07),
)
SUBSIDISED = frozenset(product.name for product in PRODUCTS if product.has_subsidy)

_PROMOTIONS = frozenset({(6, 16), (6, 17), (6, 18), (11, 9), (11, 10), (11, 11)})
_WEEKEND, _PROMOTION = 1.7, 2.2


def trade_on(day: date) -> float:
    """How much is sold on a day compared with others: by month, weekend and promotion."""
    weight = sum(product.share * product.season[day.month - 1] / sum(product.season) for product in PRODUCTS)
    weight *= _WEEKEND if day.weekday() >= 5 else 1.0
    return weight * (_PROMOTION if (day.month, day.day) in _PROMOTIONS else 1.0)


def product_sold_in(month: int, random: Random) -> Product:
    return random.choices(PRODUCTS, _shares(month))[0]


@cache
def _shares(month: int) -> tuple[float, ...]:
    return tuple(product.share * product.season[month - 1] / sum(product.season) for product in PRODUCTS)
