"""Which forms can be asked by now, and by which wording. Knows no campaign and no customer; who published is on record elsewhere.

A form that comes with the product can be asked at once. Its row here begins when somebody publishes another wording
of it, or retires it. What was asked by an earlier wording keeps that: versions never change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any  # a column's value is whatever the column holds
from uuid import UUID, uuid4

from piccolo.columns import Column

from surveys.definitions.errors import OpenFormTakesNoFiles
from surveys.definitions.form import FILES, Definition, Text
from surveys.definitions.reading import READY_MADE, ready_made
from surveys.definitions.versions import keep_version, version
from surveys.errors import DefinitionUnknown
from surveys.tables import PublishedForm

OPEN_FORM = "feedback"  # what /feedback asks: anybody may answer it, so nobody's files are taken there


@dataclass(frozen=True)
class AskableForm:
    """A form and the wording it is asked by. is_ready_made: it still reads as it came with the product."""

    name: str
    title: Text
    sha256: str
    is_ready_made: bool
    is_retired: bool = False


async def forms_published() -> tuple[AskableForm, ...]:
    """Every form that may be asked, those that came with the product first."""
    return tuple(form for form in await forms_known() if not form.is_retired)


async def forms_known() -> tuple[AskableForm, ...]:
    """The retired ones too."""
    rows = {row.name: row for row in await PublishedForm.objects()}
    own = sorted(name for name in rows if name not in READY_MADE)
    return tuple([await _known(name, rows.get(name)) for name in (*READY_MADE, *own)])


async def published(name: str) -> Definition:
    """The wording a form is asked by from now on. Raises DefinitionUnknown, also for a retired one."""
    row = await _row(name)
    if row is None:
        return ready_made(name)
    if row.is_retired:
        raise DefinitionUnknown
    return await version(row.version) if row.version else ready_made(name)


async def wording_of(name: str) -> Definition:
    """The wording published last, of a retired form too. Raises DefinitionUnknown."""
    row = await _row(name)
    return await version(row.version) if row and row.version else ready_made(name)


async def publish(definition: Definition) -> UUID:
    """Ask by this wording from now on; a retired form is taken up again. The version's id. Needs write_tx().

    Raises OpenFormTakesNoFiles.
    """
    files = [question.name for question in definition.asked if question.type in FILES]
    if files and definition.name == OPEN_FORM:
        raise OpenFormTakesNoFiles(where=files[0])
    version_id = await keep_version(definition)
    await _write(definition.name, {PublishedForm.version: version_id, PublishedForm.is_retired: False})
    return version_id


async def retire(name: str, *, is_retired: bool = True) -> bool:
    """Ask nobody new by this form, or take it up again; False if it was so already. Needs write_tx()."""
    row = await _row(name)
    if row is None and name not in READY_MADE:
        raise DefinitionUnknown
    if is_retired == (row.is_retired if row else False):
        return False
    await _write(name, {PublishedForm.is_retired: is_retired})
    return True


async def _write(name: str, values: dict[Column | str, Any]) -> None:
    blank = PublishedForm(id=uuid4(), name=name)
    await PublishedForm.insert(blank).on_conflict(PublishedForm.name, "DO NOTHING")
    await PublishedForm.update(values).where(PublishedForm.name == name)


async def _known(name: str, row: PublishedForm | None) -> AskableForm:
    definition = await version(row.version) if row and row.version else ready_made(name)
    is_ready_made = name in READY_MADE and definition.sha256 == ready_made(name).sha256
    return AskableForm(name, definition.title, definition.sha256, is_ready_made, bool(row and row.is_retired))


async def _row(name: str) -> PublishedForm | None:
    return await PublishedForm.objects().where(PublishedForm.name == name).first()
