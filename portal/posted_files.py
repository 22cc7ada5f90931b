"""Files of a form without scripts: taken as they come, cleaned, sealed and kept, and carried on if the form comes back.

Knows how a form says which files it has already brought, and what a page says of them; the rest stands in cases.evidence.
"""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any  # what a field holds is JSON
from uuid import UUID

from cases.contents import MOST_FILE_NAME, FileNote
from cases.errors import CaseError
from cases.evidence.errors import REASONS, Unscrubbable
from cases.evidence.files import FileStore
from cases.evidence.posted import LeftOut, PostedFile, refuse_too_many, seal_posted
from cases.evidence.removed import WORDS
from cases.evidence.resealing import fitting_uploads
from cases.evidence.uploads import UploadKey
from cases.receiving import Enclosed
from crypto.envelopes import Recipient
from crypto.keys import KeyPair
from surveys.forms import Form
from surveys.sentences import N_

FIELD = "kept"
LEFT_OUT_FIELD = "dropped"
CHOICE_FIELD, SEND_UNCLEANED = "uncleaned", "send"
LONGEST_KEPT = 3000
MOST_LEFT_OUT = 20
UNSEALABLE = N_("This file was not taken, since it is not clear yet who may read it. Please choose it again.")

Problem = tuple[str, Mapping[str, object]]


@dataclass(frozen=True)
class Brought:
    """The files of one form: here and sealed; left out, since they could not be cleaned; refused, by name, for something else."""

    files: Sequence[PostedFile] = ()
    left_out: Sequence[LeftOut] = ()
    problems: Sequence[tuple[str, Problem]] = field(default=(), repr=False)
    sends_uncleaned: bool = False


@dataclass
class PostedFiles:
    """Takes files while a form is read. `recipients_of` says from the fields before them to whom; None if that is unclear."""

    store: FileStore
    today: date
    recipients_of: Callable[[Form], Awaitable[Sequence[Recipient] | None]]
    taken: list[PostedFile] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)  # by the file's name
    _recipients: Sequence[Recipient] | None = None

    async def take(
        self, so_far: Form, field: str, upload_name: str, media_type: str, pieces: AsyncIterator[bytes]
    ) -> None:
        """A file that is refused leaves the others and the form as they are."""
        try:
            refuse_too_many(len(kept_in(so_far)) + len(self.taken) + 1)
            self._recipients = self._recipients or await self.recipients_of(so_far)
            if self._recipients is None:
                self.problems.append((upload_name, (UNSEALABLE, {})))
                return
            self.taken.append(
                await seal_posted(
                    self.store,
                    self._recipients,
                    upload_name,
                    media_type,
                    pieces,
                    self.today,
                    sends_uncleaned=_sends_uncleaned(so_far),
                )
            )
        except Unscrubbable as error:
            self.left_out.append(LeftOut(upload_name[:MOST_FILE_NAME], error.reason))
        except CaseError as error:
            self.problems.append((upload_name, (error.sentence, error.facts)))

    def brought(self, form: Form) -> Brought:
        """Those of earlier postings first."""
        left_out = (*_left_out_in(form), *self.left_out)[:MOST_LEFT_OUT]
        return Brought((*kept_in(form), *self.taken), left_out, tuple(self.problems), _sends_uncleaned(form))


def lost_files(error: CaseError) -> Brought:
    """Files that were here and are not any more: their form comes back and says so."""
    return Brought(problems=(("", (error.sentence, error.facts)),))


async def enclosed(
    store: FileStore, files: Sequence[PostedFile], pair: KeyPair, recipients: Sequence[Recipient], today: date
) -> tuple[Enclosed, tuple[FileNote, ...]]:
    """What goes with a report or message: uploads sealed to exactly these keys, and what is said of them.

    Raises TooManyFiles, UploadUnknown, EvidenceDamaged.
    """
    uploads = await fitting_uploads(store, [one.key for one in files], pair, recipients, today)
    notes = tuple(replace(one.note, id=str(upload.id)) for upload, one in zip(uploads, files, strict=True))
    return Enclosed(store, uploads), notes


def kept_field(one: PostedFile) -> str:
    """What a page carries of a file that is here already: as secret as the receipt that the same page carries."""
    values = {**one.note.as_json(), "id": str(one.key.id), "token": base64.b64encode(one.key.token).decode()}
    return _packed(values | {"removed": one.removed, "reason": one.reason})


def left_out_field(one: LeftOut) -> str:
    return _packed({"name": one.name, "reason": one.reason})


def kept_in(form: Form) -> tuple[PostedFile, ...]:
    """A field that is no such thing names no file."""
    return tuple(found for text in form.texts(FIELD) if (found := _kept(text)) is not None)


def _kept(text: str) -> PostedFile | None:
    try:
        values = _unpacked(text)
        key = UploadKey(UUID(values["id"]), base64.b64decode(values["token"], validate=True))
        names = [str(values[name])[:MOST_FILE_NAME] for name in ("name", "type", "sha256")]
        note = FileNote(str(key.id), names[0], names[1], int(values["size"]), names[2], values.get("cleaned") is True)
        removed = tuple(name for name in WORDS if name in values["removed"])
        reason = values["reason"] if values["reason"] in REASONS else ""
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return PostedFile(key, note, removed, reason)


def _sends_uncleaned(form: Form) -> bool:
    """What cannot be cleaned is left out unless its sender says otherwise."""
    return form.text(CHOICE_FIELD) == SEND_UNCLEANED


def _left_out_in(form: Form) -> list[LeftOut]:
    found = []
    for text in form.texts(LEFT_OUT_FIELD)[:MOST_LEFT_OUT]:
        try:
            values = _unpacked(text)
            found.append(LeftOut(str(values["name"])[:MOST_FILE_NAME], REASONS[values["reason"]].reason))
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    return found


def _packed(values: Mapping[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def _unpacked(text: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(text[:LONGEST_KEPT].encode()))
