"""Several people, each by themselves, say alike of one salesperson or name one payee outside the company.

Pure. Whoever cannot be told apart counts once: claims that share a telephone's ending, a name or an order are of one
person, and so are all of one source that say nothing of who speaks. Never more than `review`: people also talk.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log

from .corroborated_words import corroborated_sentence
from .engine import Finding
from .facts import ClaimFact
from .fields import name_in_order, plain_account, plain_phone, plain_text, short_name
from .rules import FULL_ACCOUNT_LENGTH, Grade

KIND = "corroborated"
SIGNS = (
    "payee_not_company",
    "no_order",
    "lead_lost_but_bought",
    "cancelled_but_delivered",
    "deleted_after_confirmation",
    "amount_differs",
    "private_contact",
    "private_discount",
    "coached_answer",
    "sensitive_terms",
)
LEAST_PEOPLE = 2
MANY_PEOPLE = 3  # two who came the same way may have been asked by the same colleague
SHOWN_CHANCE, REVIEW_CHANCE = (
    0.01,
    0.05,
)  # the second over all who sell: nobody innocent in nineteen companies of twenty
USUAL_SIGNS, USUAL_CLAIMS = 1, 20  # what a company without any history is taken to have
MANY_NAME_IT, NAMED_SHARE = 10, 0.05  # an account that so many customers name is perhaps missing in the list of our own


@dataclass(frozen=True, slots=True)
class Sign:
    """One doubt that one claim raised. `marks`: what tells its speaker from others (`marks_of`).

    seller: what tells salespeople apart, the same for two spellings of a name; payee: an account outside the company.
    """

    claim: str
    kind: str
    source: str
    marks: frozenset[str]
    salesperson: str | None = None
    seller: str | None = None
    payee: str | None = None


@dataclass(frozen=True, slots=True)
class Exposure:
    """How many claims there are about each salesperson (`Sign.seller`), how many of them raised a sign, and how many
    name an account outside the company."""

    told: Mapping[str, int]
    signed: Mapping[str, int]
    named: int = 0

    def usual(self, seller: str) -> float:
        """The share of signs among claims about everybody else."""
        told = sum(self.told.values()) - self.told.get(seller, 0)
        signed = sum(self.signed.values()) - self.signed.get(seller, 0)
        return min(1.0, (signed + USUAL_SIGNS) / (told + USUAL_CLAIMS))


def sign_of(claim: ClaimFact, key: str, kind: str, salesperson: str | None, seller: str | None) -> Sign | None:
    """`key` tells claims apart. None for kinds that say nothing of anybody's conduct."""
    if kind not in SIGNS:
        return None
    account = plain_account(claim.payee_account or "") if kind == "payee_not_company" else ""
    payee = account if len(account) >= FULL_ACCOUNT_LENGTH else None
    return Sign(key, kind, claim.source, marks_of(claim), salesperson, seller, payee)


def marks_of(claim: ClaimFact) -> frozenset[str]:
    """Two claims that share one of these may be of one person."""
    phone, name = plain_phone(claim.customer_phone or ""), short_name(name_in_order(claim.customer_name or ""))
    order = claim.order_no or claim.about_order_no
    marks = {
        f"phone:{phone[-4:]}" if len(phone) >= 4 else "",
        f"name:{name}" if len(name) > 1 else "",
        f"order:{plain_text(order)}" if order else "",
    } - {""}
    return frozenset(marks) or frozenset({f"source:{claim.source}"})


def people_in(signs: Iterable[Sign]) -> int:
    """How many there are at least: claims linked by any mark are of one."""
    above: dict[str, str] = {}

    def top(mark: str) -> str:
        while (higher := above.setdefault(mark, mark)) != mark:
            above[mark] = above[higher]
            mark = higher
        return mark

    for sign in signs:
        first, *others = sorted(sign.marks)
        for mark in others:
            above[top(mark)] = top(first)
        top(first)
    return sum(mark == higher for mark, higher in above.items())


def corroborations(signs: Sequence[Sign], exposure: Exposure) -> Iterator[tuple[str, Finding, frozenset[str]]]:
    """Each under what it is about, with the claims it rests on. Of a salesperson of whom these claims say no more than of
    a payee, only the payee is told."""
    covered: list[tuple[frozenset[str | None], frozenset[str]]] = []
    for payee, about in sorted(_by(signs, "payee").items()):
        if (found := _of_payee(payee, about, exposure)) is not None:
            covered.append((_sellers_in(about), claims_in(about)))
            yield f"payee:{payee}", found, claims_in(about)
    for seller, about in sorted(_by(signs, "seller").items()):
        found = _of_seller(seller, about, exposure)
        if found is None or any({seller} == one and claims_in(about) <= claims for one, claims in covered):
            continue
        yield f"seller:{seller}", found, claims_in(about)


def claims_in(signs: Iterable[Sign]) -> frozenset[str]:
    return frozenset(sign.claim for sign in signs)


def _sellers_in(signs: Iterable[Sign]) -> frozenset[str | None]:
    return frozenset(sign.seller for sign in signs)


def chance_of(number: int, whole: int, share: float) -> float:
    """How often chance alone gives as many or more."""
    if number > whole or share >= 1:
        return 1.0
    below = sum(_exactly(fewer, whole, share) for fewer in range(number))
    return max(0.0, 1.0 - below)


def _exactly(number: int, whole: int, share: float) -> float:
    ways = lgamma(whole + 1) - lgamma(number + 1) - lgamma(whole - number + 1)
    return exp(ways + number * log(share) + (whole - number) * log(1 - share))


def _of_payee(payee: str, about: Sequence[Sign], exposure: Exposure) -> Finding | None:
    people = people_in(about)
    if people < LEAST_PEOPLE:
        return None
    sellers = _sellers_in(about)
    is_perhaps_ours = people >= MANY_NAME_IT and len(sellers) > 1 and people >= exposure.named * NAMED_SHARE
    person = about[0].salesperson if len(sellers) == 1 else None
    return _finding("hint" if is_perhaps_ours else "review", people, about, person, payee, 1.0)


def _of_seller(seller: str, about: Sequence[Sign], exposure: Exposure) -> Finding | None:
    people = people_in(about)
    if people < LEAST_PEOPLE:
        return None
    whole = max(exposure.told.get(seller, 0), len(claims_in(about)))
    chance = chance_of(people, whole, exposure.usual(seller))
    if chance > SHOWN_CHANCE:
        return None
    is_many = people >= MANY_PEOPLE or len({sign.source for sign in about}) > 1
    is_clear = chance <= REVIEW_CHANCE / max(len(exposure.told), 1)
    grade: Grade = "review" if is_many and is_clear else "hint"
    return _finding(grade, people, about, about[0].salesperson, None, 1.0 - chance)


def _finding(
    grade: Grade, people: int, about: Sequence[Sign], seller: str | None, payee: str | None, probability: float
) -> Finding:
    sources = sorted({sign.source for sign in about})
    kinds = Counter(sign.kind for sign in {(one.claim, one.kind): one for one in about}.values())
    return Finding(
        kind=KIND,
        grade=grade,
        order_no=None,
        lead_no=None,
        payment_no=None,
        salesperson=seller,
        probability=round(probability, 4),
        weights={},
        said={"people": people, "claims": len(claims_in(about)), "sources": len(sources)},
        recorded={"salesperson": seller, "payee_account": payee},
        summary=corroborated_sentence(people, sources, kinds, seller, is_payee=payee is not None),
    )


def _by(signs: Iterable[Sign], what: str) -> dict[str, list[Sign]]:
    found: dict[str, list[Sign]] = defaultdict(list)
    for sign in signs:
        if value := getattr(sign, what):
            found[value].append(sign)
    return found
