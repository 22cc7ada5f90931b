"""Sealed files of a case: listed beside what they came with, and opened piece by piece. Whether they may be: handing_out.py."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from cases.contents import FileNote
from cases.evidence.files import FileStore
from cases.evidence.refusals import EvidenceDamaged
from cases.tables import EvidenceFile
from crypto.errors import CryptoError
from crypto.headers import Header
from crypto.streams import OpeningStream


@dataclass(frozen=True)
class FileShown:
    """A file as a page lists it. `name` is what its sender called it: text, never a path.

    is_cleaned: whether it was cleaned before it was sealed, as its sender's side says; asked: how this person's request for
    the original stands.
    """

    id: UUID
    name: str = field(repr=False)
    size_bytes: int
    sha256: str = field(repr=False)
    is_cleaned: bool
    is_picture: bool
    asked: str


def files_shown(
    rows: Sequence[EvidenceFile], notes: Sequence[FileNote], asked: Mapping[UUID, str]
) -> tuple[FileShown, ...]:
    """The files of one report or message, named by what stands sealed in it; one that is not named there is shown too."""
    named = {note.id: note for note in notes}
    unnamed = FileNote("", "", "", 0)
    return tuple(_shown(row.id, named.get(str(row.id), unnamed), asked.get(row.id, "")) for row in rows)


async def files_of(report_id: UUID) -> list[EvidenceFile]:
    return await EvidenceFile.objects().where(EvidenceFile.report == report_id).order_by(EvidenceFile.id)


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


def _shown(evidence_id: UUID, note: FileNote, asked: str) -> FileShown:
    return FileShown(
        evidence_id,
        note.name,
        note.size_bytes,
        note.sha256,
        note.is_cleaned,
        note.media_type.startswith("image/"),
        asked,
    )
