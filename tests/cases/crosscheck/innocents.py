"""What looks like a diversion and is none: each way in which honest people and untidy books differ from each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from cases.crosscheck.facts import ClaimFact, OrderFact, PaymentFact
from tests.cases.crosscheck.planted import Act, Company, a_name, a_phone, is_settled
from tests.cases.crosscheck.worlds import COMPANY_ACCOUNT, FIRST_DAY

FORGOTTEN_ACCOUNT = "95599876500012345"  # the company's own, missing in its list


def _booked_late(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    company.write(replace(order, ordered_on=(order.ordered_on or FIRST_DAY) + timedelta(days=3)))
    return claim


def _under_a_spouse(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """The order is in the name of somebody else in the family, with their telephone."""
    company.write(replace(order, customer_name=a_name(random), customer_phone=a_phone(random)))
    company.receive(
        order.order_no, *(replace(one, payer_name=order.customer_name) for one in _payments(company, order))
    )
    return claim


def _family_phone(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    return replace(claim, customer_phone=a_phone(random))


def _too_new(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """Bought after the books were exported."""
    company.strike(order)
    return replace(claim, occurred_on=company.today - timedelta(days=random.randrange(2)), order_no=None)


def _too_old(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """Bought before the books begin."""
    company.strike(order)
    return replace(claim, occurred_on=FIRST_DAY - timedelta(days=random.randrange(20, 300)), order_no=None)


def _not_sure(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    company.strike(order)
    return ClaimFact(
        claim.claim_no, "survey", "unsure", customer_name=claim.customer_name, salesperson=claim.salesperson
    )


def _no_by_mistake(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """A "no" beside everything that was bought."""
    return replace(claim, bought="no", order_no=order.order_no)


def _spouse_bought(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """Somebody of the family was asked, who does not know of it; the customer paid."""
    said = ClaimFact(claim.claim_no, "survey", "no", order.order_no, a_name(random), claim.customer_phone)
    return random.choice((said, replace(said, customer_name=order.customer_name)))


def _zero_too_many(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    return replace(claim, amount_fen=(order.amount_fen or 0) * 10)


def _digits_swapped(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact | None:
    digits = str((order.amount_fen or 0) // 100)
    said = digits[1] + digits[0] + digits[2:]
    return None if digits[0] >= digits[1] or digits[0] == "0" else replace(claim, amount_fen=int(said) * 100)


def _two_as_one(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """One purchase written as two orders, remembered as one sum."""
    other = replace(order, order_no=f"{order.order_no}-B", product="安装服务", amount_fen=(order.amount_fen or 0) // 4)
    company.write(other)
    company.receive(other.order_no, company.paid(other))
    return replace(claim, amount_fen=(order.amount_fen or 0) + (other.amount_fen or 0))


def _deposit_said(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """What is remembered is the deposit; the books hold one payment of all of it."""
    return replace(claim, amount_fen=(order.amount_fen or 0) * 3 // 10)


def _rounded_much(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    return replace(claim, amount_fen=max(500_00, round((order.amount_fen or 0) / 500_00) * 500_00))


def _legal_persons_code(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """Paid by a code that shows a person's name; the company received it."""
    return replace(claim, payee_kind="personal")


def _own_account_unlisted(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """An account of the company that its list lacks: at the bank, and in what customers say."""
    company.receive(
        order.order_no, *(replace(one, payee_account=FORGOTTEN_ACCOUNT) for one in _payments(company, order))
    )
    return replace(claim, payee_account=FORGOTTEN_ACCOUNT, payee_kind=None)


def _masked_account(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    masked = f"{COMPANY_ACCOUNT[:4]}****{COMPANY_ACCOUNT[-4:]}"
    company.receive(order.order_no, *(replace(one, payee_account=masked) for one in _payments(company, order)))
    return replace(claim, payee_account=COMPANY_ACCOUNT[-4:], payee_kind="company")


def _two_served(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """Two people served; the customer names the other one."""
    return replace(claim, salesperson=random.choice(company.world.salespeople).name)


def _by_nickname(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    surname = (order.salesperson or "")[:1]
    return replace(claim, salesperson=random.choice((f"小{surname}", f"{surname}经理", f"{surname}师傅")))


def _written_anew(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """Cancelled or struck out rightly: it was written a second time, with another number."""
    status = random.choice(("cancelled", "deleted"))
    day = (order.ordered_on or FIRST_DAY) + timedelta(days=random.randrange(4))
    anew = replace(order, order_no=f"{order.order_no[:-1]}X{order.order_no[-1]}", ordered_on=day)
    company.write(anew)
    company.write(replace(order, status=status))
    company.receive(order.order_no)
    company.receive(anew.order_no, company.paid(anew))
    return replace(claim, order_no=random.choice((None, order.order_no, anew.order_no)))


def _given_back(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """Received, then sent back, and the money with it; some books call that cancelled."""
    company.write(replace(order, status=random.choice(("returned", "cancelled"))))
    whole = order.amount_fen or 0
    company.receive(order.order_no, company.paid(order), company.paid(order, -whole, part=1, days=12))
    return claim


def _rightly_cancelled(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    company.write(replace(order, status="cancelled"))
    company.receive(order.order_no)
    return replace(claim, received="none", bought=random.choice(("no", "yes")))


def _harmless_words(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    texts = (
        "服务很好，优惠力度也不错",
        "加了店里的企业微信，发了安装视频",
        "没有让我加微信，也没有私下收钱",
        "转账到公司账户的，很放心",
        "现金付的定金，开了收据",
        "师傅很准时，下次还来买",
        "从来没有人叫我私下转账",
    )
    return replace(claim, text=random.choice(texts), private_contact="no", private_discount="unsure", coached="no")


def _paid_by_another(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """A parent or a firm paid, mostly with the order's number."""
    number = random.choice((order.order_no, order.order_no, None))
    company.receive(
        order.order_no,
        *(replace(one, payer_name=a_name(random), order_no=number) for one in _payments(company, order)),
    )
    return claim


def _without_number(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    company.receive(order.order_no, *(replace(one, order_no=None) for one in _payments(company, order)))
    return claim


def _by_instalments(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """Three times a third; of late sales the last is still to come."""
    parts = 3 if is_settled(order) else 2
    third = (order.amount_fen or 0) // 3
    amounts = [third, third, (order.amount_fen or 0) - 2 * third][:parts]
    company.receive(
        order.order_no,
        *(company.paid(order, amount, part=part, days=25 * part) for part, amount in enumerate(amounts)),
    )
    return claim


def _less_a_fee(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    whole = order.amount_fen or 0
    company.receive(order.order_no, company.paid(order, whole - whole * 6 // 1000))
    return claim


def _with_freight(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    company.receive(
        order.order_no, company.paid(order, (order.amount_fen or 0) + random.choice((80_00, 200_00, 300_00)))
    )
    return claim


def _one_transfer_for_two(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact | None:
    """Two orders, one transfer, and the number of one of them on it."""
    if not is_settled(order):
        return None
    day = (order.ordered_on or FIRST_DAY) + timedelta(days=2)
    other = replace(
        order, order_no=f"{order.order_no}-C", amount_fen=random.randrange(500_00, 9000_00, 100), ordered_on=day
    )
    company.write(other)
    whole = (order.amount_fen or 0) + (other.amount_fen or 0)
    company.receive(order.order_no, company.paid(order, whole, days=3))
    company.receive(other.order_no)
    return claim


def _part_given_back(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """A price reduced after the fact: some of the money went back."""
    whole = order.amount_fen or 0
    company.receive(order.order_no, company.paid(order), company.paid(order, -whole // 10, part=1, days=9))
    return claim


def _couple(random: Random, company: Company, claim: ClaimFact, order: OrderFact) -> ClaimFact:
    """Two of a family buy under one telephone."""
    other = replace(order, order_no=f"{order.order_no}-D", customer_name=a_name(random), product="智能门锁")
    company.write(other)
    company.receive(other.order_no, company.paid(other))
    return claim


def _payments(company: Company, order: OrderFact) -> list[PaymentFact]:
    return company.world.payments_of.get(order.order_no, [])


INNOCENTS: dict[str, Act] = {
    "booked three days late": _booked_late,
    "under a spouse's name": _under_a_spouse,
    "a telephone of the family": _family_phone,
    "bought after the export": _too_new,
    "bought before the books begin": _too_old,
    "not sure": _not_sure,
    "no by mistake": _no_by_mistake,
    "the spouse bought": _spouse_bought,
    "a zero too many": _zero_too_many,
    "digits swapped": _digits_swapped,
    "two orders as one": _two_as_one,
    "the deposit said": _deposit_said,
    "rounded much": _rounded_much,
    "a person's code of the company": _legal_persons_code,
    "an own account unlisted": _own_account_unlisted,
    "a masked account": _masked_account,
    "two served": _two_served,
    "by nickname": _by_nickname,
    "written anew": _written_anew,
    "given back": _given_back,
    "rightly cancelled": _rightly_cancelled,
    "harmless words": _harmless_words,
    "paid by another": _paid_by_another,
    "without a number": _without_number,
    "by instalments": _by_instalments,
    "less a fee": _less_a_fee,
    "with freight": _with_freight,
    "one transfer for two": _one_transfer_for_two,
    "part given back": _part_given_back,
    "a couple": _couple,
}
