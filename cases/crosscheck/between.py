"""Findings that no claim raised: payments beside orders, and contacts beside each other. What is odd in the books themselves.

Pure. Each has an innocent neighbour (instalments, refunds, a spouse who pays, a bank export that lacks a month), which the
grades allow for; none says more than that somebody should look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from .engine import Finding
from .facts import OrderFact, PaymentFact, SalespersonFact
from .fields import name_in_order, plain_account, plain_phone, plain_text
from .reconciling import Reconciled, Tied, reconcile
from .rules import SETTLED, Grade
from .sentences import Summary, Values, money
from .standing_words import STANDING_KINDS

LATE = timedelta(days=14)  # money that is only on its way
FRESH = timedelta(days=30)  # a last instalment may follow
FEW_PAID_SHARE = 0.8  # below it the bank's file does not hold all receipts, and a missing one says little
MOST_HINTS = 1000  # more of them would bury the rest of the list
GAP_SHARE, GAP_FEN = 0.02, 50_00  # above fees and rounding
SMALL_FEN = 100_00
FULL_PHONE = 11
CUSTOMERS_OF_ONE_PHONE = 3  # two is a couple
MANY_CUSTOMERS_OF_ONE_PHONE = 5
SEVERAL_SELLERS, MANY_SELLERS = 3, 10  # whose orders were paid into one account that is not in the list
MASK = "*"


@dataclass(frozen=True, slots=True)
class Ledgers:
    """Everything the books hold, or of it all that does not simply fit, with all payments of each order.

    `company_accounts` are normalised (`fields.plain_account`). Where not everything is here: `received`, the first and last
    day of all payments; `due`, how many orders ought to be paid.
    """

    orders: Sequence[OrderFact]
    payments: Sequence[PaymentFact]
    salespeople: Sequence[SalespersonFact] = ()
    company_accounts: frozenset[str] = frozenset()
    received: tuple[date, date] | None = None
    due: int | None = None
    all_unpaid: bool = True  # False: so many that none is told of, and they are not here


def record_findings(ledgers: Ledgers) -> Iterator[Finding]:
    """Every doubt between records, the same for the same books."""
    yield from _foreign_payees(ledgers)
    if ledgers.payments:
        yield from _reconciled(reconcile(ledgers.orders, ledgers.payments), ledgers)
    yield from _shared_contacts(ledgers)


def _foreign_payees(ledgers: Ledgers) -> Iterator[Finding]:
    """Receipts that went to somebody else's account. With no list of accounts there is nothing to hold them against."""
    if not ledgers.company_accounts:
        return
    orders = {plain_text(order.order_no): order for order in ledgers.orders}
    foreign = [
        (payment, orders.get(plain_text(payment.order_no or "")))
        for payment in ledgers.payments
        if payment.payee_account and not is_ours(payment.payee_account, ledgers.company_accounts)
    ]
    sellers: dict[str, set[str]] = defaultdict(set)
    for payment, order in foreign:
        if order is not None and order.salesperson:
            sellers[plain_account(payment.payee_account or "")].add(name_in_order(order.salesperson))
    for payment, order in foreign:
        several = len(sellers[plain_account(payment.payee_account or "")])
        yield _doubt("payment_payee_not_company", _payee_grade(order, several), payment, order)


def _payee_grade(order: OrderFact | None, sellers: int) -> Grade:
    """Nobody diverts for many others: an account into which the orders of many people were paid is perhaps missing in the
    list of our own."""
    if sellers >= MANY_SELLERS:
        return "hint"
    return "finding" if order is not None and sellers < SEVERAL_SELLERS else "review"


def _reconciled(found: Reconciled, ledgers: Ledgers) -> Iterator[Finding]:
    first, last = ledgers.received or _days_of(ledgers.payments)
    due = [one for one in found.orders if _is_due(one, first, last)]
    unpaid = [one for one in due if not one.payments]
    whole = ledgers.due or len(due)
    if ledgers.all_unpaid and tells_of_unpaid(whole, len(unpaid)):
        grade: Grade = "review" if _is_well_kept(whole, len(unpaid)) else "hint"
        yield from (_doubt("order_without_payment", grade, None, one.order) for one in unpaid)
    for one in found.orders:
        gap = _gap_grade(one, last)
        if gap is not None:
            yield _doubt("payment_amount_differs", gap, one.payments[-1], one.order, paid_fen=one.paid_fen)
    customers = {name_in_order(order.customer_name) for order in ledgers.orders if order.customer_name}
    for payment in found.untied:
        if _is_ownerless(payment, last, ledgers.company_accounts):
            known = payment.payer_name is not None and name_in_order(payment.payer_name) in customers
            yield _doubt("payment_without_order", "hint" if known and not payment.order_no else "review", payment, None)


def tells_of_unpaid(due: int, unpaid: int) -> bool:
    """Whether a missing receipt says anything: not where the bank's file lacks many of them and the list would be long."""
    return _is_well_kept(due, unpaid) or unpaid <= MOST_HINTS


def _is_well_kept(due: int, unpaid: int) -> bool:
    return 1 - unpaid / max(due, 1) >= FEW_PAID_SHARE


def _days_of(payments: Iterable[PaymentFact]) -> tuple[date, date]:
    days = [payment.paid_on for payment in payments if payment.paid_on]
    return (min(days), max(days)) if days else (date.max, date.min)


def _is_due(one: Tied, first: date, last: date) -> bool:
    """Settled, and of a time of which the bank's file tells."""
    day = one.order.ordered_on
    return (
        one.order.status in SETTLED and bool(one.order.amount_fen) and day is not None and first <= day <= last - LATE
    )


def _gap_grade(one: Tied, last: date) -> Grade | None:
    """Paid another sum than the order says. More: booked too low, or freight, a deposit for the next one, money that will
    go back. Less: something may follow. The bank alone never tells which."""
    order = one.order
    if not one.payments or not order.amount_fen or order.status not in SETTLED:
        return None
    gap = one.paid_fen - order.amount_fen
    if abs(gap) <= max(GAP_FEN, order.amount_fen * GAP_SHARE):
        return None
    if gap > 0:
        return "review"
    was_refunded = any((payment.amount_fen or 0) < 0 for payment in one.payments)
    latest = max((payment.paid_on for payment in one.payments if payment.paid_on), default=None)
    may_follow = latest is not None and latest > last - FRESH and "part" in one.by
    return "hint" if was_refunded or may_follow else "review"


def _is_ownerless(payment: PaymentFact, last: date, accounts: frozenset[str]) -> bool:
    if (payment.amount_fen or 0) < SMALL_FEN or (payment.paid_on is not None and payment.paid_on > last - LATE / 2):
        return False
    return not (accounts and payment.payee_account) or is_ours(payment.payee_account or "", accounts)


def is_ours(account: str, accounts: frozenset[str]) -> bool:
    """A masked account (6222****1234) is ours if its end is."""
    key = plain_account(account)
    if key in accounts:
        return True
    is_cut = MASK in account or len(key) == 4
    return is_cut and any(known.endswith(key[-4:]) for known in accounts)


@dataclass(slots=True)
class _Sharing:
    names: set[str] = field(default_factory=set)
    orders: list[OrderFact] = field(default_factory=list)


def _shared_contacts(ledgers: Ledgers) -> Iterator[Finding]:
    """One telephone of several customers, or of somebody who sells: whoever holds it answers for them all."""
    sharing: dict[str, _Sharing] = defaultdict(_Sharing)
    for order in ledgers.orders:
        phone = plain_phone(order.customer_phone or "")
        if len(phone) == FULL_PHONE and order.customer_name:
            sharing[phone].names.add(name_in_order(order.customer_name))
            sharing[phone].orders.append(order)
    sellers = {plain_phone(one.phone): one for one in ledgers.salespeople if one.phone}
    for phone, shared in sharing.items():
        seller = sellers.get(phone)
        others = shared.names - ({name_in_order(seller.name)} if seller else set())
        if seller is not None and others:
            yield _shared(phone, shared, "review" if len(others) > 1 else "hint", seller.name)
        elif len(others) >= CUSTOMERS_OF_ONE_PHONE:
            yield _shared(phone, shared, "review" if len(others) >= MANY_CUSTOMERS_OF_ONE_PHONE else "hint", None)


def _shared(phone: str, shared: _Sharing, grade: Grade, holder: str | None) -> Finding:
    owners = sorted({order.salesperson for order in shared.orders if order.salesperson})
    owner = holder or (owners[0] if len(set(map(name_in_order, owners))) == 1 else None)
    count = len(shared.names)
    holds = (
        Summary(f"，与员工 {holder} 的电话相同", f", and {holder} of our own people has it")
        if holder
        else Summary("", "")
    )
    return Finding(
        kind="shared_contact",
        grade=grade,
        order_no=None,
        lead_no=None,
        payment_no=None,
        salesperson=owner,
        probability=1.0,
        weights={},
        said={},
        recorded={"phone": phone, "customers": count, "orders": len(shared.orders), "salesperson": owner},
        summary=Summary(
            f"{count} 位客户的 {len(shared.orders)} 张订单留的是同一个电话{holds.zh}",
            f"{count} customer{'s' if count > 1 else ''} left one and the same phone on {len(shared.orders)} orders{holds.en}.",
        ),
    )


def _doubt(
    kind: str, grade: Grade, payment: PaymentFact | None, order: OrderFact | None, *, paid_fen: int | None = None
) -> Finding:
    said: Values = _of_payment(payment) if payment else {}
    recorded: dict[str, str | int | None] = _of_order(order) if order else {}
    if paid_fen is not None:
        recorded["paid_fen"] = paid_fen
    return Finding(
        kind=kind,
        grade=grade,
        order_no=order.order_no if order else None,
        lead_no=None,
        payment_no=payment.payment_no if payment else None,
        salesperson=order.salesperson if order else None,
        probability=1.0,
        weights={},
        said=said,
        recorded=recorded,
        summary=_sentence(kind, said, recorded),
    )


def _sentence(kind: str, said: Values, recorded: Values) -> Summary:
    paid, priced = _yuan(said.get("amount_fen")), _yuan(recorded.get("amount_fen"))
    number = recorded.get("order_no")
    match kind:
        case "payment_without_order":
            zh, en = f"收到 {paid} 元，没有对应的订单", f"¥{paid} came in for which there is no order."
        case "order_without_payment":
            zh = f"订单 {number} 记为已付 {priced} 元，没有找到对应的收款"
            en = f"Order {number} is booked as paid, ¥{priced}; there is no receipt of it."
        case "payment_amount_differs":
            whole = _yuan(recorded.get("paid_fen"))
            zh = f"订单 {number} 记 {priced} 元，实际收到 {whole} 元"
            en = f"Order {number} says ¥{priced}; ¥{whole} came in altogether."
        case _:
            zh = f"{f'订单 {number} 的' if number else ''}收款 {paid} 元进了公司以外的账户"
            en = f"¥{paid}{f' for order {number}' if number else ''} went to an account that is not the company's."
    return Summary(zh, en)


def _yuan(amount_fen: str | int | None) -> str:
    return money(amount_fen) if isinstance(amount_fen, int) else "–"


def _of_payment(payment: PaymentFact) -> Values:
    return {
        "payment_no": payment.payment_no,
        "order_no": payment.order_no,
        "payer_name": payment.payer_name,
        "payee_account": payment.payee_account,
        "amount_fen": payment.amount_fen,
        "paid_at": payment.paid_on.isoformat() if payment.paid_on else None,
        "method": payment.method,
    }


def _of_order(order: OrderFact) -> dict[str, str | int | None]:
    return {
        "order_no": order.order_no,
        "customer_name": order.customer_name,
        "amount_fen": order.amount_fen,
        "ordered_at": order.ordered_on.isoformat() if order.ordered_on else None,
        "payee_account": order.payee_account,
        "salesperson": order.salesperson,
        "store": order.store,
        "product": order.product,
        "status": order.status,
    }


def subjects(findings: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """Each finding under what tells it from every other of the same books, whenever they are looked at."""
    for one in findings:
        what = one.recorded.get("phone") if one.kind == "shared_contact" else one.payment_no or one.order_no
        if one.kind == "payment_amount_differs":
            what = one.order_no
        if one.kind in STANDING_KINDS:
            what = f"{one.recorded.get('store')}:{one.salesperson}"
        yield f"{one.kind}:{what}", one
