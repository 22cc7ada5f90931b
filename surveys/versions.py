"""Keeps every wording of every form, found by its fingerprint. Knows no customer."""

from uuid import UUID, uuid4

from surveys.definition_reading import definition_of
from surveys.definitions import Definition
from surveys.tables import SurveyVersion


async def keep_version(definition: Definition) -> UUID:
    """Row of this very wording, written if it is new. Needs write_tx()."""
    row = SurveyVersion(id=uuid4(), sha256=definition.sha256, name=definition.name, canonical=definition.canonical)
    await SurveyVersion.insert(row).on_conflict(SurveyVersion.sha256, "DO NOTHING")
    found = await SurveyVersion.select(SurveyVersion.id).where(SurveyVersion.sha256 == definition.sha256).first()
    if found is None:
        raise RuntimeError("a version that was just written must be there")
    return UUID(str(found["id"]))


async def version(version_id: UUID) -> Definition:
    """The form as it was worded then."""
    if version_id not in _read:
        row = await SurveyVersion.select(SurveyVersion.canonical).where(SurveyVersion.id == version_id).first()
        if row is None:
            raise LookupError("a version is never deleted")
        _read[version_id] = definition_of(row["canonical"])
    return _read[version_id]


_read: dict[UUID, Definition] = {}
