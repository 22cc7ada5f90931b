"""Makes order files as a CRM writes them, with bad rows planted at known places. All people and numbers are made up."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

HEADER = "订单编号,客户名称,联系电话,负责人,所属部门,产品名称,订单金额(元),下单时间,订单状态"
FIRST_ROW = 5  # two title rows and a blank one stand above the header, as in the CRM's export
_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
_STORES = ("城东店", "城西店", "大客户部")
_PRODUCTS = ("实木地板", "全屋净水", "中央空调", "智能门锁")
_STATES = ("已完成", "已完成", "已完成", "待付款", "已取消", "已退货")
_PRICES = (1280, 2999, 4680, 6800, 12800, 35600)


@dataclass(frozen=True)
class Planted:
    """One bad cell: what stands in it, in which column of the contract, and the code it must be refused with."""

    row: int
    column: str
    code: str


FAULTS: tuple[tuple[str, int, str, str], ...] = (
    ("order_no", 0, "", "missing"),
    ("order_no", 0, "2.02608E+13", "digits_lost"),
    ("customer_phone", 2, "1.38067E+10", "phone_scientific"),
    ("customer_phone", 2, "1380692073", "phone_length"),
    ("customer_phone", 2, "微信同号", "phone_unreadable"),
    ("amount", 6, "", "missing"),
    ("amount", 6, "面议", "amount_unreadable"),
    ("amount", 6, "-1280.00", "amount_negative"),
    ("amount", 6, "1280.555", "amount_too_precise"),
    ("amount", 6, "USD 1280", "amount_foreign"),
    ("amount", 6, "约3000", "amount_approximate"),
    ("amount", 6, "#VALUE!", "formula_error"),
    ("amount", 6, "99999999999999", "amount_too_large"),
    ("ordered_at", 7, "", "missing"),
    ("ordered_at", 7, "2026-02-30", "date_impossible"),
    ("ordered_at", 7, "03/05/2026", "date_order"),
    ("ordered_at", 7, "2062年", "date_unreadable"),
    ("ordered_at", 7, "3月5日", "date_no_year"),
    ("ordered_at", 7, "1926-03-05", "date_out_of_range"),
    ("ordered_at", 7, "########", "column_too_narrow"),
    ("status", 8, "已关闭", "word_unknown"),
    ("customer_name", 1, "王" * 101, "text_too_long"),
)


def order_file(rows: int, bad: int = 0, *, encoding: str = "gb18030", seed: int = 7) -> tuple[bytes, list[Planted]]:
    """A CSV of `rows` orders, `bad` of them each with one bad cell; the same seed makes the same bytes."""
    random = Random(seed)
    places = dict(zip(sorted(random.sample(range(rows), bad)), range(bad), strict=True))
    lines = ["销售订单列表,,,,,,,,", "导出人:管理员,导出时间:2026-09-01 08:00:00,,,,,,,", "", HEADER]
    planted = []
    for number in range(rows):
        cells = _order(number, random)
        if number in places:
            column, position, value, code = FAULTS[places[number] % len(FAULTS)]
            cells[position] = value
            planted.append(Planted(FIRST_ROW + number, column, code))
        lines.append(",".join(cells))
    lines.append('合计,,,,,,"1,234,567.00",,')
    return "\r\n".join(lines).encode(encoding), planted


def _order(number: int, random: Random) -> list[str]:
    month, day = random.randint(3, 8), random.randint(1, 28)
    price = random.choice(_PRICES)
    return [
        f"DD2026{month:02}{day:02}{number:07}",
        random.choice(_FAMILY) + random.choice(_GIVEN) + random.choice(_GIVEN),
        _phone(random),
        random.choice(_FAMILY) + random.choice(_GIVEN),
        random.choice(_STORES),
        random.choice(_PRODUCTS),
        random.choice((f"{price}", f'"¥{price:,}.00"', f"{price}.00元", f"{price / 10_000}万")),
        random.choice((f"2026年{month}月{day}日", f"2026/{month}/{day}", f"2026-{month:02}-{day:02} 14:23")),
        random.choice(_STATES),
    ]


def _phone(random: Random) -> str:
    digits = f"{random.choice((138, 150, 186, 199))}{random.randrange(10**8):08}"
    return random.choice(
        (digits, f"{digits[:3]}-{digits[3:7]}-{digits[7:]}", f"{digits[:3]} {digits[3:7]} {digits[7:]}", f"+86{digits}")
    )
