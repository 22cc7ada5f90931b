"""A company in which every kind of finding was planted, and beside each its innocent neighbours (`innocents.py`).

The truth names subjects: the claim, or for what is odd between records the order, the payment or the telephone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from cases.crosscheck.facts import ClaimFact, LeadFact, OrderFact, PaymentFact, SalespersonFact
from tests.cases.crosscheck.worlds import COMPANY_ACCOUNT, DAYS, FIRST_DAY, GIVEN, SURNAMES, Mix, World, make_world

MIDDLING = Mix(
    order_no=0.3,
    last_four=0.3,
    slip=0.03,
    days_off=3,
    rounded=0.5,
    missing=0.1,
    without_order=0.0,
    planted=0.0,
    unpaid=0.0,
)
ALIKE, FEW = 4, 6
EACH = 0.01  # of all claims, of every way to be guilty and of every way to look so
SETTLED_BY = FIRST_DAY + timedelta(days=DAYS - 120)  # what was sold by then ought to be paid by the end
Act = Callable[[Random, "Company", ClaimFact, OrderFact], ClaimFact | None]
"""Changes the books and answers what the claim says now; None, and nothing is changed: this claim does not suit."""


@dataclass
class Company:
    """`planted`: by kind, the subjects of whom it is true. `phones`: of orders, the phone that a later export has."""

    world: World
    today: date
    planted: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    phones: dict[str, str] = field(default_factory=dict)
    done: dict[str, str] = field(default_factory=dict)  # to a claim, and to its order

    def plant(self, kind: str, subject: str) -> None:
        self.planted[kind].add(subject)

    def write(self, order: OrderFact) -> None:
        self.world.orders[order.order_no] = order

    def strike(self, order: OrderFact) -> None:
        """As if it had never been written."""
        del self.world.orders[order.order_no]
        self.world.payments_of.pop(order.order_no, None)

    def receive(self, order_no: str, *payments: PaymentFact) -> None:
        """In place of what was received for it."""
        self.world.payments_of[order_no] = list(payments)

    def paid(self, order: OrderFact, amount_fen: int | None = None, *, part: int = 0, days: int = 1) -> PaymentFact:
        return PaymentFact(
            f"P{order.order_no[3:]}-{part}",
            order.order_no,
            order.customer_name,
            COMPANY_ACCOUNT,
            order.amount_fen if amount_fen is None else amount_fen,
            (order.ordered_on or FIRST_DAY) + timedelta(days=days),
            "银行转账",
        )

    def sold_lately(self, random: Random, claim: ClaimFact, order: OrderFact) -> ClaimFact:
        """Moved near today, where changes of telephones are looked at."""
        day = self.today - timedelta(days=random.randrange(3, 30))
        self.write(replace(order, ordered_on=day))
        self.receive(order.order_no, self.paid(self.world.orders[order.order_no]))
        return replace(claim, occurred_on=day)


def make_company(seed: int, claims: int, orders: int, neighbours: dict[str, Act], today: date) -> Company:
    """The same arguments make the same company."""
    random = Random(seed)
    world = make_world(seed, claims, MIDDLING, orders=orders, indexed=False)
    world.salespeople = tuple(
        SalespersonFact(one.name, phone=f"177{random.randrange(10**8):08d}") for one in world.salespeople
    )
    company = Company(world, today)
    places = list(range(claims))
    random.shuffle(places)
    for name, act in (PLANTS | neighbours).items():
        for _ in range(max(1, int(claims * EACH))):
            _perform(name, act, random, company, places)
    _plant_alike(random, company, places)
    for name, act in CHANGES.items():
        for _ in range(FEW):
            _perform(name, act, random, company, places)
    world.payments = [payment for some in world.payments_of.values() for payment in some]
    random.shuffle(world.claims)
    return company


def _perform(name: str, act: Act, random: Random, company: Company, places: list[int]) -> None:
    """On the next claim that suits; those that do not stay for others."""
    world = company.world
    for tried, place in enumerate(places):
        claim = world.claims[place]
        order = world.orders[world.truths[claim.claim_no].order_no or ""]
        said = act(random, company, claim, order)
        if said is not None:
            world.claims[place] = said
            company.done[claim.claim_no] = company.done[order.order_no] = name
            del places[tried]
            return


def _plant_alike(random: Random, company: Company, places: list[int]) -> None:
    """Customers of one salesperson who do not know of each other name one account."""
    world = company.world
    claims_of: dict[str, list[int]] = defaultdict(list)
    for place in places:
        order = world.orders[world.truths[world.claims[place].claim_no].order_no or ""]
        claims_of[order.salesperson or ""].append(place)
    for seller, own in [one for one in claims_of.items() if len(one[1]) >= ALIKE][:FEW]:
        account = "62302" + "".join(random.choices("0123456789", k=14))
        for place in own[:ALIKE]:
            claim = world.claims[place]
            order = world.orders[world.truths[claim.claim_no].order_no or ""]
            said = _diverted(random, company, claim, order)
            world.claims[place] = replace(said, payee_kind="personal", payee_account=account)
            places.remove(place)
        company.plant("corroborated", seller)


def a_name(random: Random) -> str:
    return random.choice(SURNAMES) + "".join(random.choices(GIVEN, k=2))


def a_phone(random: Random) -> str:
    return "187" + "".join(random.choices("0123456789", k=8))


def is_settled(order: OrderFact) -> bool:
    return order.status in ("paid", "done") and (order.ordered_on or date.max) <= SETTLED_BY


def _no_order(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    company.strike(order)
    company.plant("no_order", claim.claim_no)
    return replace(claim, order_no=None, payee_kind="unsure")


def _lead_lost(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact | None:
    if claim.customer_phone is None or len(claim.customer_phone) < 11:
        return None
    company.strike(order)
    company.plant("lead_lost_but_bought", claim.claim_no)
    company.world.leads.append(
        LeadFact(
            f"L{claim.claim_no}",
            order.customer_name,
            order.customer_phone,
            order.salesperson,
            order.store,
            order.product,
            order.amount_fen,
            (order.ordered_on or FIRST_DAY) - timedelta(days=random.randrange(3, 40)),
            random.choice(("lost", "dormant")),
        )
    )
    return replace(claim, order_no=None)


def _denied(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact | None:
    """An order in the name of somebody who never bought; nobody paid for it, or somebody else did."""
    if not is_settled(order):
        return None
    payer = replace(company.paid(order), payer_name=a_name(random))
    company.receive(order.order_no, *random.choice(((), (payer,))))
    company.plant("order_denied", claim.claim_no)
    if not company.world.payments_of[order.order_no]:
        company.plant("order_without_payment", order.order_no)
    return ClaimFact(
        claim.claim_no,
        "survey",
        "no",
        order.order_no,
        claim.customer_name,
        claim.customer_phone,
    )


def _under_recorded(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    paid = int((order.amount_fen or 0) * random.uniform(1.15, 1.8)) + 300_00
    company.plant("amount_differs", claim.claim_no)
    return replace(claim, amount_fen=paid)


def _diverted(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    company.receive(order.order_no)
    company.plant("payee_not_company", claim.claim_no)
    if order.status in ("paid", "done"):
        company.plant("order_without_payment", order.order_no)
    account = "62179" + "".join(random.choices("0123456789", k=14))
    kind = random.choice(("personal", "other_company"))
    return replace(claim, payee_kind=kind, payee_account=random.choice((None, account)))


def _taken_over(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    others = [one.name for one in company.world.salespeople if one.name[0] != (order.salesperson or "")[0]]
    company.plant("salesperson_differs", claim.claim_no)
    return replace(claim, salesperson=random.choice(others))


def _cancelled(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    company.write(replace(order, status="cancelled"))
    company.receive(order.order_no)
    company.plant("cancelled_but_delivered", claim.claim_no)
    return claim


def _deleted(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    company.write(replace(order, status="deleted"))
    company.receive(order.order_no)
    company.plant("deleted_after_confirmation", claim.claim_no)
    return claim


def _aside(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    kind, name = random.choice(
        (
            ("private_contact", "private_contact"),
            ("private_discount", "private_discount"),
            ("coached_answer", "coached"),
        )
    )
    company.plant(kind, claim.claim_no)
    return replace(claim, **{name: "yes"})  # type: ignore[arg-type]  # three fields of one type


def _said_outright(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    company.plant("sensitive_terms", claim.claim_no)
    text = random.choice(
        (
            "销售说加微信聊，直接转账给他就行",
            "他私下给我优惠，说不走公司",
            "让我加他微信，收款码付的钱",
            "说不开发票可以便宜三百",
            "加個微信，轉賬到他卡上",
        )
    )
    return replace(claim, text=text)


def _unbooked_money(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact | None:
    """The money came, the order was never written."""
    if not is_settled(order):
        return None
    company.strike(order)
    payment = replace(company.paid(order), order_no=None, payer_name=a_name(random))
    company.receive(order.order_no, payment)
    company.plant("payment_without_order", payment.payment_no)
    company.plant("no_order", claim.claim_no)
    return replace(claim, order_no=None)


def _never_paid(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact | None:
    if not is_settled(order):
        return None
    company.receive(order.order_no)
    company.plant("order_without_payment", order.order_no)
    return claim


def _paid_otherwise(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact | None:
    if not is_settled(order):
        return None
    share = random.choice((random.uniform(0.5, 0.85), random.uniform(1.2, 1.6)))
    company.receive(order.order_no, company.paid(order, int((order.amount_fen or 0) * share)))
    company.plant("payment_amount_differs", order.order_no)
    return claim


def _bank_shows_it(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    account = "62284" + "".join(random.choices("0123456789", k=14))
    payment = replace(company.paid(order), payee_account=account)
    company.receive(order.order_no, payment)
    company.plant("payment_payee_not_company", payment.payment_no)
    return claim


def _one_phone(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """Some customers of one salesperson with one telephone, perhaps the salesperson's own."""
    seller = next(one for one in company.world.salespeople if one.name == order.salesperson)
    phone = random.choice((a_phone(random), seller.phone or ""))
    for number in range(random.randrange(5, 9)):
        day = (order.ordered_on or FIRST_DAY) + timedelta(days=random.randrange(-20, 20))
        own = replace(
            order,
            order_no=f"{order.order_no}-{number}",
            customer_name=a_name(random),
            customer_phone=phone,
            ordered_on=day,
        )
        company.write(own)
        company.receive(own.order_no, company.paid(own))
    company.plant("shared_contact", phone)
    return claim


def _new_phone(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """Its phone became the salesperson's own: seen where a later export has it."""
    seller = next(one for one in company.world.salespeople if one.name == order.salesperson)
    company.phones[order.order_no] = seller.phone or ""
    company.plant("contact_changed_by_owner", order.order_no)
    return company.sold_lately(random, claim, order)


def _own_new_number(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """The customer took another number, and gives it."""
    company.phones[order.order_no] = phone = a_phone(random)
    return replace(company.sold_lately(random, claim, order), customer_phone=phone, bought="yes")


def _digit_put_right(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    phone = order.customer_phone or ""
    company.phones[order.order_no] = f"{phone[:-1]}{(int(phone[-1]) + 1) % 10}"
    return replace(company.sold_lately(random, claim, order), customer_phone=company.phones[order.order_no])


CHANGES: Mapping[str, Act] = {
    "a new phone, of the salesperson": _new_phone,
    "a new phone, their own": _own_new_number,
    "a digit put right": _digit_put_right,
}
PLANTS: dict[str, Act] = {
    "a private deal": _no_order,
    "a lead called lost": _lead_lost,
    "an order of somebody who never bought": _denied,
    "an order booked too low": _under_recorded,
    "money to somebody else": _diverted,
    "an order credited to somebody else": _taken_over,
    "delivered, then cancelled": _cancelled,
    "delivered, then deleted": _deleted,
    "asked aside": _aside,
    "said outright": _said_outright,
    "money without an order": _unbooked_money,
    "an order nobody paid": _never_paid,
    "paid another sum": _paid_otherwise,
    "a foreign account at the bank": _bank_shows_it,
    "one phone of many customers": _one_phone,
}
