"""After the list has changed: claims and notes since a chosen day searched once more, with progress, at a job's pace.

Only what is still open: a case that was closed stays as it was decided upon. Texts of reports wait until somebody opens
them. Whoever asks for it sees how far it is, and nothing of what was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any  # a job's payload is whatever JSON object was enqueued; conditions of Piccolo are untyped
from uuid import UUID, uuid4

from cases.actors import Actor
from cases.checking import check_claim
from cases.claims import JOB_SIZE
from cases.gathering import open_books
from cases.opening import ENDED
from cases.records.dates import day_of
from cases.records.noted import NOTED_KINDS, NotedKind, Wanted, count_noted, noted
from cases.tables import Case, Claim, Staff, TermSearch
from cases.terms.errors import SearchDayUnfit, SearchUnderWay
from cases.terms.notes import file_notes
from cases.terms.versions import words_in_force
from surveys.outbox import enqueue, write_tx
from surveys.services import Services

JOB = "search_again"
CLAIMS = "claims"
_FIRST = UUID(int=0)
LEFT_AFTER = timedelta(minutes=30)  # without a sign of life nobody works on it any more
STEPS = (CLAIMS, *NOTED_KINDS)


@dataclass(frozen=True)
class Progress:
    """How far a search is, for whoever asked for it."""

    since: date
    number: int
    asked_on: date
    who: str
    done: int
    total: int
    is_running: bool

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 100


async def ask_for_search(actor: Actor, since: date | None, *, now: datetime | None = None) -> UUID:
    """Have everything since that day searched by the list in force. Raises SearchDayUnfit, SearchUnderWay."""
    now = now or datetime.now(UTC)
    if since is None or since > day_of(now):
        raise SearchDayUnfit
    total = await _total(since)
    words = await words_in_force()
    async with write_tx():
        await TermSearch.update({TermSearch.is_running: False}).where(TermSearch.moved_at < now - LEFT_AFTER)
        if await TermSearch.exists().where(TermSearch.is_running.eq(True)):
            raise SearchUnderWay
        row = TermSearch(
            id=uuid4(),
            number=words.number,
            since=since,
            actor=actor.id,
            asked_at=now,
            step=CLAIMS,
            after="",
            total=total,
            moved_at=now,
        )
        await TermSearch.insert(row)
        await enqueue(JOB, str(row.id), {"search": str(row.id)})
    return UUID(str(row.id))


async def last_search() -> Progress | None:
    row = await TermSearch.select().order_by(TermSearch.asked_at, ascending=False).first()
    if row is None:
        return None
    person = await Staff.select(Staff.name).where(Staff.id == row["actor"]).first()
    return Progress(
        row["since"],
        row["number"],
        day_of(row["asked_at"]),
        person["name"] if person else "",
        row["done"],
        row["total"],
        row["is_running"],
    )


async def search_again(payload: dict[str, Any], services: Services) -> None:
    """Job: one piece of the way. Twice is as good as once: the row says where to go on."""
    row = await TermSearch.objects().where(TermSearch.id == UUID(payload["search"])).first()
    if row is None or not row.is_running:
        return
    met = await _search_claims(row, services) if row.step == CLAIMS else await _search_notes(row, services)
    await _go_on(row, met, services.now())


async def _search_claims(row: TermSearch, services: Services) -> Sequence[str]:
    books = await open_books(services.vault)
    found = (
        await Claim.select(Claim.id)
        .where(Claim.id > (UUID(row.after) if row.after else _FIRST), *_of_open_cases(row.since))
        .order_by(Claim.id)
        .limit(JOB_SIZE)
    )
    for claim in found:
        await check_claim(claim["id"], services.vault, books=books, today=services.now().date())
    return [str(claim["id"]) for claim in found]


async def _search_notes(row: TermSearch, services: Services) -> Sequence[str]:
    kind: NotedKind = "orders" if row.step == "orders" else "leads"
    rows = await noted(kind, Wanted(since=row.since), row.after)
    await file_notes(kind, rows, services.vault, await words_in_force(), services.now().date())
    return [one.number for one in rows]


async def _go_on(row: TermSearch, met: Sequence[str], now: datetime) -> None:
    """Note how far it is, and ask for the next piece; a job that was run twice has found the row moved on."""
    place = STEPS.index(row.step)
    is_over = not met and place + 1 == len(STEPS)
    step = row.step if met or is_over else STEPS[place + 1]
    after = met[-1] if met else ""
    async with write_tx():
        moved = (
            await TermSearch.update(
                {
                    TermSearch.step: step,
                    TermSearch.after: after,
                    TermSearch.done: TermSearch.done + len(met),
                    TermSearch.is_running: not is_over,
                    TermSearch.moved_at: now,
                }
            )
            .where(TermSearch.id == row.id, TermSearch.step == row.step, TermSearch.after == row.after)
            .returning(TermSearch.id)
        )
        if moved and not is_over:
            await enqueue(JOB, f"{row.id}:{step}:{after}", {"search": str(row.id)})


async def _total(since: date) -> int:
    claims = await Claim.count().where(*_of_open_cases(since))
    return int(claims) + sum([await count_noted(kind, Wanted(since=since)) for kind in NOTED_KINDS])


def _of_open_cases(since: date) -> list[Any]:
    ended = Case.select(Case.id).where(Case.state.is_in(sorted(ENDED)))
    return [
        Claim.sealed_by == "vault",
        Claim.stated_on >= since,
        Claim.case.is_null() | Claim.case.not_in(ended),
    ]
