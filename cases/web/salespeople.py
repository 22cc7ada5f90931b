"""The desk's pages of those who sell: a list by name, and one person's figures, each drawing with its caveat and its table.

Never a ranking: others are dots without a name, and no list is in the order of a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any  # handlers of every kind; a page's values
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from cases import bars, funnels
from cases.actors import Actor
from cases.answer_rates import FEWEST, answer_rates
from cases.finding_counts import KindCount, counts_about_person
from cases.naming import key_of
from cases.records.coming_back import ComingBack, coming_back
from cases.records.dates import day_of
from cases.records.discounts import discounts
from cases.records.selling import Month, Side, Tally, first_days, months_of, seller, sellers, stores, tallies
from cases.records.shares import Share
from cases.web.labels import FUNNEL_PLACES
from cases.wording import KINDS
from crypto.vault import Vault


@get("/desk/salespeople", permission="statistics.read", include_in_schema=False)
async def salespeople_page() -> Template:
    today = day_of(datetime.now(UTC))
    return Template("desk/salespeople.html", context={"people": await sellers(), "stores": await stores(today)})


@get("/desk/salespeople/{salesperson_id:uuid}", permission="statistics.read", include_in_schema=False)
async def salesperson_page(
    salesperson_id: FromPath[UUID], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Template:
    person = await seller(salesperson_id)
    today = day_of(datetime.now(UTC))
    counts = await counts_about_person(actor, person.name, first_days(today), vault)
    context = await figures("salesperson", person.name, counts)
    again = periods_of(person.name, await coming_back("salesperson", person.name, today))
    if person.store:
        again += periods_of(person.store, await coming_back("store", person.store, today))
    rates = await answer_rates(actor, person.name, first_days(today)[0], today, vault)
    namesakes = [one for one in await sellers() if key_of(one.name) == key_of(person.name) and one.id != person.id]
    context = {"person": person, "namesakes": namesakes, "again": again, "rates": rates, "fewest": FEWEST, **context}
    return Template("desk/salesperson.html", context=context)


HANDLERS: tuple[Any, ...] = (salespeople_page, salesperson_page)


async def figures(side: Side, name: str, counts: tuple[KindCount, ...]) -> Mapping[str, Any]:
    """What both kinds of page draw: months, the funnel among all, findings."""
    today = day_of(datetime.now(UTC))
    months = await months_of(side, name, today)
    everybody = dict(await tallies(side, today))
    tally = everybody.pop(name, Tally(0, 0))
    found = tuple((first, sum(one.by_month[place] for one in counts)) for place, first in enumerate(first_days(today)))
    return {
        "months": months,
        "tally": tally,
        "sold": bars.bars_of([(one.first, one.orders, one.gone) for one in months]),
        "funnel": funnels.funnel_of(tally, [everybody[other] for other in sorted(everybody)]),
        "findings": bars.bars_of([(first, number, 0) for first, number in found]),
        "counts": counts,
        "bargains": await _bargains(side, name, today),
        "kinds": KINDS,
        "places": FUNNEL_PLACES,
        "few": funnels.FEW,
        "box": {"bars": (bars.WIDTH, bars.HEIGHT), "funnel": (funnels.WIDTH, funnels.HEIGHT)},
        "amount_fen": _amount(months),
    }


def periods_of(name: str, back: ComingBack) -> list[tuple[str, bool, Share]]:
    """Whose share, whether of the half-year that ends today, and the share."""
    return [(name, True, back.now), (name, False, back.before)]


async def _bargains(side: Side, name: str, today: date) -> Mapping[str, Any] | None:
    """How often what was sold was sold far below the list price, among all; None where list prices are not known."""
    known = await discounts(side, today)
    if known is None:
        return None
    everybody = dict(known.tallies)
    tally = everybody.pop(name, Tally(0, 0))
    return {"funnel": funnels.funnel_of(tally, [everybody[other] for other in sorted(everybody)]), "usual": known.usual}


def _amount(months: tuple[Month, ...]) -> int:
    return sum(one.amount_fen for one in months)
