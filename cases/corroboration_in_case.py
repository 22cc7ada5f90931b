"""What a report says, corroborated by others, while its case is open: only inside a session that holds the case's key.

All reports of a case count as one person, since nobody knows who wrote them; beside them stand the case's own claims and
findings without a case. What comes of it is sealed under the case's key, bears no token, and goes nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from cases.claims import open_fact
from cases.corroboration import Told, exposure_of, read_signs
from cases.crosscheck.corroborating import KIND, SIGNS, Sign, corroborations, sign_of
from cases.crosscheck.engine import Finding as Doubt
from cases.crosscheck.engine import trusted
from cases.filing import renew, withdraw
from cases.filing_records import corroborated_subject, detail_of
from cases.findings import open_detail, seal_detail
from cases.joining import is_open
from cases.sight import person_token
from cases.tables import Claim, Finding
from cases.timeline import note_event, note_in_log
from cases.weights.versions import active_weighing
from crypto.vault import Vault
from surveys.outbox import write_tx

ONE_PERSON = frozenset({"source:report"})


async def corroborate_case(case_id: UUID, vault: Vault, case_key: bytes, today: date) -> None:
    """Bring in line what the case's reports and others say alike. Twice is as good as once."""
    known = await Finding.objects().where(
        Finding.case == case_id, Finding.kind == KIND, Finding.claim.is_null(), Finding.sealed_by == "case"
    )
    of_reports = await _of_reports(case_id, vault, case_key)
    if not (of_reports or known) or not await is_open(case_id):
        return
    wanted = {_subject(doubt): doubt for doubt in await _wanted(case_id, of_reports, vault)}
    rows = {_subject_of_row(row, vault, case_key): row for row in known}
    async with write_tx():
        for subject, doubt in wanted.items():
            await _bring_in_line(rows.pop(subject, None), case_id, doubt, vault, case_key, today)
        for row in rows.values():
            await withdraw(row, today)


async def _of_reports(case_id: UUID, vault: Vault, case_key: bytes) -> list[Sign]:
    rows = await Finding.objects().where(
        Finding.case == case_id,
        Finding.claim.is_not_null(),
        Finding.sealed_by == "case",
        Finding.state == "open",
        Finding.kind.is_in(list(SIGNS)),
    )
    if not rows:
        return []
    claims = await Claim.objects().where(Claim.id.is_in([row.claim for row in rows]))
    facts = {claim.id: open_fact(claim, vault, case_key) for claim in claims}
    found = []
    for row in rows:
        name = open_detail(row, vault, case_key)["salesperson"]
        token = person_token(vault, name)
        sign = sign_of(facts[row.claim], str(row.claim), row.kind, name, token.hex() if token else None)
        if sign is not None:
            found.append(replace(sign, source="report", marks=ONE_PERSON))
    return found


async def _wanted(case_id: UUID, of_reports: Sequence[Sign], vault: Vault) -> list[Doubt]:
    """Only what a report has a part in; the rest is filed without anybody's key."""
    if not of_reports:
        return []
    told = await read_signs(vault)
    exposure, weighing = await exposure_of([one.sign for one in told]), await active_weighing()
    claims = {sign.claim for sign in of_reports}
    signs = [*of_reports, *_beside(told, case_id)]
    return [trusted(doubt, weighing) for _, doubt, rests_on in corroborations(signs, exposure) if rests_on & claims]


def _beside(told: Sequence[Told], case_id: UUID) -> list[Sign]:
    return [one.sign for one in told if one.place in (case_id, None)]


def _subject(doubt: Doubt) -> str:
    payee = doubt.recorded["payee_account"]
    return corroborated_subject(doubt.salesperson, str(payee) if payee else None)


def _subject_of_row(row: Finding, vault: Vault, case_key: bytes) -> str:
    detail = open_detail(row, vault, case_key)
    return corroborated_subject(detail["salesperson"], detail["recorded"]["payee_account"])


async def _bring_in_line(
    row: Finding | None, case_id: UUID, doubt: Doubt, vault: Vault, case_key: bytes, today: date
) -> None:
    detail = json.dumps(detail_of(doubt), ensure_ascii=False)
    if row is not None:
        await renew(row, doubt, detail, vault, case_key, today)
        return
    new = uuid4()
    row = Finding(
        id=new,
        case=case_id,
        kind=doubt.kind,
        grade=doubt.grade,
        probability=doubt.probability,
        sealed_by="case",
        dedupe_key=f"{KIND}-in-case:{new}",
        found_on=today,
    )
    row.sealed_detail = seal_detail(row, detail, vault, case_key)
    await Finding.insert(row)
    await note_in_log(row, today)
    await note_event(case_id, "finding", day=today, detail=f"{row.kind} {row.grade}")
