"""Files of a form without scripts: taken as they come, sealed and kept, and carried to the next page if the form comes back.

Knows how a form says which files it has already brought; what sealing means stands in cases.evidence.
"""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from cases.contents import MOST_FILE_NAME, FileNote
from cases.errors import CaseError
from cases.evidence.files import FileStore
from cases.evidence.posted import PostedFile, refuse_too_many, seal_posted
from cases.evidence.resealing import fitting_uploads
from cases.evidence.uploads import UploadKey
from cases.receiving import Enclosed
from crypto.envelopes import Recipient
from crypto.keys import KeyPair
from surveys.forms import Form
from surveys.sentences import N_

FIELD = "kept"
LONGEST_KEPT = 2000
UNSEALABLE = N_("This file was not taken, since it is not clear yet who may read it. Please choose it again.")

Problem = tuple[str, Mapping[str, object]]


@dataclass
class PostedFiles:
    """Takes files while a form is read. `recipients_of` says from the fields before them to whom; None if that is unclear."""

    store: FileStore
    today: date
    recipients_of: Callable[[Form], Awaitable[Sequence[Recipient] | None]]
    taken: list[PostedFile] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)  # by the file's name
    _recipients: Sequence[Recipient] | None = None

    async def take(self, so_far: Form, upload_name: str, media_type: str, pieces: AsyncIterator[bytes]) -> None:
        """A file that is refused leaves the others and the form as they are."""
        try:
            refuse_too_many(len(kept_in(so_far)) + len(self.taken) + 1)
            self._recipients = self._recipients or await self.recipients_of(so_far)
            if self._recipients is None:
                self.problems.append((upload_name, (UNSEALABLE, {})))
                return
            self.taken.append(
                await seal_posted(self.store, self._recipients, upload_name, media_type, pieces, self.today)
            )
        except CaseError as error:
            self.problems.append((upload_name, (error.sentence, error.facts)))

    def all_of(self, form: Form) -> tuple[PostedFile, ...]:
        """Those of earlier postings first."""
        return (*kept_in(form), *self.taken)


async def enclosed(
    store: FileStore, files: Sequence[PostedFile], pair: KeyPair, recipients: Sequence[Recipient], today: date
) -> tuple[Enclosed, tuple[FileNote, ...]]:
    """What goes with a report or message: uploads sealed to exactly these keys, and what is said of them.

    Raises TooManyFiles, UploadUnknown, EvidenceDamaged.
    """
    uploads = await fitting_uploads(store, [one.key for one in files], pair, recipients, today)
    notes = tuple(
        FileNote(str(upload.id), one.note.name, one.note.media_type, one.note.size_bytes, one.note.sha256)
        for upload, one in zip(uploads, files, strict=True)
    )
    return Enclosed(store, uploads), notes


def kept_field(one: PostedFile) -> str:
    """What a page carries of a file that is here already: as secret as the receipt that the same page carries."""
    values = {**one.note.as_json(), "id": str(one.key.id), "token": base64.b64encode(one.key.token).decode()}
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def kept_in(form: Form) -> tuple[PostedFile, ...]:
    """A field that is no such thing names no file."""
    return tuple(found for text in form.texts(FIELD) if (found := _kept(text)) is not None)


def _kept(text: str) -> PostedFile | None:
    try:
        values = json.loads(base64.urlsafe_b64decode(text[:LONGEST_KEPT].encode()))
        key = UploadKey(UUID(values["id"]), base64.b64decode(values["token"], validate=True))
        names = [str(values[name])[:MOST_FILE_NAME] for name in ("name", "type", "sha256")]
        note = FileNote(str(key.id), names[0], names[1], int(values["size"]), names[2])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return PostedFile(key, note)
