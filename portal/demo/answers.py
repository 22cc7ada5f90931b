"""Whom the demo company asked, round by round, and what 300 customers answered. Data only; loading.py sends it.

An answer is what the call-back form takes: values by question name. Most customers tell what the books say, with the
gaps and roundings of memory; those of a deal with a story tell the story.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Literal, TypeAlias, TypeGuard

from cases.crosscheck.facts import LeadFact, OrderFact
from portal.demo.books import Books
from portal.demo.stories import Deal, Subject, day_of

Frame = Literal["orders", "cancelled", "lost_leads"]
Given: TypeAlias = Mapping[str, tuple[str, ...]]

ANSWERS = 300
ROUNDS_DAYS_AGO = (41, 34, 27, 20, 13, 6)
MOST_DAYS_TO_ANSWER = 9
VALID_DAYS, LAST_VALID_DAYS = 14, 60
_ANSWERS_A_ROUND = {"cancelled": 3, "lost_leads": 10}  # orders make up the rest
_ANSWER_RATE: Mapping[Frame, float] = {"orders": 0.45, "cancelled": 0.35, "lost_leads": 0.3}
_REMARKS = (
    "师傅很准时，装完还把地拖了。",
    "整体满意，就是送货晚了一天。",
    "价格比网上略贵，服务不错。",
    "希望能多一些颜色可选。",
    "客服电话有点难打通。",
    "小区电梯小，师傅扛上来的，辛苦了。",
    "安装时打孔的灰有点大。",
    "很好，会推荐给邻居。",
    "遥控器说明书看不太懂。",
    "地板颜色和样板略有差别，可以接受。",
    "比约好的时间晚了两个小时。",
    "都挺好的，谢谢。",
)


@dataclass(frozen=True)
class Asked:
    """One customer asked about one record. given is None if no answer came."""

    subject: Subject
    ref: str
    given: Given | None = None
    answered_at: datetime | None = None
    language: Literal["zh", "en"] = "zh"


@dataclass(frozen=True)
class Round:
    """One campaign of call-backs."""

    frame: Frame
    asked_at: datetime
    valid_days: int
    asked: tuple[Asked, ...]


def make_rounds(books: Books, deals: tuple[Deal, ...], random: Random) -> tuple[Round, ...]:
    """Six weeks of call-backs, oldest first, with ANSWERS answers in all."""
    caller = _Caller(books, deals, random)
    return tuple(one for days_ago in ROUNDS_DAYS_AGO for one in caller.rounds(days_ago))


class _Caller:
    """Picks whom to ask; nobody is asked twice."""

    def __init__(self, books: Books, deals: tuple[Deal, ...], random: Random) -> None:
        self.books = books
        self.random = random
        self.further = Random(ANSWERS)  # noqa: S311  # dice of their own: whatever else is drawn stays as it was
        self.deals = deals
        self.answers = 0
        records = books.orders | books.leads
        self.taken = {records[deal.ref].customer_phone for deal in deals}

    def rounds(self, days_ago: int) -> list[Round]:
        """The campaigns of one day; what an earlier round fell short of is made up for."""
        left = ANSWERS * (ROUNDS_DAYS_AGO.index(days_ago) + 1) // len(ROUNDS_DAYS_AGO) - self.answers
        made = []
        for frame in ("cancelled", "lost_leads", "orders"):
            asked = self._asked(frame, days_ago, min(left, _ANSWERS_A_ROUND.get(frame, left)))
            given = sum(one.given is not None for one in asked)
            self.answers, left = self.answers + given, left - given
            valid_days = LAST_VALID_DAYS if days_ago == ROUNDS_DAYS_AGO[-1] else VALID_DAYS
            made.append(Round(frame, self._moment(days_ago, 2), valid_days, asked))
        return made

    def _asked(self, frame: Frame, days_ago: int, answers: int) -> tuple[Asked, ...]:
        told = [self._of_deal(deal) for deal in self.deals if deal.asked_days_ago == days_ago and frame == _frame(deal)]
        answers -= sum(one.given is not None for one in told)
        picked = self._pick(self._pool(frame, days_ago), round(answers / _ANSWER_RATE[frame]))
        plain = [self._of_record(record, days_ago if place < answers else None) for place, record in enumerate(picked)]
        mixed = [*told, *plain]
        self.random.shuffle(mixed)
        return tuple(mixed)

    def _pool(self, frame: Frame, days_ago: int) -> list[OrderFact] | list[LeadFact]:
        if frame == "lost_leads":
            ended = (lead for lead in self.books.leads.values() if lead.status in ("lost", "dormant"))
            near = (lead for lead in ended if self.books.age(lead.created_on) <= days_ago + 75)
            return [lead for lead in near if self.books.age(lead.closed_on) >= days_ago + 2]
        statuses = ("cancelled", "returned") if frame == "cancelled" else ("paid", "done")
        ages = range(days_ago + 4, days_ago + 70)
        orders = (order for order in self.books.orders.values() if order.status in statuses)
        return [order for order in orders if self.books.age(order.ordered_on) in ages]

    def _pick(self, pool: Sequence[OrderFact | LeadFact], number: int) -> list[OrderFact | LeadFact]:
        picked: list[OrderFact | LeadFact] = []
        for record in self.random.sample(pool, len(pool)):
            if len(picked) < number and record.customer_phone not in self.taken:
                self.taken.add(record.customer_phone)
                picked.append(record)
        return picked

    def _of_deal(self, deal: Deal) -> Asked:
        if not deal.answers or deal.asked_days_ago is None:
            return Asked(deal.subject, deal.ref)
        record = self.books.orders[deal.ref] if deal.subject == "order" else self.books.leads[deal.ref]
        return Asked(deal.subject, deal.ref, given_of_deal(deal, day_of(record)), self._answered(deal.asked_days_ago))

    def _of_record(self, record: OrderFact | LeadFact, days_ago: int | None) -> Asked:
        """An ordinary customer; days_ago None for one who does not answer."""
        subject: Subject = "order" if isinstance(record, OrderFact) else "lead"
        if days_ago is None:
            return Asked(subject, number_of(record))
        answered_at = self._answered(days_ago)
        given: dict[str, tuple[str, ...]] = {"bought": ("no",), "events": ("none",)}
        if is_bought(record):
            given = self._remembered(record, answered_at.date())
        return Asked(subject, number_of(record), given | self._closing(), answered_at)

    def _remembered(self, order: OrderFact, today: date) -> dict[str, tuple[str, ...]]:
        """What the books say, as people remember it on the day they answer."""
        payments = [day_of(one) for one in self.books.payments_of(order.order_no) if (one.amount_fen or 0) > 0]
        paid_on = max((day for day in payments if day <= today), default=day_of(order))
        exact, choose = f"{(order.amount_fen or 0) // 100}", self.random.choices
        rounded = f"{round((order.amount_fen or 0) / 100_00) * 100}"
        near = min(paid_on + timedelta(days=self.random.randint(-2, 2)), today)
        surname, title = (order.salesperson or "")[:1], self.random.choice(("经理", "师傅", "姐", "女士", "先生"))
        return {
            "bought": ("yes",),
            "times": self.further.choices((("once",), ("twice",), ("more",), ("unsure",), ()), (64, 14, 4, 3, 15))[0],
            "paid_on": choose(((paid_on.isoformat(),), (near.isoformat(),), ("unsure",)), (55, 30, 15))[0],
            "amount": choose(((exact,), (rounded,), ("unsure",)), (62, 24, 14))[0],
            "amount_again": (exact,),
            "payee_kind": choose((("company",), ("unsure",), ("refused",)), (92, 6, 2))[0],
            "salesperson": choose(
                ((order.salesperson or "",), (surname + title,), ("unsure",), ("nobody",)), (55, 20, 15, 10)
            )[0],
            "received": choose((("all",), ("part",), ("unsure",)), (93, 5, 2))[0],
            "contract": self.further.choices((("yes",), ("no",), ("unsure",), ()), (58, 14, 8, 20))[0],
            "invoice": choose((("yes",), ("no",), ("unsure",)), (70, 10, 20))[0],
            "events": choose((("none",), ("unsure",)), (96, 4))[0],
        }

    def _closing(self) -> dict[str, tuple[str, ...]]:
        choose = self.random.choices
        rating = choose(((), ("5",), ("4",), ("3",), ("2",)), (15, 45, 28, 9, 3))[0]
        remark = (self.random.choice(_REMARKS),) if self.random.random() < 0.18 else ()
        likely = ("10", "9", "8", "7", "6", "4", "1")
        recommend = self.further.choices((*((one,) for one in likely), ()), (26, 18, 14, 8, 5, 3, 2, 24))[0]
        may_call = choose(((), ("yes",), ("no",)), (20, 45, 35))[0]
        return {"rating": rating, "recommend": recommend, "remark": remark, "may_call": may_call}

    def _answered(self, days_ago: int) -> datetime:
        """Some days after the invitation, in the daytime of China, and never today: the day would still be open."""
        days = self.random.randint(0, min(MOST_DAYS_TO_ANSWER, days_ago - 1))
        return self._moment(days_ago - days, self.random.randint(3, 13), self.random.randrange(60))

    def _moment(self, days_ago: int, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(self.books.today - timedelta(days=days_ago), time(hour, minute), UTC)


def given_of_deal(deal: Deal, day: date) -> Given:
    """The story as its customer writes it into the form."""
    said = deal.said
    closing = {"remark": (said.remark,) if said.remark else (), "events": said.events or ("none",)}
    if not said.bought:
        return {"bought": ("no",), **closing}
    is_private = said.payee_kind in ("personal", "other_company")
    return {
        "bought": ("yes",),
        "paid_on": ((day + timedelta(days=said.paid_after_days)).isoformat(),),
        "amount": (str(said.amount_yuan or "unsure"),),
        "amount_again": ("unsure",),
        "payee_kind": (said.payee_kind,),
        "payee_name": (said.payee_name or "unsure",) if is_private else (),
        "payee_account": (said.payee_account,) if said.payee_account else (),
        "salesperson": (said.salesperson or "unsure",),
        "received": (said.received,),
        "invoice": ("yes" if said.has_invoice else "no",),
        **closing,
    }


def number_of(record: OrderFact | LeadFact) -> str:
    return record.order_no if isinstance(record, OrderFact) else record.lead_no


def is_bought(record: OrderFact | LeadFact) -> TypeGuard[OrderFact]:
    return isinstance(record, OrderFact) and record.status in ("paid", "done")


def _frame(deal: Deal) -> Frame:
    if deal.subject == "lead":
        return "lost_leads"
    return "cancelled" if deal.status in ("cancelled", "returned") else "orders"
