"""The rules: each holds one claim against one matched order (or none) and says how much of a doubt that is.

A rule returns a grade or None and is named for the kind of finding it raises. It never judges a person, and says at
most `review` where an innocent explanation is near. What an uncertain match allows is the engine's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from .facts import Candidates, ClaimFact, OrderFact, PaymentFact
from .fields import name_in_order, name_level, one_slip, phone_level, plain_account, plain_text, within_rounding
from .traditional import simplified

Grade = Literal["hint", "review", "finding"]
Rule = Callable[["Situation"], Grade | None]

STRONG_GAP_SHARE = 0.05  # more than 5 % and ¥300 above the books is beyond remembering badly and rounding to ¥500
STRONG_GAP_FEN = 300_00
DEPOSIT_SHARE = 0.60  # less than this of a settled order is probably the deposit that is remembered
REFUND_LEFT_SHARE = 0.1  # a handling fee may be kept
SIBLING_DAYS = timedelta(days=31)  # one purchase written as two orders
ASKED_DAYS = timedelta(days=90)  # the form asks about the last 90 days; an older order is rightly "no"
FULL_ACCOUNT_LENGTH = 8

GONE = ("cancelled", "deleted")
SETTLED = ("paid", "done")


@dataclass(frozen=True, slots=True)
class Situation:
    """One claim beside the order it is held against; `payments` are those of that order."""

    claim: ClaimFact
    order: OrderFact | None
    payments: tuple[PaymentFact, ...]
    records: Candidates


def payee_not_company(situation: Situation) -> Grade | None:
    """The customer names a payee that is not the company. "Unsure" says nothing. What the bank shows goes before what
    somebody read off a payment code."""
    claim = situation.claim
    if claim.payee_kind == "unsure" or _names_company(situation):
        return None
    if claim.payee_kind in ("personal", "other_company"):
        if situation.order is None:
            return "review"
        return "hint" if _company_was_paid(situation) else "finding"
    if claim.payee_kind == "cash":
        return None if _company_was_paid(situation) else "hint"
    if claim.payee_account:
        return "review" if len(plain_account(claim.payee_account)) >= FULL_ACCOUNT_LENGTH else "hint"
    return "review" if claim.payee_kind is None and _is_salesperson(situation, claim.payee_name) else None


def amount_differs(situation: Situation) -> Grade | None:
    """The customer paid another amount than the order says, beyond rounding, part payment and split orders."""
    claim, order = situation.claim, situation.order
    if order is None or order.amount_fen is None or not claim.amount_fen or order.status in GONE:
        return None
    amounts = [payment.amount_fen or 0 for payment in situation.payments]
    if any(within_rounding(claim.amount_fen, amount) for amount in (order.amount_fen, sum(amounts), *amounts)):
        return None
    if claim.amount_fen < order.amount_fen:
        return _paid_less(claim, order)
    if _is_sum_of_orders(situation):
        return None
    gap = claim.amount_fen - order.amount_fen
    if _is_mistyped(claim.amount_fen, order.amount_fen):
        return "review"
    return "finding" if gap > max(STRONG_GAP_FEN, order.amount_fen * STRONG_GAP_SHARE) else "review"


def salesperson_differs(situation: Situation) -> Grade | None:
    """The customer was served by one salesperson, the order is credited to another. A fitting surname is no doubt.
    Often two people serve, or one takes over from another: what was named is for a person to ask about."""
    claim, order = situation.claim, situation.order
    if order is None:
        return None
    level = name_level(claim.salesperson, order.salesperson)
    if level in (None, "same", "surname"):
        return None
    if _is_salesperson(situation, claim.salesperson):
        return "review"
    return "review" if level == "differs" and not situation.records.salespeople else _hint_unless_slip(level)


def cancelled_but_delivered(situation: Situation) -> Grade | None:
    """The order is cancelled, but the customer bought and received. Receiving before a return is natural, and an order
    that was written anew is cancelled rightly."""
    claim, order = situation.claim, situation.order
    if order is None or claim.bought == "no" or order.status not in ("cancelled", "returned"):
        return None
    if order.status == "returned" or _was_refunded(situation):
        return "hint" if claim.received == "all" else None
    if _is_written_anew(situation):
        return None
    if claim.received in ("all", "part"):
        return "finding"
    return "review" if claim.received in (None, "unsure") and affirms(claim) else None


def deleted_after_confirmation(situation: Situation) -> Grade | None:
    """The order was struck from the books, but the customer says it happened: nobody deletes what never was, unless it
    stands there twice."""
    claim, order = situation.claim, situation.order
    if order is None or order.status != "deleted" or claim.received == "none" or not affirms(claim):
        return None
    if _was_refunded(situation):
        return "hint"
    if _is_written_anew(situation):
        return None
    if claim.answered_on and order.deleted_on and order.deleted_on < claim.answered_on:
        return "review"  # it was gone before anybody confirmed it: perhaps rightly, perhaps not
    return "finding" if claim.bought == "yes" or claim.received in ("all", "part") else "review"


def order_denied(situation: Situation) -> Grade | None:
    """The customer denies a purchase that the books hold as paid or done."""
    claim, order = situation.claim, situation.order
    if claim.bought != "no" or order is None or order.status not in SETTLED:
        return None
    if claim.answered_on and order.ordered_on and order.ordered_on < claim.answered_on - ASKED_DAYS:
        return None
    if claim.amount_fen or claim.received in ("all", "part"):
        return "hint"  # the answers contradict each other: the "no" was probably a slip
    payers = (payment.payer_name for payment in situation.payments)
    return "review" if any(name_level(payer, order.customer_name) == "same" for payer in payers) else "finding"


def private_contact(situation: Situation) -> Grade | None:
    """The customer was asked to go on in private. Alone that is everyday life; with another sign worth a look."""
    claim = situation.claim
    return None if claim.private_contact != "yes" else "review" if _signs(claim) > 1 else "hint"


def private_discount(situation: Situation) -> Grade | None:
    """The customer was offered a discount past the company."""
    claim = situation.claim
    return None if claim.private_discount != "yes" else "review" if _signs(claim) > 1 else "hint"


def coached_answer(situation: Situation) -> Grade | None:
    """Somebody told the customer how to answer."""
    return "review" if situation.claim.coached == "yes" else None


def no_order(situation: Situation) -> Grade | None:
    """A purchase is claimed and nothing on record fits. Strong only if it could have been found had it been there."""
    claim = situation.claim
    private_payee = claim.payee_kind in ("personal", "other_company")
    if claim.bought == "unsure":
        return "review" if private_payee and claim.amount_fen else "hint" if affirms(claim) else None
    if not affirms(claim):
        return None
    phone_digits = len(plain_account(claim.customer_phone or ""))
    if (phone_digits >= 7 or claim.order_no) and (claim.amount_fen or claim.occurred_on):
        return "finding"
    named = claim.customer_name and (phone_digits or claim.salesperson)
    return "review" if phone_digits >= 7 or claim.order_no or named or private_payee else "hint"


ORDER_RULES: Mapping[str, Rule] = {
    "cancelled_but_delivered": cancelled_but_delivered,
    "deleted_after_confirmation": deleted_after_confirmation,
    "payee_not_company": payee_not_company,
    "amount_differs": amount_differs,
    "order_denied": order_denied,
    "salesperson_differs": salesperson_differs,
}
CLAIM_RULES: Mapping[str, Rule] = {
    "private_contact": private_contact,
    "private_discount": private_discount,
    "coached_answer": coached_answer,
}


def affirms(claim: ClaimFact) -> bool:
    """True if the claim is that something was bought: said outright, or told by details where nobody was asked."""
    if claim.bought is not None and claim.bought != "unsure":
        return claim.bought == "yes"
    return bool(claim.amount_fen or claim.received in ("all", "part") or claim.payee_kind not in (None, "unsure"))


def unbooked_payment(claim: ClaimFact, records: Candidates) -> PaymentFact | None:
    """A receipt at the company without an order that fits the claim: then the money came, only the order is missing."""
    if not claim.amount_fen or not claim.occurred_on:
        return None
    for payment in records.payments:
        fits = payment.order_no is None and payment.amount_fen and within_rounding(claim.amount_fen, payment.amount_fen)
        near = payment.paid_on is not None and abs((payment.paid_on - claim.occurred_on).days) <= 7
        if fits and near and name_level(claim.customer_name, payment.payer_name) in (None, "same", "near"):
            return payment
    return None


def paid_company(situation: Situation) -> bool:
    """True if order or bank name one of the company's accounts as the payee."""
    payees = [payment.payee_account for payment in situation.payments]
    payees.append(situation.order.payee_account if situation.order else None)
    return any(payee and plain_account(payee) in situation.records.company_accounts for payee in payees)


def _paid_less(claim: ClaimFact, order: OrderFact) -> Grade | None:
    if order.status not in SETTLED:
        return None  # a part payment of an open order
    share = (claim.amount_fen or 0) / (order.amount_fen or 1)
    return "hint" if share <= DEPOSIT_SHARE else "review"


def _names_company(situation: Situation) -> bool:
    claim, records = situation.claim, situation.records
    account = plain_account(claim.payee_account or "")
    if account in records.company_accounts:
        return True
    if len(account) == 4 and any(known.endswith(account) for known in records.company_accounts):
        return True
    # with what kind of company it is: anybody may call their wallet by the rest
    holders = {simplified(plain_text(holder)) for holder in records.company_holders}
    if claim.payee_name and simplified(plain_text(claim.payee_name)) in holders:
        return True
    return claim.payee_kind == "company" and not account


def _company_was_paid(situation: Situation) -> bool:
    """The bank shows that the company received what the customer says they paid (or the order's amount)."""
    order, claim = situation.order, situation.claim
    accounts = situation.records.company_accounts
    received = sum(
        payment.amount_fen or 0
        for payment in situation.payments
        if payment.payee_account is not None and plain_account(payment.payee_account) in accounts
    )
    expected = claim.amount_fen or (order.amount_fen if order else None)
    return bool(received and expected and (received >= expected or within_rounding(expected, received)))


def _is_salesperson(situation: Situation, name: str | None) -> bool:
    if name is None:
        return False
    return any(name_in_order(name) == name_in_order(one.name) for one in situation.records.salespeople)


def _hint_unless_slip(level: str | None) -> Grade | None:
    return "hint" if level == "differs" else None


def _is_mistyped(said_fen: int, recorded_fen: int) -> bool:
    """A zero too many, two digits swapped, one mistaken: as likely at the keyboard as in the books."""
    return one_slip(str(said_fen // 100), str(recorded_fen // 100)) or said_fen in (
        recorded_fen * 10,
        recorded_fen * 100,
    )


def _was_refunded(situation: Situation) -> bool:
    """The bank shows that what came in went back."""
    amounts = [payment.amount_fen or 0 for payment in situation.payments]
    came = sum(amount for amount in amounts if amount > 0)
    return came > 0 and sum(amounts) <= came * REFUND_LEFT_SHARE


def _is_written_anew(situation: Situation) -> bool:
    """The same customer has another order at that price, near that day, which stands."""
    order = situation.order
    return order is not None and any(
        other.order_no != order.order_no
        and other.status not in (*GONE, "returned")
        and order.ordered_on is not None
        and other.ordered_on is not None
        and abs(other.ordered_on - order.ordered_on) <= SIBLING_DAYS
        and _is_same_customer(order, other)
        and within_rounding(other.amount_fen or 0, order.amount_fen or 0)
        for other in situation.records.orders
    )


def _is_same_customer(order: OrderFact, other: OrderFact) -> bool:
    phone = phone_level(order.customer_phone, other.customer_phone)
    return phone == "same" or (phone is None and name_level(order.customer_name, other.customer_name) == "same")


def _is_sum_of_orders(situation: Situation) -> bool:
    """One purchase may be written as several orders: the amount said is then the sum of two neighbours."""
    order, said = situation.order, situation.claim.amount_fen or 0
    if order is None or order.ordered_on is None:
        return False
    return any(
        other.order_no != order.order_no
        and other.status not in GONE
        and other.ordered_on is not None
        and abs(other.ordered_on - order.ordered_on) <= SIBLING_DAYS
        and phone_level(other.customer_phone, order.customer_phone) == "same"
        and within_rounding(said, (order.amount_fen or 0) + (other.amount_fen or 0))
        for other in situation.records.orders
    )


def _signs(claim: ClaimFact) -> int:
    """How many of the things that tend to come together were said."""
    answers = (claim.private_contact, claim.private_discount, claim.coached)
    return answers.count("yes") + (claim.payee_kind in ("personal", "other_company"))
