"""A customer's phone that was replaced on an order soon after it was written: whoever holds the phone answers for the customer.

Pure. Books say which import brought the change, not whose hand made it: what is told is that it happened near the sale,
and what makes it odd. A digit put right, numbers moved by a program, a number that is the customer's own are no doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .engine import Finding
from .facts import ClaimFact, OrderFact
from .fields import name_in_order, one_slip, plain_phone
from .rules import Grade, affirms
from .sentences import Summary

KIND = "contact_changed_by_owner"
NEAR = timedelta(days=45)
ZONES = timedelta(days=1)  # answers are dated in UTC, imports in the company's time
FEW_AT_ONCE = 10  # so many in one import are corrections of a day, however small the file
MIGRATION_SHARE, MIGRATION = 0.05, 200  # of an import's rows, or altogether: numbers moved, not changed


@dataclass(frozen=True, slots=True)
class Changed:
    """One order as it stands, with what is known around its new phone.

    others: names of customers whose other orders of the same salesperson have that phone; sellers: employees who have it;
    said: what was claimed about this order; at_once, rows: how many phones its import replaced, of so many rows.
    """

    order: OrderFact
    former_phone: str
    changed_on: date
    at_once: int = 1
    rows: int = 0
    others: frozenset[str] = frozenset()
    sellers: frozenset[str] = frozenset()
    said: tuple[ClaimFact, ...] = ()


def contact_findings(changes: Iterable[Changed]) -> Iterator[Finding]:
    """One an order at most: of several changes the last."""
    last = {change.order.order_no: change for change in changes}
    for change in last.values():
        if (grade := _grade(change)) is not None:
            yield _finding(change, grade)


def _grade(change: Changed) -> Grade | None:
    if not _is_near(change) or _is_migration(change) or _is_put_right(change):
        return None
    if change.sellers or _strangers(change) or _still_says_former(change):
        return "review"
    return None if _is_the_customers_own(change) else "hint"


def _is_near(change: Changed) -> bool:
    """Soon after the order; before it there was nothing to change."""
    day = change.order.ordered_on
    return day is not None and timedelta(0) <= change.changed_on - day <= NEAR


def _is_migration(change: Changed) -> bool:
    if change.at_once > MIGRATION:
        return True
    return change.at_once > FEW_AT_ONCE and change.at_once > change.rows * MIGRATION_SHARE


def _is_put_right(change: Changed) -> bool:
    former, new = plain_phone(change.former_phone), plain_phone(change.order.customer_phone or "")
    return former == new or one_slip(former, new)


def _strangers(change: Changed) -> frozenset[str]:
    own = name_in_order(change.order.customer_name or "")
    return frozenset(map(name_in_order, change.others)) - {own}


def _is_the_customers_own(change: Changed) -> bool:
    """They have other orders under it, or gave it themselves when they confirmed the purchase."""
    if change.others:
        return True
    new = plain_phone(change.order.customer_phone or "")
    return bool(new) and any(affirms(claim) and _gives(claim, new) for claim in change.said)


def _still_says_former(change: Changed) -> bool:
    """The customer gives the former number after it was replaced."""
    former, new = plain_phone(change.former_phone), plain_phone(change.order.customer_phone or "")
    return any(
        _gives(claim, former)
        and not _gives(claim, new)
        and (claim.answered_on or claim.occurred_on or date.min) >= change.changed_on - ZONES
        for claim in change.said
    )


def _gives(claim: ClaimFact, phone: str) -> bool:
    said = plain_phone(claim.customer_phone or "")
    return said == phone or (len(said) == 4 and phone.endswith(said))


def _finding(change: Changed, grade: Grade) -> Finding:
    order = change.order
    return Finding(
        kind=KIND,
        grade=grade,
        order_no=order.order_no,
        lead_no=None,
        payment_no=None,
        salesperson=order.salesperson,
        probability=1.0,
        weights={},
        said={"phone": change.former_phone},
        recorded={
            "order_no": order.order_no,
            "phone": order.customer_phone,
            "ordered_at": order.ordered_on.isoformat() if order.ordered_on else None,
            "changed_on": change.changed_on.isoformat(),
            "amount_fen": order.amount_fen,
            "salesperson": order.salesperson,
            "store": order.store,
            "product": order.product,
            "status": order.status,
        },
        summary=_sentence(change),
    )


def _sentence(change: Changed) -> Summary:
    order = change.order
    days = (change.changed_on - order.ordered_on).days if order.ordered_on else 0
    why = _why(change)
    done = Summary("换了", "replaced") if order.customer_phone else Summary("删了", "taken away")
    return Summary(
        f"订单 {order.order_no} 的客户电话在下单 {days} 天后被{done.zh}{why.zh}。是谁改的，记录里没有",
        f"The customer's phone on order {order.order_no} was {done.en} {days} days after it was written{why.en}. "
        "The records do not say by whom.",
    )


def _why(change: Changed) -> Summary:
    if change.sellers:
        names = "、".join(sorted(change.sellers))
        return Summary(f"，新号码与员工 {names} 的相同", f"; the new one is that of {names}, one of our own people")
    if strangers := _strangers(change):
        return Summary(
            f"，同一销售员名下另有 {len(strangers)} 位客户也用新号码",
            f"; {len(strangers)} other customer{'s' if len(strangers) > 1 else ''} of the same salesperson have the new one",
        )
    if _still_says_former(change):
        return Summary("，而客户之后报的仍是原号码", "; the customer gave the former one afterwards")
    return Summary("", "")
