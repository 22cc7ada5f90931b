"""A seeded company whose truth is known: books, customers, and claims about both, for measuring the engine.

`EASY` is what most answers look like; `HARD` is the set of the quality bars: no order number, days off by up to five,
amounts rounded to ¥100, half the phones only the last four digits, slips, and private deals of old customers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from cases.crosscheck.facts import Candidates, ClaimFact, LeadFact, OrderFact, PaymentFact, SalespersonFact

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建文国云海波辉宁欣怡梓涵浩宇晨曦思远嘉俊雅婷诗琪子轩佳慧"
STORES = ("城东店", "城西店", "城南店", "城北店", "大客户部")
PRODUCTS = {"实木地板": 6800_00, "全屋净水": 2999_00, "中央空调": 35600_50, "定制橱柜": 18800_00, "智能门锁": 1280_00}
COMPANY_ACCOUNT = "6222000011112222"
FIRST_DAY = date(2024, 9, 1)
DAYS = 700


@dataclass(frozen=True)
class Mix:
    """How claims are made. Shares are of all claims; `slip` is the chance of a slip in each field."""

    order_no: float
    last_four: float
    slip: float
    days_off: int
    rounded: float
    missing: float
    without_order: float = 0.10
    planted: float = 0.20
    unpaid: float = 0.30


EASY = Mix(order_no=0.7, last_four=0.1, slip=0.01, days_off=2, rounded=0.3, missing=0.1)
HARD = Mix(order_no=0.0, last_four=0.5, slip=0.05, days_off=5, rounded=1.0, missing=0.15, planted=0.0)


@dataclass(frozen=True)
class Truth:
    """What really happened: the order meant (None: a private deal), and the kinds of finding that are right."""

    order_no: str | None
    kinds: frozenset[str] = frozenset()


@dataclass
class World:
    claims: list[ClaimFact] = field(default_factory=list)
    truths: dict[str, Truth] = field(default_factory=dict)
    orders: dict[str, OrderFact] = field(default_factory=dict)
    leads: list[LeadFact] = field(default_factory=list)
    payments: list[PaymentFact] = field(default_factory=list)
    salespeople: tuple[SalespersonFact, ...] = ()
    payments_of: dict[str, list[PaymentFact]] = field(default_factory=lambda: defaultdict(list))
    orders_by: dict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))
    leads_by: dict[tuple[str, ...], set[LeadFact]] = field(default_factory=lambda: defaultdict(set))

    def candidates(self, claim: ClaimFact) -> Candidates:
        """What a look-up would return: shared keys, slips included, and nothing by magic."""
        found: set[str] = set()
        leads: set[LeadFact] = set()
        for key in _claim_keys(claim):
            found |= self.orders_by.get(key, set())
            leads |= self.leads_by.get(key, set())
        return Candidates(
            orders=tuple(self.orders[order_no] for order_no in sorted(found)),
            payments=tuple(payment for order_no in sorted(found) for payment in self.payments_of[order_no]),
            leads=tuple(sorted(leads, key=lambda lead: lead.lead_no)),
            company_accounts=frozenset({COMPANY_ACCOUNT}),
            salespeople=self.salespeople,
        )


def make_world(seed: int, claims: int, mix: Mix, *, orders: int = 0, indexed: bool = True) -> World:
    """A company with about one and a half orders to a claim, or with `orders` of them, most by customers who say
    nothing. The same arguments make the same company. indexed: False if nobody will ask for `candidates`."""
    random = Random(seed)
    people = max(40, orders // 1000)
    names = sorted({_name(random) for _ in range(people)})
    world = World(salespeople=tuple(SalespersonFact(name) for name in names))
    customers = [_customer(random, world) for _ in range(claims)]
    books = [_order(random, world, customer) for customer in customers for _ in range(random.choice((1, 1, 1, 2, 3)))]
    random.shuffle(books)  # and each order is claimed at most once
    for number in range(claims):
        claim_no = f"C{number:06d}"
        if random.random() < mix.without_order:
            claim, truth = _private_deal(random, world, claim_no, books[number])
            claim = _blurred(random, claim, mix)
        else:
            claim, truth = (
                _blurred(random, _honest(random, claim_no, books[number]), mix),
                Truth(books[number].order_no),
            )
            if random.random() < mix.planted:
                claim, truth = _plant(random, world, claim, books[number])
        world.claims.append(claim)
        world.truths[claim_no] = truth
    while len(world.orders) < orders:
        _order(random, world, _customer(random, world))
    _pay(Random(seed + 1), world, mix.unpaid)
    if indexed:
        _index(world)
    return world


def _pay(random: Random, world: World, unpaid: float) -> None:
    """Honest orders are paid to the company: at once, or first a deposit and then the rest."""
    diverted = {truth.order_no for truth in world.truths.values() if truth.kinds}
    for number, order in enumerate(world.orders.values()):
        whole, day = order.amount_fen or 0, order.ordered_on or FIRST_DAY
        if order.order_no in diverted or random.random() < unpaid:
            continue
        parts = [whole] if random.random() < 0.8 else [whole * 3 // 10, whole - whole * 3 // 10]
        for part, amount in enumerate(parts):
            paid_on = day + timedelta(days=random.randrange(3) + 20 * part)
            payer = order.customer_name
            payment = PaymentFact(
                f"P{number}-{part}", order.order_no, payer, COMPANY_ACCOUNT, amount, paid_on, "银行转账"
            )
            world.payments.append(payment)
            world.payments_of[order.order_no].append(payment)


def _index(world: World) -> None:
    for order in world.orders.values():
        for key in _order_keys(order):
            world.orders_by[key].add(order.order_no)
    for lead in world.leads:
        for key in _customer_keys(lead.customer_name or "", lead.customer_phone or "", lead.salesperson or ""):
            world.leads_by[key].add(lead)


def _name(random: Random) -> str:
    return random.choice(SURNAMES) + "".join(random.choices(GIVEN, k=random.choice((1, 2, 2, 2))))


def _phone(random: Random) -> str:
    return random.choice(("138", "139", "150", "186", "199")) + "".join(random.choices("0123456789", k=8))


def _customer(random: Random, world: World) -> OrderFact:
    """A customer is carried as an order not yet written."""
    return OrderFact(
        "",
        customer_name=_name(random),
        customer_phone=_phone(random),
        salesperson=random.choice(world.salespeople).name,
        store=random.choice(STORES),
    )


def _order(random: Random, world: World, customer: OrderFact) -> OrderFact:
    product = random.choice(tuple(PRODUCTS))
    list_price = PRODUCTS[product] * random.choice((1, 1, 1, 2))
    own_price = random.randrange(800_00, 60000_00, 100)
    order = replace(
        customer,
        order_no=_free_number(random, world),
        product=product,
        amount_fen=random.choice((list_price, own_price)),
        ordered_on=FIRST_DAY + timedelta(days=random.randrange(DAYS)),
        status=random.choice(("paid", "done", "done", "done")),
    )
    world.orders[order.order_no] = order
    return order


def _free_number(random: Random, world: World) -> str:
    """Two orders of one number would be one, and the claim about the first would have lost its order."""
    while True:
        number = f"XS-24-{len(world.orders) + random.randrange(1000, 9000) * 100000:09d}"
        if number not in world.orders:
            return number


def _honest(random: Random, claim_no: str, order: OrderFact) -> ClaimFact:
    return ClaimFact(
        claim_no,
        source="survey",
        bought="yes",
        order_no=order.order_no,
        customer_name=order.customer_name,
        customer_phone=order.customer_phone,
        salesperson=order.salesperson,
        product=order.product,
        amount_fen=order.amount_fen,
        occurred_on=order.ordered_on,
        payee_kind=random.choice(("company", "company", "company", "unsure")),
        received="all",
    )


def _private_deal(random: Random, world: World, claim_no: str, old: OrderFact) -> tuple[ClaimFact, Truth]:
    """A purchase past the books: by a customer the books know, by a stranger, or by one whose lead was marked lost."""
    kind = random.choice(("old", "old", "stranger", "lead"))
    buyer = old if kind == "old" else _customer(random, world)
    product = random.choice(tuple(PRODUCTS))
    claim = ClaimFact(
        claim_no,
        source="survey",
        bought="yes",
        customer_name=buyer.customer_name,
        customer_phone=buyer.customer_phone,
        salesperson=buyer.salesperson,
        product=product,
        amount_fen=random.choice((PRODUCTS[product], random.randrange(800_00, 60000_00, 100))),
        occurred_on=FIRST_DAY + timedelta(days=random.randrange(DAYS)),
        received="all",
    )
    if kind != "lead":
        return claim, Truth(None, frozenset({"no_order"}))
    lead = LeadFact(
        f"L{claim_no}",
        customer_name=buyer.customer_name,
        customer_phone=buyer.customer_phone,
        salesperson=buyer.salesperson,
        product=product,
        quoted_amount_fen=claim.amount_fen,
        created_on=(claim.occurred_on or FIRST_DAY) - timedelta(days=random.randrange(40)),
        status=random.choice(("lost", "dormant")),
    )
    world.leads.append(lead)
    return claim, Truth(None, frozenset({"lead_lost_but_bought"}))


def _plant(random: Random, world: World, claim: ClaimFact, order: OrderFact) -> tuple[ClaimFact, Truth]:
    """One diversion that leaves an order behind."""
    kind = random.choice(("payee", "amount", "salesperson", "cancelled", "denied"))
    if kind == "payee":
        return replace(claim, payee_kind="personal"), Truth(order.order_no, frozenset({"payee_not_company"}))
    if kind == "amount":
        paid = int((order.amount_fen or 0) * random.uniform(1.15, 1.8)) + 300_00
        return replace(claim, amount_fen=paid), Truth(order.order_no, frozenset({"amount_differs"}))
    if kind == "salesperson":
        others = [one.name for one in world.salespeople if one.name[0] != (order.salesperson or "")[0]]
        said = replace(claim, salesperson=random.choice(others))
        return said, Truth(order.order_no, frozenset({"salesperson_differs"}))
    if kind == "cancelled":
        world.orders[order.order_no] = replace(order, status="cancelled")
        return claim, Truth(order.order_no, frozenset({"cancelled_but_delivered"}))
    denied = ClaimFact(
        claim.claim_no,
        source="survey",
        bought="no",
        customer_phone=claim.customer_phone,
        customer_name=claim.customer_name,
        about_order_no=order.order_no,
    )
    return denied, Truth(order.order_no, frozenset({"order_denied"}))


def _blurred(random: Random, claim: ClaimFact, mix: Mix) -> ClaimFact:
    """What a person remembers of it."""
    amount, day = claim.amount_fen, claim.occurred_on
    if amount and random.random() < mix.rounded:
        amount = round(amount / 100_00) * 100_00
    if day:
        day += timedelta(days=random.randint(-mix.days_off, mix.days_off))
    phone = _slipped(random, claim.customer_phone, mix.slip)
    if phone and random.random() < mix.last_four:
        phone = phone[-4:]
    return replace(
        claim,
        order_no=_slipped(random, claim.order_no, mix.slip) if random.random() < mix.order_no else None,
        customer_name=_slipped(random, claim.customer_name, mix.slip),
        customer_phone=phone,
        salesperson=claim.salesperson if random.random() >= mix.missing else None,
        product=claim.product if random.random() >= mix.missing else None,
        amount_fen=amount,
        occurred_on=day,
    )


def _slipped(random: Random, text: str | None, chance: float) -> str | None:
    if not text or random.random() >= chance:
        return text
    place = random.randrange(1, len(text))
    if text[place].isdigit():
        return text[:place] + random.choice("0123456789") + text[place + 1 :]
    return text[:place] + random.choice(GIVEN) + text[place + 1 :]


def _order_keys(order: OrderFact) -> Iterable[tuple[str, ...]]:
    phone, day = order.customer_phone or "", order.ordered_on or FIRST_DAY
    yield from (("order_no", part) for part in _dropped(order.order_no))
    yield from _customer_keys(order.customer_name or "", phone, order.salesperson or "")
    yield "price", phone[-4:], str(round((order.amount_fen or 0) / 1000_00))
    yield "day", phone[-4:], str(day.toordinal() // 10)
    yield "name_day", order.customer_name or "", str(day.toordinal() // 10)


def _claim_keys(claim: ClaimFact) -> Iterable[tuple[str, ...]]:
    phone = claim.customer_phone or ""
    yield from (("order_no", part) for part in _dropped(claim.order_no or claim.about_order_no or ""))
    yield from _customer_keys(claim.customer_name or "", phone, claim.salesperson or "")
    steps = (-1, 0, 1)
    yield from (("price", phone[-4:], str(round((claim.amount_fen or 0) / 1000_00) + step)) for step in steps)
    if claim.occurred_on:
        decade = claim.occurred_on.toordinal() // 10
        yield from (("day", phone[-4:], str(decade + step)) for step in steps)
        yield from (("name_day", claim.customer_name or "", str(decade + step)) for step in steps)


def _customer_keys(name: str, phone: str, salesperson: str) -> Iterable[tuple[str, ...]]:
    if len(phone) == 11:
        yield from (("phone", part) for part in _dropped(phone))
    yield "name", name, salesperson
    yield "four", name, phone[-4:]


def _dropped(text: str) -> Iterable[str]:
    """The text and all it becomes with one character dropped: two texts one slip apart share one of these."""
    yield text
    yield from (text[:place] + text[place + 1 :] for place in range(len(text)))
