"""Opens sealed files for whoever holds the case: listed beside what they came with, handed out as a stream, on record."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePath
from uuid import UUID

from cases.actors import Actor
from cases.contents import FileNote
from cases.errors import CaseError, CaseUnknown
from cases.evidence.files import FileStore
from cases.evidence.refusals import EvidenceDamaged
from cases.keyrings import Keyring, keyring_for
from cases.records.dates import day_of
from cases.tables import Case, EvidenceFile, Report
from cases.timeline import note_event
from crypto.errors import CryptoError, WrongKey
from crypto.headers import Header, parse_header
from crypto.streams import OpeningStream
from surveys.outbox import write_tx

KNOWN_ENDINGS = frozenset(
    "jpg jpeg png webp gif heic pdf docx xlsx pptx doc xls ppt txt csv wav mp3 m4a mp4 mov zip".split()  # noqa: SIM905
)


class FileSealedBeforeYou(CaseError):
    sentence = "This file was sealed before you were let into the case, so your key does not open it."
    status = 403


@dataclass(frozen=True)
class FileShown:
    """A file as a page lists it. `name` is what its sender called it: text, never a path."""

    id: UUID
    name: str = field(repr=False)
    size_bytes: int
    sha256: str = field(repr=False)


@dataclass(frozen=True)
class OpenedFile:
    """A file on its way to whoever opened it. `name` is ours and says nothing."""

    name: str
    pieces: AsyncIterator[bytes]


def files_shown(rows: Sequence[EvidenceFile], notes: Sequence[FileNote]) -> tuple[FileShown, ...]:
    """The files of one report or message, named by what stands sealed in it; one that is not named there is shown too."""
    named = {note.id: note for note in notes}
    unnamed = FileNote("", "", "", 0)
    shown = [(row, named.get(str(row.id), unnamed)) for row in rows]
    return tuple(FileShown(row.id, note.name, note.size_bytes, note.sha256) for row, note in shown)


async def files_of(report_id: UUID) -> list[EvidenceFile]:
    return await EvidenceFile.objects().where(EvidenceFile.report == report_id).order_by(EvidenceFile.id)


async def open_file(
    actor: Actor, case_id: UUID, evidence_id: UUID, store: FileStore, ending: str = "", *, now: datetime | None = None
) -> OpenedFile:
    """Put the opening on record and hand out the file. To be called from a POST.

    ending: of the name it was sent under. Raises CaseUnknown without a grant, FileSealedBeforeYou, EvidenceDamaged.
    """
    now = now or datetime.now(UTC)
    ring = await keyring_for(actor, case_id)
    row = await EvidenceFile.objects().where(EvidenceFile.id == evidence_id).first()
    if row is None or not await Report.exists().where(Report.id == row.report, Report.case == case_id):
        raise CaseUnknown
    content_key = _content_key(ring, row)
    async with write_tx():
        await note_event(case_id, "file_opened", day=day_of(now), at=now, actor=actor.id, detail=str(row.id)[:8])
    case = await Case.select(Case.number).where(Case.id == case_id).first()
    number = case["number"] if case else ""
    name = f"evidence-{number}-{str(row.id)[:8]}.{safe_ending(ending)}"
    return OpenedFile(name, opened_pieces(store, row, lambda _: content_key))


async def opened_pieces(
    store: FileStore, row: EvidenceFile, content_key_of: Callable[[Header], bytes]
) -> AsyncIterator[bytes]:
    """The file's content. What was altered or cut breaks off with EvidenceDamaged instead of ending well."""
    opening = OpeningStream(content_key_of, row.size_bytes)
    try:
        async for block in store.read(row.file):
            yield opening.feed(block)
        opening.finish()
    except CryptoError as error:
        raise EvidenceDamaged from error


def safe_ending(name: str) -> str:
    ending = PurePath(name).suffix.lower().lstrip(".")
    return ending if ending in KNOWN_ENDINGS else "bin"


def _content_key(ring: Keyring, row: EvidenceFile) -> bytes:
    """What can be known before the first byte goes out."""
    try:
        return ring.key_of(row.id, parse_header(bytes(row.header)))
    except WrongKey as error:
        raise FileSealedBeforeYou from error
    except CryptoError as error:
        raise EvidenceDamaged from error
