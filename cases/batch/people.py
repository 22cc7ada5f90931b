"""Figures of those who sell that chance does not explain: cancellations, prices under the quote, customers who stay away.

Reads clear columns and blind tokens only, no customer. Never a ranking: a finding says that somebody should look.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from statistics import median
from typing import Any, Literal  # Any: rows come from the driver untyped
from uuid import UUID

from piccolo.table import Table

from cases.answer_rates import differing_answers
from cases.batch.chance import Chance, Count, chances
from cases.batch.returning import Person, Served
from cases.crosscheck.engine import Finding
from cases.crosscheck.standing_words import standing_sentence
from cases.records.tables import Lead, Order
from cases.sight import person_token
from crypto.vault import Vault

PERIOD = timedelta(days=183)
PERIODS = ("now", "before")
GONE = ("cancelled", "returned", "deleted")
UNDER_QUOTE = 0.90  # less than this of the quote is a discount to talk about
QUOTE_DAYS = 90
UNDER_USUAL = 0.90  # the same of what orders usually keep of their list price, where that is known
STEADY = 20  # a person's own past counts as much as this many customers of their store
CHUNK_ROWS = 20_000
Period = Literal["now", "before"]
_FIRST = UUID(int=0)


@dataclass
class _Tally:
    part: int = 0
    whole: int = 0

    def add(self, counts: bool) -> None:
        self.whole += 1
        self.part += counts


@dataclass
class Figures:
    """Orders as they are read, counted by kind, period and person."""

    today: date
    tallies: dict[tuple[str, Period], dict[Person, _Tally]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(_Tally))
    )
    _served: Served = field(default_factory=Served)
    _kept: dict[Period, dict[Person, array[float]]] = field(  # of the list price, by order
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: array("d")))
    )
    _priced: _Tally = field(default_factory=_Tally)  # orders that stood, those with a list price among them
    _quotes: dict[tuple[int, str], list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))

    def add_quote(self, row: Mapping[str, Any]) -> None:
        if row["phone_token"] is not None and row["quoted_amount_fen"]:
            key = row["phone_token"], row["salesperson"]
            self._quotes[key].append((date.fromordinal(row["created_day"]), row["quoted_amount_fen"]))

    def add_order(self, row: Mapping[str, Any]) -> None:
        if not row["salesperson"]:
            return
        day, person = date.fromordinal(row["ordered_day"]), (row["store"], row["salesperson"])
        back = (self.today - day).days // PERIOD.days
        is_gone = row["status"] in GONE
        token = row["phone_token"]
        if token is not None and not is_gone and 0 <= back < 3:
            self._served.add(token, person, back)
        if not 0 <= back < len(PERIODS):
            return
        period: Period = "now" if back == 0 else "before"
        self.tallies["cancel_rate_outlier", period][person].add(is_gone)
        if not is_gone:
            self._note_list_price(row, period, person)
        quoted = self._quoted(token, row["salesperson"], day) if token is not None and not is_gone else None
        if quoted:
            self.tallies["discount_outlier", period][person].add(row["amount_fen"] < quoted * UNDER_QUOTE)

    def counts(self, kind: str, period: Period) -> list[Count]:
        """Each against the whole company without them."""
        by_list = kind == "discount_outlier" and self.has_list_prices
        tallies = self._under_usual(period) if by_list else self.tallies.get((kind, period), {})
        part, whole = sum(one.part for one in tallies.values()), sum(one.whole for one in tallies.values())
        return [
            Count(_name(person), one.part, one.whole, (part - one.part) / max(whole - one.whole, 1))
            for person, one in sorted(tallies.items())
        ]

    @property
    def has_list_prices(self) -> bool:
        """Whether discounts are counted from list prices: where most orders have one. Else from quotes; never from both."""
        return 2 * self._priced.part > self._priced.whole

    def usual(self, period: Period) -> float:
        """What the order in the middle kept of its list price."""
        return median(chain.from_iterable(self._kept[period].values()))

    def stayed_away(self) -> list[Count]:
        """Customers of the half-year before who did not come back in this one, against the same people's own former share,
        moved as their store's share has moved."""
        now, before = self._away(0), self._away(1)
        stores_now, stores_before = _by_store(now), _by_store(before)
        counts = []
        for person, one in sorted(now.items()):
            former, store = before.get(person, _Tally()), person[0]
            usual = _share(stores_before[store]) if store in stores_before else None
            if usual is None or not former.whole:
                continue
            own = (former.part + STEADY * usual) / (former.whole + STEADY)
            expected = own * _share(stores_now[store]) / usual if usual else own
            counts.append(Count(_name(person), one.part, one.whole, min(max(expected, 0.01), 0.99)))
        return counts

    def _away(self, back: int) -> dict[Person, _Tally]:
        return {person: _Tally(*one) for person, one in self._served.away(back).items()}

    def _note_list_price(self, row: Mapping[str, Any], period: Period, person: Person) -> None:
        listed = row["list_amount_fen"]
        self._priced.add(bool(listed))
        if listed:
            self._kept[period][person].append(row["amount_fen"] / listed)

    def _under_usual(self, period: Period) -> dict[Person, _Tally]:
        """Everybody gives some discount off a list: what is counted is more than a tenth below what is usual."""
        least = self.usual(period) * UNDER_USUAL if self._kept[period] else 0.0
        return {
            person: _Tally(sum(kept < least for kept in some), len(some)) for person, some in self._kept[period].items()
        }

    def _quoted(self, token: int, salesperson: str, day: date) -> int | None:
        known = self._quotes.get((token, salesperson), ())
        near = [(asked, fen) for asked, fen in known if 0 <= (day - asked).days <= QUOTE_DAYS]
        return max(near)[1] if near else None


async def read_figures(today: date) -> Figures:
    figures = Figures(today)
    async for rows in _chunks(Lead, "phone_token", "salesperson", "quoted_amount_fen", "created_day"):
        for row in rows:
            figures.add_quote(row)
    async for rows in _chunks(
        Order, "phone_token", "salesperson", "store", "ordered_day", "status", "amount_fen", "list_amount_fen"
    ):
        for row in rows:
            figures.add_order(row)
    return figures


def standings(figures: Figures, answers: Sequence[Count] = ()) -> Iterator[Finding]:
    """Hints, and `review` where a figure is beyond what people differ by and something else says so too.

    answers: by name, how many customers' answers differ from the books; a second sign, and no finding of its own.
    """
    differing = _by_person(list(answers))
    kinds = ("cancel_rate_outlier", "discount_outlier")
    now = {kind: _by_person(figures.counts(kind, "now")) for kind in kinds}
    before = {kind: _by_person(figures.counts(kind, "before")) for kind in kinds}
    now["repeat_business_drop"], before["repeat_business_drop"] = _by_person(figures.stayed_away()), {}
    for kind, people in now.items():
        for person, chance in people.items():
            former = before[kind].get(person)
            others = [people_of.get(person) for other, people_of in now.items() if other != kind]
            others.append(differing.get(person.partition("\n")[2]))
            second = (former is not None and former.is_clear) or any(one is not None and one.is_clear for one in others)
            if chance.is_clear and second:
                yield _finding(kind, "review", person, chance, figures)
            elif chance.is_hint:
                yield _finding(kind, "hint", person, chance, figures)


async def doubts_about_figures(vault: Vault, today: date) -> list[Finding]:
    figures = await read_figures(today)
    return list(standings(figures, await _answers(figures, vault)))


async def _answers(figures: Figures, vault: Vault) -> list[Count]:
    """Each against everybody else's."""
    tallies = await differing_answers(figures.today - PERIOD)
    whole, part = sum(one.orders for one in tallies.values()), sum(one.gone for one in tallies.values())
    names = {name for tally in figures.tallies.values() for _, name in tally}
    known = [(name, tallies.get(person_token(vault, name) or b"")) for name in sorted(names)]
    return [
        Count(name, one.gone, one.orders, (part - one.gone) / max(whole - one.orders, 1)) for name, one in known if one
    ]


def _by_person(counts: list[Count]) -> dict[str, Chance]:
    return {one.count.person: one for one in chances(counts)}


def _finding(kind: str, grade: Literal["hint", "review"], person: str, chance: Chance, figures: Figures) -> Finding:
    store, _, name = person.partition("\n")
    count = chance.count
    recorded: dict[str, str | int | None] = {
        "salesperson": name,
        "store": store or None,
        "orders": count.whole,
        "cases": count.part,
        "rate": f"{count.part / count.whole:.1%}",
        "expected": f"{count.expected:.1%}",
        "chance": f"{chance.wide_p if grade == 'review' else chance.p:.2g}",
        "period": f"{(figures.today - PERIOD).isoformat()} – {figures.today.isoformat()}",
    }
    if kind == "discount_outlier" and figures.has_list_prices:
        recorded["usual"] = f"{figures.usual('now'):.0%}"
    return Finding(
        kind=kind,
        grade=grade,
        order_no=None,
        lead_no=None,
        payment_no=None,
        salesperson=name,
        probability=round(1.0 - (chance.wide_q if grade == "review" else chance.q), 4),
        weights={},
        said={},
        recorded=recorded,
        summary=standing_sentence(kind, recorded),
    )


def _by_store(tallies: Mapping[Person, _Tally]) -> dict[str, _Tally]:
    stores: dict[str, _Tally] = defaultdict(_Tally)
    for (store, _), one in tallies.items():
        stores[store].part += one.part
        stores[store].whole += one.whole
    return stores


def _share(tally: _Tally) -> float:
    return tally.part / tally.whole if tally.whole else 0.0


def _name(person: Person) -> str:
    return "\n".join(person)


async def _chunks(table: type[Table], *columns: str) -> AsyncIterator[list[dict[str, Any]]]:
    last, key = _FIRST, table._meta.primary_key
    wanted = [key, *(getattr(table, column) for column in columns)]
    while rows := await table.select(*wanted).where(key > last).order_by(key).limit(CHUNK_ROWS):
        yield rows
        last = rows[-1]["id"]
