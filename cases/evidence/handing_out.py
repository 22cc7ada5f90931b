"""Files handed out to whoever holds the case, each time on record: cleaned, or the original with the consent of another person.

Everything is cleaned anew at opening, whatever its sender's side said of it. Knows no page.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePath
from uuid import UUID

from cases.actors import Actor
from cases.approvals import ApprovalMissing, states_of, use
from cases.errors import CaseError, CaseUnknown
from cases.evidence.errors import FileTooLarge
from cases.evidence.files import FileStore
from cases.evidence.kinds import MOST_BYTES
from cases.evidence.reading import opened_pieces
from cases.evidence.refusals import EvidenceDamaged
from cases.evidence.scrubbing import Scrubbed, scrub
from cases.keyrings import Keyring, keyring_for
from cases.records.dates import day_of
from cases.tables import Case, EvidenceFile, Report
from cases.timeline import note_event
from crypto.chunks import sealed_length
from crypto.errors import CryptoError, WrongKey
from crypto.headers import parse_header
from crypto.padding import file_bucket
from crypto.streams import MOST_HEADER_BYTES
from surveys.outbox import write_tx

ACT = "open_original"
_MOST_SEALED = MOST_HEADER_BYTES + sealed_length(file_bucket(MOST_BYTES))
KNOWN_ENDINGS = frozenset(
    "jpg jpeg png webp gif heic pdf docx xlsx pptx doc xls ppt txt csv wav mp3 m4a mp4 mov zip".split()  # noqa: SIM905
)


class FileSealedBeforeYou(CaseError):
    sentence = "This file was sealed before you were let into the case, so your key does not open it."
    status = 403


@dataclass(frozen=True)
class CleanedFile:
    """A file without its hidden details. `name` is ours and says nothing."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class OriginalFile:
    """A file as it was sealed, on its way to whoever opened it. `name` is ours and says nothing."""

    name: str
    pieces: AsyncIterator[bytes]


async def open_cleaned(
    actor: Actor,
    case_id: UUID,
    evidence_id: UUID,
    store: FileStore,
    sent_name: str = "",
    *,
    now: datetime | None = None,
) -> CleanedFile:
    """Clean a file in memory, put the opening on record, and hand it out. To be called from a POST.

    sent_name: what its sender called it. Raises CaseUnknown without a grant, FileSealedBeforeYou, EvidenceDamaged, and
    Unscrubbable for what cannot be cleaned: nothing is handed out then, and nothing is on record.
    """
    now = now or datetime.now(UTC)
    row, content_key = await _opened_row(actor, case_id, evidence_id)
    cleaned = await _cleaned(store, row, content_key, sent_name)
    async with write_tx():
        await note_event(case_id, "file_opened", day=day_of(now), at=now, actor=actor.id, detail=str(row.id)[:8])
    return CleanedFile(await _our_name(case_id, row, cleaned.extension), cleaned.media_type, cleaned.data)


async def open_original(
    actor: Actor,
    case_id: UUID,
    evidence_id: UUID,
    store: FileStore,
    sent_name: str = "",
    *,
    now: datetime | None = None,
) -> OriginalFile:
    """Spend the consent that was given for this file, put that on record, and hand it out as it was sealed.

    Raises CaseUnknown without a grant, FileSealedBeforeYou, ApprovalMissing.
    """
    now = now or datetime.now(UTC)
    row, content_key = await _opened_row(actor, case_id, evidence_id)
    async with write_tx():
        approval = await use(actor, ACT, row.id, now=now)
        if approval.case != case_id:  # those who hold another case were asked
            raise ApprovalMissing
        await note_event(case_id, "original_opened", day=day_of(now), at=now, actor=actor.id, detail=str(row.id)[:8])
    name = await _our_name(case_id, row, _safe_ending(sent_name))
    return OriginalFile(name, opened_pieces(store, row, lambda _: content_key))


async def asked_for(actor: Actor, rows: Sequence[EvidenceFile], *, now: datetime | None = None) -> dict[UUID, str]:
    """How this person's requests for these originals stand: waiting or approved; the others are missing."""
    return await states_of(actor, ACT, [row.id for row in rows], now=now)


async def _opened_row(actor: Actor, case_id: UUID, evidence_id: UUID) -> tuple[EvidenceFile, bytes]:
    """What can be known before the first byte goes out."""
    ring = await keyring_for(actor, case_id)
    row = await EvidenceFile.objects().where(EvidenceFile.id == evidence_id).first()
    if row is None or not await Report.exists().where(Report.id == row.report, Report.case == case_id):
        raise CaseUnknown
    return row, _content_key(ring, row)


def _content_key(ring: Keyring, row: EvidenceFile) -> bytes:
    try:
        return ring.key_of(row.id, parse_header(bytes(row.header)))
    except WrongKey as error:
        raise FileSealedBeforeYou from error
    except CryptoError as error:
        raise EvidenceDamaged from error


async def _cleaned(store: FileStore, row: EvidenceFile, content_key: bytes, sent_name: str) -> Scrubbed:
    """What is too large is refused before it fills the memory."""
    if row.size_bytes > _MOST_SEALED:
        raise FileTooLarge
    content = [piece async for piece in opened_pieces(store, row, lambda _: content_key)]
    return await scrub(b"".join(content), sent_name)


async def _our_name(case_id: UUID, row: EvidenceFile, ending: str) -> str:
    case = await Case.select(Case.number).where(Case.id == case_id).first()
    number = case["number"] if case else ""
    return f"evidence-{number}-{str(row.id)[:8]}.{ending}"


def _safe_ending(name: str) -> str:
    ending = PurePath(name).suffix.lower().lstrip(".")
    return ending if ending in KNOWN_ENDINGS else "bin"
