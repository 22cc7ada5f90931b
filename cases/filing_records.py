"""Files what is odd between records: one row a subject, withdrawn when it no longer holds, taken into a case by hand only.

Everything of it is sealed under the vault, and what tells two rows apart is a blind token: a subject may be a telephone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from uuid import uuid4

from cases.crosscheck.between import subjects
from cases.crosscheck.engine import Finding as Doubt
from cases.findings import open_detail, seal_detail
from cases.sight import person_token
from cases.tables import Finding
from cases.timeline import note_change, note_in_log
from crypto.vault import Vault
from surveys.outbox import write_tx

SOURCE = "records"
FILED_AT_ONCE = 500  # others get their turn between two transactions
_LABEL = "finding_subject"


async def store_record_findings(found: Iterable[Doubt], vault: Vault, today: date) -> None:
    """Bring all rows without a claim in line with what was found. Twice is as good as once."""
    known = {row.dedupe_key: row for row in await _rows_without_claim()}
    waiting = iter(subjects(found))
    while some := list(islice(waiting, FILED_AT_ONCE)):
        async with write_tx():
            for subject, doubt in some:
                key = f"{SOURCE}:{vault.token(_LABEL, subject).hex()}"
                await _bring_in_line(known.pop(key, None), key, doubt, vault, today)
    for row in known.values():
        await _withdraw(row, today)


async def _rows_without_claim() -> Sequence[Finding]:
    rows: Sequence[Finding] = await Finding.objects().where(Finding.claim.is_null())
    return [row for row in rows if row.dedupe_key.startswith(f"{SOURCE}:")]


async def _bring_in_line(row: Finding | None, key: str, doubt: Doubt, vault: Vault, today: date) -> None:
    detail = json.dumps(_detail_of(doubt), ensure_ascii=False)
    if row is None:
        await _insert(key, doubt, detail, vault, today)
    elif row.state == "withdrawn" or open_detail(row, vault) != json.loads(detail):
        await _renew(row, doubt, detail, vault, today)


async def _insert(key: str, doubt: Doubt, detail: str, vault: Vault, today: date) -> None:
    row = Finding(
        id=uuid4(),
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


async def _renew(row: Finding, doubt: Doubt, detail: str, vault: Vault, today: date) -> None:
    """What holds again is open again; what a person dismissed stays dismissed."""
    is_back = row.state == "withdrawn"
    row.state = "open" if is_back else row.state
    row.grade, row.probability = doubt.grade, doubt.probability
    row.sealed_detail = seal_detail(row, detail, vault)
    await row.save([Finding.grade, Finding.probability, Finding.sealed_detail, Finding.state])
    if is_back:
        await note_change(Finding, row.id, today)


async def _withdraw(row: Finding, today: date) -> None:
    if row.state != "open":
        return
    async with write_tx():
        await Finding.update({Finding.state: "withdrawn"}).where(Finding.id == row.id)
        await note_change(Finding, row.id, today)


def _detail_of(doubt: Doubt) -> dict[str, object]:
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
