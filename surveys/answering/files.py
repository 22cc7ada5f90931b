"""Files that come with an answer: cleaned, sealed, kept beside the invitation. Knows no page and cleans nothing itself.

They lie in the database, not on the disk: a few photos a day, which then go, are backed up and are erased with the rest.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from crypto.vault import Vault
from surveys.answering.replaying import Replay
from surveys.definitions.form import FILES, Question
from surveys.errors import AnswerUnknown, FileNotTaken, TooManyAnswerFiles
from surveys.outbox import write_tx
from surveys.services import Cleans
from surveys.tables import AnswerFile

NOTE_COLUMN, CONTENT_COLUMN = "surveys_answer_file.note", "surveys_answer_file.content"
MOST_BYTES = 10 << 20  # FileNotTaken says so
MOST_A_LINK = 6
_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
_DOCUMENTS = _PICTURES | {"application/pdf"}


@dataclass(frozen=True)
class GivenFile:
    """What is said of a file; `removed` names what was cleaned away."""

    id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str = ""
    removed: tuple[str, ...] = field(default=())


async def keep_file(
    invitation_id: UUID,
    question: Question,
    name: str,
    pieces: AsyncIterator[bytes],
    clean: Cleans,
    vault: Vault,
    today: date,
) -> GivenFile:
    """Clean and seal one file for a question of this invitation. Raises a FileNotTaken."""
    if await AnswerFile.count().where(AnswerFile.invitation == invitation_id) >= MOST_A_LINK:
        raise TooManyAnswerFiles
    cleaned = await clean(pieces, name)
    if cleaned.media_type not in (_PICTURES if question.type == "image" else _DOCUMENTS):
        raise FileNotTaken
    sha256 = hashlib.sha256(cleaned.data).hexdigest()
    given = GivenFile(uuid4(), name[:100], cleaned.media_type, len(cleaned.data), sha256, cleaned.removed)
    row = AnswerFile(
        id=given.id,
        invitation=invitation_id,
        sealed_note=vault.seal(NOTE_COLUMN, _note_of(given)),
        sealed_content=vault.seal_bytes(CONTENT_COLUMN, cleaned.data),
        received_on=today,
    )
    async with write_tx():
        await AnswerFile.insert(row)
    return given


async def notes_of(ids: Iterable[UUID], vault: Vault) -> dict[UUID, GivenFile]:
    """What is said of these files, of those that are still there."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = await AnswerFile.select(AnswerFile.id, AnswerFile.sealed_note).where(AnswerFile.id.is_in(wanted))
    return {row["id"]: _given(row["id"], vault.open(NOTE_COLUMN, bytes(row["sealed_note"]))) for row in rows}


async def content_of(invitation_id: UUID, file_id: UUID, vault: Vault) -> tuple[GivenFile, bytes] | None:
    """One file of one invitation; None if there is no such file."""
    row = await AnswerFile.objects().where(AnswerFile.id == file_id, AnswerFile.invitation == invitation_id).first()
    if row is None:
        return None
    content = vault.open_bytes(CONTENT_COLUMN, bytes(row.sealed_content))
    return _given(row.id, vault.open(NOTE_COLUMN, bytes(row.sealed_note))), content


async def refuse_foreign_files(invitation_id: UUID, walk: Replay) -> None:
    """Raises AnswerUnknown for an answer that names a file of somebody else, or none."""
    named = files_in(walk)
    if not named:
        return
    found = await AnswerFile.count().where(AnswerFile.id.is_in(named), AnswerFile.invitation == invitation_id)
    if found != len(set(named)):
        raise AnswerUnknown


def files_in(walk: Replay) -> list[UUID]:
    asked = (question for question in walk.path if question.type in FILES and walk.answers.get(question.name))
    return [UUID(walk.answers[question.name]) for question in asked]


def _note_of(given: GivenFile) -> str:
    return json.dumps(
        {
            "name": given.name,
            "type": given.media_type,
            "size": given.size_bytes,
            "sha256": given.sha256,
            "removed": list(given.removed),
        },
        ensure_ascii=False,
    )


def _given(file_id: UUID, note: str) -> GivenFile:
    kept = json.loads(note)
    return GivenFile(file_id, kept["name"], kept["type"], kept["size"], kept["sha256"], tuple(kept["removed"]))
