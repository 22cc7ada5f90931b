"""How many customers' answers about somebody's orders differ from the books, and how many customers asked do not answer.

Counted from clear columns and blind tokens; under FEWEST nothing is told. An answer differs by an open doubt that is more
than a hint. What reports say is in no count, nor is anything about oneself or the people below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from piccolo.querystring import QueryString

from cases.actors import Actor
from cases.finding_counts import countable
from cases.funnels import Funnel, funnel_of
from cases.records.selling import Tally
from cases.sight import kept_from, person_token
from cases.tables import Claim
from crypto.vault import Vault
from surveys import unanswered

FEWEST = 5
DIFFERING = (
    "amount_differs",
    "payee_not_company",
    "salesperson_differs",
    "cancelled_but_delivered",
    "deleted_after_confirmation",
    "order_denied",
)
_COUNTS = """
SELECT c.salesperson_token AS token, COUNT(*) AS orders, SUM(CASE WHEN EXISTS (
  SELECT 1 FROM cases_finding f WHERE f.claim = c.id AND f.state = 'open' AND f.grade <> 'hint' AND f.mark <> 'wrong'
  AND f.kind IN ({}, {}, {}, {}, {}, {}) AND {}) THEN 1 ELSE 0 END) AS gone
FROM cases_claim c
WHERE c.sealed_by = 'vault' AND c.is_matched = {} AND c.salesperson_token IS NOT NULL AND c.stated_on >= {} GROUP BY 1
"""
_ALL = QueryString("1 = 1")


@dataclass(frozen=True)
class AnswerRates:
    """Both among all who sell, the others without a name; None while there are too few to tell. Numbers: of this person."""

    differing: Funnel | None
    answers: int
    silent: Funnel | None
    asked: int


async def answer_rates(actor: Actor, name: str, since: date, today: date, vault: Vault) -> AnswerRates | None:
    """None for whoever is not to know: the person, and those above them."""
    kept = set(await kept_from(actor.id, vault))
    own = person_token(vault, name)
    if own is None or own in kept:
        return None
    answers = dict(await differing_answers(since, await countable(actor, vault)))
    asked = await _silent(since, today, vault)
    return AnswerRates(
        _funnel(own, answers, kept),
        answers.get(own, Tally(0, 0)).orders,
        _funnel(own, asked, kept),
        asked.get(own, Tally(0, 0)).orders,
    )


async def differing_answers(since: date, counted: QueryString = _ALL) -> Mapping[bytes, Tally]:
    """By blind token of the salesperson: claims that are surely about an order of theirs, and how many differ."""
    query = QueryString(_COUNTS, *DIFFERING, counted, True, since)
    rows = await Claim._meta.db.run_querystring(query)
    return {bytes(row["token"]): Tally(int(row["orders"]), int(row["gone"])) for row in rows}


async def _silent(since: date, today: date, vault: Vault) -> Mapping[bytes | None, Tally]:
    """By blind token: two spellings of a name are one person."""
    found: dict[bytes | None, Tally] = {}
    for seller, (asked, silent) in (await unanswered(since, today)).items():
        token = person_token(vault, seller)
        known = found.get(token, Tally(0, 0))
        found[token] = Tally(known.orders + asked, known.gone + silent)
    return found


def _funnel(
    own: bytes, tallies: Mapping[bytes | None, Tally] | Mapping[bytes, Tally], kept: set[bytes]
) -> Funnel | None:
    """In no order that could be retraced to names: by the figures themselves."""
    enough = {token: tally for token, tally in tallies.items() if tally.orders >= FEWEST and token not in kept}
    mine = enough.pop(own, None)
    others = sorted(enough.values(), key=lambda tally: (tally.orders, tally.gone))
    return funnel_of(mine, others) if mine is not None else None
