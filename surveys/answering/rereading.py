"""One answer in all its versions, for the few who may read single answers. Decides nobody's right to; writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from crypto.vault import Vault
from surveys.answering.files import GivenFile, content_of, notes_of
from surveys.answering.responses import Told, response_of, told_in
from surveys.tables import FormerAnswers, Response


@dataclass(frozen=True)
class ToldVersion:
    """What was sent at one time. number counts from 1."""

    number: int
    answered_on: date
    lines: Sequence[Told] = field(repr=False)


@dataclass(frozen=True)
class Reread:
    """versions: the latest first. asked_by: who asked, if it was by telephone. files: by id, of any version."""

    versions: Sequence[ToldVersion]
    asked_by: UUID | None
    files: dict[UUID, GivenFile] = field(repr=False)


async def reread(response_id: UUID, vault: Vault, language: str) -> Reread | None:
    """None once it was erased."""
    row = await Response.objects().where(Response.id == response_id).first()
    response = await response_of(response_id)
    if row is None or response is None:
        return None
    former = await FormerAnswers.objects().where(FormerAnswers.response == response_id).order_by(FormerAnswers.revision)
    sealed = [(one.revision, one.answered_on, bytes(one.sealed_answers)) for one in former]
    sealed.append((row.revision, row.answered_on, bytes(row.sealed_answers)))
    versions = [
        ToldVersion(number, day, told_in(cells, response, vault, language)) for number, day, cells in reversed(sealed)
    ]
    named = {line.file for version in versions for line in version.lines if line.file}
    return Reread(versions, row.asked_by, await notes_of(named, vault))


async def times_corrected(response_id: UUID) -> int:
    row = await Response.select(Response.revision).where(Response.id == response_id).first()
    return int(row["revision"]) - 1 if row else 0


async def file_of(response_id: UUID, file_id: UUID, vault: Vault) -> tuple[GivenFile, bytes] | None:
    """A file that came with this answer, or with a version of it; None if there is none."""
    row = await Response.select(Response.invitation).where(Response.id == response_id).first()
    return await content_of(row["invitation"], file_id, vault) if row and row["invitation"] else None
