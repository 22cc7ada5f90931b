"""Checks claims against the records and keeps their findings in line. When that is due again: rechecking.py."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any  # a job's payload is whatever JSON object was enqueued
from uuid import UUID

from cases.claims import open_fact, store_response_claims
from cases.corroboration import ask_for_corroboration
from cases.crosscheck.engine import Verdict, judge, weigh
from cases.crosscheck.facts import Candidates, ClaimFact
from cases.filing import store_findings
from cases.gathering import Books, gather, open_books, widen
from cases.matches import Checked, is_known, note_matches
from cases.tables import Claim, Finding
from crypto.vault import Vault
from surveys import count_responses, responses_of
from surveys.outbox import write_tx
from surveys.services import Services

WRITTEN_AT_ONCE = 25


async def check_claim(
    claim_id: UUID,
    vault: Vault,
    *,
    case_key: bytes | None = None,
    books: Books | None = None,
    today: date | None = None,
) -> None:
    """Hold one claim against the records as they are now. A claim of a report needs its case key."""
    rows = await Claim.objects().where(Claim.id == claim_id)
    await check_claims(rows, books or await open_books(vault), vault, case_key=case_key, today=today)


async def check_claims(
    rows: Sequence[Claim], books: Books, vault: Vault, *, case_key: bytes | None = None, today: date | None = None
) -> None:
    """Hold several against the records, WRITTEN_AT_ONCE in a transaction.

    Reads first and writes in short transactions, if there is anything to write: reporters do not wait for bookkeeping.
    """
    for start in range(0, len(rows), WRITTEN_AT_ONCE):
        held = []
        for row in rows[start : start + WRITTEN_AT_ONCE]:
            fact = open_fact(row, vault, case_key)
            held.append(Checked(row, fact, *await verdict_of(fact, books, vault)))
            await asyncio.sleep(0)  # most are looked up without a pause; whoever else waits comes in between
        await _write(held, vault, case_key, today)


async def _write(held: Sequence[Checked], vault: Vault, case_key: bytes | None, today: date | None) -> None:
    ids = [one.row.id for one in held]
    known = {row["claim"] for row in await Finding.select(Finding.claim).where(Finding.claim.is_in(ids))}
    raised = [one for one in held if one.verdict.findings or one.row.id in known]
    news = [one for one in held if not is_known(one, vault)]
    if not raised and not news:
        return
    async with write_tx():
        for one in raised:
            await store_findings(one.row, one.fact, one.verdict, one.records, vault, case_key, today=today)
        await note_matches(news, vault)
        if any(one.row.sealed_by == "vault" for one in raised):
            await ask_for_corroboration()


async def check_case_claims(case_id: UUID, vault: Vault, case_key: bytes) -> None:
    """Check again what a report of this case said; only somebody who has the case open can."""
    books = await open_books(vault)
    rows = await Claim.objects().where(Claim.case == case_id, Claim.sealed_by == "case")
    await check_claims(rows, books, vault, case_key=case_key)


async def check_response(payload: dict[str, Any], services: Services) -> None:
    """Job: a survey response becomes a claim and is checked. A response erased meanwhile is none."""
    await check_responses([payload], services)


async def check_responses(payloads: Sequence[dict[str, Any]], services: Services) -> None:
    """The same for all that wait: the books are opened once, and a transaction takes WRITTEN_AT_ONCE of them."""
    responses = await responses_of([UUID(payload["response"]) for payload in payloads])
    claims: list[UUID] = []
    for start in range(0, len(responses), WRITTEN_AT_ONCE):
        part = responses[start : start + WRITTEN_AT_ONCE]
        async with write_tx():
            claims += await store_response_claims(part, services.vault)
            await count_responses([response.id for response in part], services.vault)
    if claims:
        rows = await Claim.objects().where(Claim.id.is_in(claims))
        await check_claims(rows, await open_books(services.vault), services.vault, today=services.now().date())


async def verdict_of(fact: ClaimFact, books: Books, vault: Vault) -> tuple[Verdict, Candidates]:
    """Exact clues first; typing slips are looked for only where those found no order for sure."""
    records = await gather(fact, books, vault)
    weighed = weigh(fact, records, books.weighing)
    if weighed.match.grade != "match":
        wider = await widen(records, fact, books, vault)
        if wider is not records:
            records, weighed = wider, weigh(fact, wider, books.weighing)
    return judge(fact, records, weighed, books.weighing), records
