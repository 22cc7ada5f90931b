"""Files what is odd between records: one row a subject, withdrawn when it no longer holds, taken into a case by hand only.

Everything of it is sealed under the vault, and what tells two rows apart is a blind token: a subject may be a telephone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any  # a finding's detail is JSON, untyped once opened
from uuid import UUID, uuid4

from cases.crosscheck.between import subjects
from cases.crosscheck.engine import Finding as Doubt
from cases.crosscheck.sentences import Summary
from cases.filing import renew, withdraw
from cases.findings import seal_detail
from cases.naming import key_of
from cases.sight import person_token
from cases.tables import Finding
from cases.timeline import note_event, note_in_log
from crypto.vault import Vault
from surveys.outbox import write_tx

SOURCE = "records"
NOTES = "notes"  # of orders and leads; filed by terms/notes.py
WITHIN, ACROSS = (
    "corroborated",
    "corroborated-across",
)  # of one case (or none), and of several; filed by corroboration.py
FILED_AT_ONCE = 500  # others get their turn between two transactions
LABEL = "finding_subject"


async def store_record_findings(found: Iterable[Doubt], vault: Vault, today: date) -> None:
    """Bring all rows without a claim in line with what was found. Twice is as good as once."""
    known = {row.dedupe_key: row for row in await _rows_without_claim()}
    waiting = iter(subjects(found))
    while some := list(islice(waiting, FILED_AT_ONCE)):
        async with write_tx():
            for subject, doubt in some:
                key = f"{SOURCE}:{vault.token(LABEL, subject).hex()}"
                await _bring_in_line(known.pop(key, None), key, doubt, vault, today)
    for row in known.values():
        async with write_tx():
            await withdraw(row, today)


async def _rows_without_claim() -> Sequence[Finding]:
    rows: Sequence[Finding] = await Finding.objects().where(Finding.claim.is_null())
    return [row for row in rows if row.dedupe_key.startswith(f"{SOURCE}:")]


async def _bring_in_line(row: Finding | None, key: str, doubt: Doubt, vault: Vault, today: date) -> None:
    detail = json.dumps(detail_of(doubt), ensure_ascii=False)
    if row is None:
        await insert(key, doubt, detail, vault, today)
    else:
        await renew(row, doubt, detail, vault, None, today)


async def insert(
    key: str, doubt: Doubt, detail: str, vault: Vault, today: date, *, case_id: UUID | None = None
) -> None:
    """A finding no single claim gave rise to; its case, if it begins in one, is told. Needs write_tx()."""
    row = Finding(
        id=uuid4(),
        case=case_id,
        kind=doubt.kind,
        grade=doubt.grade,
        probability=doubt.probability,
        store=str(doubt.recorded.get("store") or "")[:100],
        sealed_by="vault",
        dedupe_key=key,
        found_on=today,
        salesperson_token=person_token(vault, doubt.salesperson),
    )
    row.sealed_detail = seal_detail(row, detail, vault)
    await Finding.insert(row)
    await note_in_log(row, today)
    if case_id is not None:
        await note_event(case_id, "finding", day=today, detail=f"{row.kind} {row.grade}")


def subject_of(kind: str, source: str, detail: Mapping[str, Any]) -> str | None:
    """What a finding's key is made of, from what it says; None for one that is known by something else."""
    if source in (WITHIN, ACROSS):
        return corroborated_subject(detail["salesperson"], detail["recorded"]["payee_account"])
    if source == NOTES:
        return note_subject(kind, detail["order_no"], detail["lead_no"])
    if source != SOURCE:
        return None
    doubt = Doubt(
        kind=kind,
        grade=detail["grade"],
        order_no=detail["order_no"],
        lead_no=detail["lead_no"],
        payment_no=detail["payment_no"],
        salesperson=detail["salesperson"],
        probability=1.0,
        weights={},
        said=detail["said"],
        recorded=detail["recorded"],
        summary=Summary(**detail["summary"]),
    )
    return next(subjects([doubt]))[0]


def corroborated_subject(salesperson: str | None, payee_account: str | None) -> str:
    return f"payee:{payee_account}" if payee_account else f"seller:{key_of(salesperson or '')}"


def note_subject(kind: str, order_no: str | None, lead_no: str | None) -> str:
    return f"{kind}:order:{order_no}" if order_no else f"{kind}:lead:{lead_no}"


def detail_of(doubt: Doubt) -> dict[str, object]:
    return {
        "claim_no": None,
        "grade": doubt.grade,
        "source": SOURCE,
        "order_no": doubt.order_no,
        "lead_no": doubt.lead_no,
        "payment_no": doubt.payment_no,
        "salesperson": doubt.salesperson,
        "weights": dict(doubt.weights),
        "said": dict(doubt.said),
        "recorded": dict(doubt.recorded),
        "summary": doubt.summary._asdict(),
        "candidates": [],
    }
