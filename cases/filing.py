"""Files what the engine found: one row a claim and kind, withdrawn when it no longer holds, never deleted.

A doubt worth deciding opens or joins a case; a hint stays in the list. Each change leaves its event and log entry.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from uuid import uuid4

from cases.crosscheck.engine import Finding as Doubt
from cases.crosscheck.engine import Verdict
from cases.crosscheck.facts import Candidates, ClaimFact
from cases.findings import open_detail, seal_detail
from cases.joining import case_about, is_open
from cases.sight import person_token
from cases.tables import Claim, Finding
from cases.timeline import note_change, note_event, note_in_log
from crypto.vault import Vault

CANDIDATES_SHOWN = 5


async def store_findings(
    claim: Claim,
    fact: ClaimFact,
    verdict: Verdict,
    records: Candidates,
    vault: Vault,
    case_key: bytes | None = None,
    *,
    today: date | None = None,
) -> None:
    """Bring the claim's rows in line with the verdict. Needs write_tx(); twice is as good as once."""
    today = today or datetime.now(UTC).date()
    known = {row.kind: row for row in await Finding.objects().where(Finding.claim == claim.id)}
    for doubt in verdict.findings:
        row = known.pop(doubt.kind, None)
        detail = json.dumps(detail_of(doubt, fact, verdict, records), ensure_ascii=False)
        if row is None:
            row = await _insert(claim, doubt, detail, vault, case_key, today)
        else:
            await renew(row, doubt, detail, vault, case_key, today)
        await _place(row, claim, doubt, vault, today)
    for row in known.values():
        await withdraw(row, today)


def detail_of(doubt: Doubt, fact: ClaimFact, verdict: Verdict, records: Candidates) -> dict[str, object]:
    orders = {order.order_no: order for order in records.orders}
    shown = [(match, orders[match.order_no or ""]) for match in verdict.candidates[:CANDIDATES_SHOWN]]
    return {
        "claim_no": fact.claim_no,
        "grade": doubt.grade,
        "source": fact.source,
        "order_no": doubt.order_no,
        "lead_no": doubt.lead_no,
        "payment_no": doubt.payment_no,
        "salesperson": doubt.salesperson,
        "weights": dict(doubt.weights),
        "said": dict(doubt.said),
        "recorded": dict(doubt.recorded),
        "summary": doubt.summary._asdict(),
        "candidates": [
            {
                "order_no": order.order_no,
                "amount_fen": order.amount_fen,
                "ordered_at": order.ordered_on.isoformat() if order.ordered_on else None,
                "status": order.status,
                "salesperson": order.salesperson,
                "probability": round(match.probability, 4),
            }
            for match, order in shown
        ],
    }


async def _insert(
    claim: Claim, doubt: Doubt, detail: str, vault: Vault, case_key: bytes | None, today: date
) -> Finding:
    row = Finding(
        id=uuid4(),
        claim=claim.id,
        case=claim.case if claim.sealed_by == "case" else None,
        kind=doubt.kind,
        grade=doubt.grade,
        probability=doubt.probability,
        store=_store_shown(claim, doubt),
        sealed_by=claim.sealed_by,
        dedupe_key=f"{claim.id}:{doubt.kind}",
        found_on=today,
    )
    row.sealed_detail = seal_detail(row, detail, vault, case_key)
    _name(row, doubt, vault)
    await Finding.insert(row)
    await note_in_log(row, today)
    if row.case is not None:
        await note_event(row.case, "finding", day=today, detail=f"{row.kind} {row.grade}")
    return row


async def renew(row: Finding, doubt: Doubt, detail: str, vault: Vault, case_key: bytes | None, today: date) -> None:
    """What holds again is open again; what a person dismissed stays dismissed. Needs write_tx()."""
    if row.state != "withdrawn" and open_detail(row, vault, case_key) == json.loads(detail):
        return
    is_back = row.state == "withdrawn"
    if is_back:
        row.state = "open"
        if row.case is not None:
            await note_event(row.case, "finding", day=today, detail=f"{row.kind} {doubt.grade}")
    row.grade, row.probability = doubt.grade, doubt.probability
    row.sealed_detail = seal_detail(row, detail, vault, case_key)
    _name(row, doubt, vault)
    await row.save(
        [Finding.grade, Finding.probability, Finding.sealed_detail, Finding.salesperson_token, Finding.state]
    )
    if is_back:
        await note_change(Finding, row.id, today)


def _name(row: Finding, doubt: Doubt, vault: Vault) -> None:
    """The blind token of whom it is about; what a report says carries none."""
    token = person_token(vault, doubt.salesperson)
    if token is not None and row.sealed_by == "vault":
        row.salesperson_token = token


async def _place(row: Finding, claim: Claim, doubt: Doubt, vault: Vault, today: date) -> None:
    """A doubt worth deciding gets a case; a hint stays in the list until somebody picks it up."""
    if row.case is not None or row.grade == "hint" or row.state != "open":
        return
    subject = f"order:{doubt.order_no}" if doubt.order_no else f"lead:{doubt.lead_no}" if doubt.lead_no else None
    case_id = claim.case
    if case_id is None or not await is_open(case_id):
        case_id = await case_about(subject, doubt.salesperson, vault, today)
    if case_id is None:
        return
    row.case = claim.case = case_id
    await Finding.update({Finding.case: case_id}).where(Finding.id == row.id)
    await Claim.update({Claim.case: case_id}).where(Claim.id == claim.id)
    await note_event(case_id, "finding", day=today, detail=f"{row.kind} {row.grade}")


async def withdraw(row: Finding, today: date) -> None:
    """It no longer holds; its case, if it has one, is told. Needs write_tx()."""
    if row.state != "open":
        return
    await Finding.update({Finding.state: "withdrawn"}).where(Finding.id == row.id)
    await note_change(Finding, row.id, today)
    if row.case is not None:
        await note_event(row.case, "finding_withdrawn", day=today, detail=row.kind)


def _store_shown(claim: Claim, doubt: Doubt) -> str:
    """A report's store would tell where the reporter works: it stays in the sealed part."""
    if claim.sealed_by == "case":
        return ""
    return str(doubt.recorded.get("store") or doubt.said.get("store") or "")[:100]
