"""Keeps every wording of every form, found by its fingerprint. Knows no customer."""

import re
from dataclasses import dataclass
from uuid import UUID, uuid4

from surveys.definitions.form import Definition
from surveys.definitions.reading import definition_of
from surveys.tables import SurveyVersion

_FINGERPRINT = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Version:
    """One kept wording: what it is called, and its hash."""

    name: str
    sha256: str


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


async def version_of_hash(sha256: str) -> Definition | None:
    """The wording with this fingerprint; None if it was never kept here, or is no fingerprint."""
    if not _FINGERPRINT.fullmatch(sha256):
        return None
    if sha256 not in _by_hash:
        row = await SurveyVersion.select(SurveyVersion.canonical).where(SurveyVersion.sha256 == sha256).first()
        if row is None:
            return None
        _by_hash[sha256] = definition_of(row["canonical"])
    return _by_hash[sha256]


async def versions_beginning(prefix: str) -> tuple[Version, ...]:
    """All kept wordings of forms whose name begins so."""
    rows = (
        await SurveyVersion.select(SurveyVersion.name, SurveyVersion.sha256)
        .where(SurveyVersion.name.like(f"{prefix}%"))
        .order_by(SurveyVersion.name)
        .order_by(SurveyVersion.sha256)
    )
    return tuple(Version(row["name"], row["sha256"]) for row in rows)


_read: dict[UUID, Definition] = {}
_by_hash: dict[str, Definition] = {}
