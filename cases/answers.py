"""A single named answer behind a finding: read by investigators only, every reading on record. Knows no page.

Whoever may not see the finding may not read the answer; supervisors read aggregates, sales nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from cases.actors import Actor
from cases.errors import CaseError
from cases.finding_acts import note_act
from cases.findings import finding_for
from cases.tables import Claim, Finding
from crypto.vault import Vault
from surveys import Reread, file_of, reread, times_corrected
from surveys.answering.files import GivenFile
from surveys.outbox import write_tx

OF_RESPONSE = "response:"


class NoAnswerBehind(CaseError):
    sentence = "There is no answer of a customer behind this finding, or its time was over and it was erased."
    status = 404


async def response_behind(finding: Finding) -> UUID | None:
    """The survey response whose claim gave rise to a finding; None where it came from a report, an import or records."""
    row = await Claim.select(Claim.source_key).where(Claim.id == finding.claim).first()
    key = str(row["source_key"]) if row else ""
    return UUID(key.removeprefix(OF_RESPONSE)) if key.startswith(OF_RESPONSE) else None


async def corrections_behind(actor: Actor, finding_id: UUID, vault: Vault) -> int | None:
    """How often the customer corrected the answer; None where there is none. Raises FindingUnknown."""
    finding, _ = await finding_for(actor, finding_id, vault)
    response_id = await response_behind(finding)
    return None if response_id is None else await times_corrected(response_id)


async def open_answer(
    actor: Actor, finding_id: UUID, vault: Vault, language: str, *, now: datetime | None = None
) -> Reread:
    """Every version of it. Raises FindingUnknown, NoAnswerBehind. To be called from a POST: it is noted before it is shown."""
    response_id = await _noted(actor, finding_id, "answer_read", vault, now or datetime.now(UTC))
    answer = await reread(response_id, vault, language)
    if answer is None:
        raise NoAnswerBehind
    return answer


async def open_answer_file(
    actor: Actor, finding_id: UUID, file_id: UUID, vault: Vault, *, now: datetime | None = None
) -> tuple[GivenFile, bytes]:
    """A photo that came with it, cleaned when it came. Raises FindingUnknown, NoAnswerBehind."""
    response_id = await _noted(actor, finding_id, "photo_read", vault, now or datetime.now(UTC))
    found = await file_of(response_id, file_id, vault)
    if found is None:
        raise NoAnswerBehind
    return found


async def _noted(actor: Actor, finding_id: UUID, act: str, vault: Vault, now: datetime) -> UUID:
    finding, _ = await finding_for(actor, finding_id, vault)
    response_id = await response_behind(finding)
    if response_id is None:
        raise NoAnswerBehind
    async with write_tx():
        await note_act(finding.id, act, actor.id, now)
    return response_id
