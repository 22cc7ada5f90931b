"""The free text of a report, searched while somebody has it open: the finding is sealed under the case key like its others.

Only where a deal can be meant: a report of harassment is not held against words about payments.
"""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID, uuid4

from cases.channels.errors import ChannelUnknown
from cases.channels.offered import channel_named
from cases.crosscheck.engine import Finding as Doubt
from cases.crosscheck.terms import notice, terms_said, words_said
from cases.filing import renew, withdraw
from cases.filing_records import detail_of
from cases.findings import seal_detail
from cases.tables import Finding, Report
from cases.terms.notes import KIND
from cases.terms.versions import words_in_force
from cases.timeline import note_event, note_in_log
from crypto.vault import Vault

SOURCE = "report"


async def search_report_text(report: Report, text: str, case_key: bytes, vault: Vault, today: date) -> None:
    """Bring the one finding of a report's text in line with the list in force. Needs write_tx()."""
    doubt = await _doubt_in(text) if await _is_about_deals(report.channel) else None
    row = await Finding.objects().where(Finding.dedupe_key == _key(report.id)).first()
    if doubt is None:
        if row is not None:
            await withdraw(row, today)
        return
    detail = json.dumps(detail_of(doubt) | {"source": SOURCE}, ensure_ascii=False)
    if row is None:
        await _insert(report, doubt, detail, case_key, vault, today)
    else:
        await renew(row, doubt, detail, vault, case_key, today)


async def _is_about_deals(channel: str) -> bool:
    try:
        found = await channel_named(channel)
    except ChannelUnknown:
        return False
    return found.takes_claim or found.audience == "customer"


async def _doubt_in(text: str) -> Doubt | None:
    noticed = notice(text, await words_in_force())
    if noticed is None:
        return None
    return Doubt(
        kind=KIND,
        grade=noticed.grade,
        order_no=None,
        lead_no=None,
        payment_no=None,
        salesperson=None,
        probability=1.0,
        weights={},
        said=terms_said(noticed),
        recorded={},
        summary=words_said(noticed, SOURCE),
    )


async def _insert(report: Report, doubt: Doubt, detail: str, case_key: bytes, vault: Vault, today: date) -> None:
    """Without a store or a blind token: either would tell where the reporter works."""
    row = Finding(
        id=uuid4(),
        case=report.case,
        kind=doubt.kind,
        grade=doubt.grade,
        probability=doubt.probability,
        sealed_by="case",
        dedupe_key=_key(report.id),
        found_on=today,
    )
    row.sealed_detail = seal_detail(row, detail, vault, case_key)
    await Finding.insert(row)
    await note_in_log(row, today)
    await note_event(report.case, "finding", day=today, detail=f"{row.kind} {row.grade}")


def _key(report_id: UUID) -> str:
    return f"{SOURCE}:{report_id}:{KIND}"
