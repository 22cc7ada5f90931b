"""Checks claims against the records and keeps their findings in line: at once, and again when the records change."""

from __future__ import annotations

from datetime import date
from typing import Any  # a job's payload is whatever JSON object was enqueued
from uuid import UUID, uuid4

from cases.claims import JOB_SIZE, open_fact, store_response_claim
from cases.corroboration import ask_for_corroboration
from cases.crosscheck.engine import Verdict, check
from cases.crosscheck.facts import Candidates, ClaimFact
from cases.filing import store_findings
from cases.gathering import Books, gather, open_books, widen
from cases.matches import Checked, is_known, note_matches
from cases.tables import Claim, Finding
from crypto.vault import Vault
from surveys import count_response, response_of
from surveys.outbox import enqueue, write_tx
from surveys.services import Services

_FIRST = UUID(int=0)


async def check_claim(
    claim_id: UUID,
    vault: Vault,
    *,
    case_key: bytes | None = None,
    books: Books | None = None,
    today: date | None = None,
) -> None:
    """Hold one claim against the records as they are now. A claim of a report needs its case key.

    Reads first and writes in a short transaction, if there is anything to write: reporters do not wait for bookkeeping.
    """
    claim = await Claim.objects().where(Claim.id == claim_id).first()
    if claim is None:
        return
    fact = open_fact(claim, vault, case_key)
    verdict, records = await verdict_of(fact, books or await open_books(vault), vault)
    checked = Checked(claim, fact, verdict, records)
    raised = bool(verdict.findings) or await Finding.exists().where(Finding.claim == claim.id)
    if not raised and is_known(checked, vault):
        return
    async with write_tx():
        await store_findings(claim, fact, verdict, records, vault, case_key, today=today)
        await note_matches([checked], vault)
        if raised and claim.sealed_by == "vault":
            await ask_for_corroboration()


async def check_case_claims(case_id: UUID, vault: Vault, case_key: bytes) -> None:
    """Check again what a report of this case said; only somebody who has the case open can."""
    books = await open_books(vault)
    for row in await Claim.select(Claim.id).where(Claim.case == case_id, Claim.sealed_by == "case"):
        await check_claim(row["id"], vault, case_key=case_key, books=books)


async def check_response(payload: dict[str, Any], services: Services) -> None:
    """Job: a survey response becomes a claim and is checked. A response erased meanwhile is none."""
    response = await response_of(UUID(payload["response"]))
    if response is None:
        return
    async with write_tx():
        claim_id = await store_response_claim(response, services.vault)
        await count_response(response.id, services.vault)
    await check_claim(claim_id, services.vault, today=services.now().date())


async def recheck_claims(payload: dict[str, Any], services: Services) -> None:
    """Job: check the claims listed, or (after an import) every claim of surveys and imports, JOB_SIZE at a time.

    Claims of reports are left alone: their key is with people, not with the server.
    """
    books = await open_books(services.vault)
    listed = [UUID(claim) for claim in payload.get("claims", ())]
    claims = listed or await _claims_after(UUID(payload["after"]) if payload.get("after") else _FIRST)
    for claim in claims:
        await check_claim(claim, services.vault, books=books, today=services.now().date())
    if not listed and len(claims) == JOB_SIZE:
        rest = {"import_id": str(uuid4())} | payload | {"after": str(claims[-1])}
        async with write_tx():
            await enqueue("recheck_claims", f"{rest['import_id']}:{claims[-1]}", rest)


async def verdict_of(fact: ClaimFact, books: Books, vault: Vault) -> tuple[Verdict, Candidates]:
    """Exact clues first; typing slips are looked for only where those found no order for sure."""
    records = await gather(fact, books, vault)
    verdict = check(fact, records, books.weighing)
    if verdict.match.grade == "match":
        return verdict, records
    wider = await widen(records, fact, books, vault)
    return (verdict, records) if wider == records else (check(fact, wider, books.weighing), wider)


async def _claims_after(last: UUID) -> list[UUID]:
    rows = (
        await Claim.select(Claim.id)
        .where(Claim.sealed_by == "vault", Claim.id > last)
        .order_by(Claim.id)
        .limit(JOB_SIZE)
    )
    return [row["id"] for row in rows]
