"""A whole run: every claim since a day, a chunk at a time, its findings filed as the online check files them.

A killed run goes on where it was: each step's findings are committed before the step counts as done, and filing twice
changes nothing. Claims of reports are left alone: their key is with people.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from piccolo.custom_types import Combinable

from cases.batch.ledger import Labels, Ledger
from cases.claims import open_fact
from cases.crosscheck.engine import Verdict, check
from cases.crosscheck.facts import ClaimFact
from cases.filing import store_findings
from cases.matches import Checked, note_matches
from cases.tables import Claim, Finding
from crypto.vault import Vault
from surveys.outbox import write_tx

MATCHED_AT_ONCE = 10_000  # what is held of a claim meanwhile takes some 4 kB
FILED_AT_ONCE = 500
FIRST = UUID(int=0)


@dataclass(frozen=True)
class Step:
    """Some claims that have been checked and filed, in the order of their ids."""

    last: UUID
    verdicts: tuple[tuple[ClaimFact, Verdict], ...]


async def run(
    ledger: Ledger,
    vault: Vault,
    *,
    since: date | None = None,
    after: UUID = FIRST,
    today: date | None = None,
    unchecked: bool = False,
) -> AsyncIterator[Step]:
    """Check all claims beyond `after`; each step is filed when it is handed out. unchecked: only those that wait for it."""
    day = today or datetime.now(UTC).date()
    is_done = False
    while not is_done:
        is_done = True
        async for step in _chunk(ledger, vault, _wanted(after, since, unchecked), day):
            is_done, after = False, step.last
            yield step


async def _chunk(ledger: Ledger, vault: Vault, wanted: Combinable, today: date) -> AsyncIterator[Step]:
    """By itself, so that nothing of one chunk is still held when the next is read."""
    rows = await Claim.objects().where(wanted).order_by(Claim.id).limit(MATCHED_AT_ONCE)
    facts = [open_fact(row, vault) for row in rows]
    orders, leads = ledger.find(facts) if facts else ({}, {})
    for start in range(0, len(rows), FILED_AT_ONCE):
        places = range(start, min(start + FILED_AT_ONCE, len(rows)))
        held = await _checked({place: (rows[place], facts[place]) for place in places}, ledger, orders, leads)
        await _file(held, vault, today)
        yield Step(held[-1].row.id, tuple((one.fact, one.verdict) for one in held))


async def count_claims(since: date | None = None, after: UUID = FIRST) -> int:
    return int(await Claim.count().where(_wanted(after, since)))


def _wanted(after: UUID, since: date | None, unchecked: bool = False) -> Combinable:
    wanted = (Claim.sealed_by == "vault") & (Claim.id > after) & (Claim.stated_on >= (since or date.min))
    return wanted & Claim.checked.eq(False) if unchecked else wanted


async def _checked(
    claims: Mapping[int, tuple[Claim, ClaimFact]], ledger: Ledger, orders: Labels, leads: Labels
) -> list[Checked]:
    records = await ledger.open({place: fact for place, (_, fact) in claims.items()}, orders, leads)
    return [
        Checked(row, fact, check(fact, records[place], ledger.books.weighing), records[place])
        for place, (row, fact) in claims.items()
    ]


async def _file(held: Sequence[Checked], vault: Vault, today: date) -> None:
    """One transaction; of claims that raise nothing and never did, only what they are about is noted."""
    ids = [one.row.id for one in held]
    rows = await Finding.select(Finding.claim).where(Finding.claim.is_in(ids))
    known = {row["claim"] for row in rows}
    async with write_tx():
        for one in held:
            if one.verdict.findings or one.row.id in known:
                await store_findings(one.row, one.fact, one.verdict, one.records, vault, today=today)
        await note_matches(held, vault)
