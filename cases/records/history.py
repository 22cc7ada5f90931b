"""What was imported, by whom, when, and how many records there are. Refused values are opened for their owner only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.errors import CaseError
from cases.records import errors
from cases.records.contract import KINDS, Kind
from cases.records.dates import COMPANY_ZONE
from cases.records.errors import ImportUnknown
from cases.records.exporting import open_refusals
from cases.records.refusals import Refusal
from cases.records.storing import SHELVES
from cases.records.tables import Import
from crypto.vault import Vault

IMPORTS_SHOWN = 50


@dataclass(frozen=True)
class PastImport:
    """One line of the history. `at` is in China's time; states are those of the table.

    failure: the error that ended it, to be put into words.
    """

    id: UUID
    kind: str
    file_name: str
    actor_id: UUID | None
    actor_name: str
    at: datetime
    state: str
    created: int
    updated: int
    unchanged: int
    deleted: int
    rejected: int
    percent: int
    undone_by: str
    failure: CaseError | None


async def past_imports() -> list[PastImport]:
    """The latest first."""
    return [_past(row) for row in await Import.objects().order_by(Import.at, ascending=False).limit(IMPORTS_SHOWN)]


async def past_import(import_id: UUID) -> PastImport:
    """Raises ImportUnknown."""
    return _past(await _row(import_id))


async def refusals_of(import_id: UUID, actor_id: UUID, vault: Vault) -> list[Refusal]:
    """What kept rows out, for the person whose file it was; nobody else sees values of it. Raises ImportUnknown."""
    row = await _row(import_id)
    if row.actor_id != actor_id:
        raise ImportUnknown
    return open_refusals(vault, row.sealed_refusals)


async def record_counts() -> dict[Kind, int]:
    """How many records of each kind there are; claims are kept elsewhere."""
    return {kind: await SHELVES[kind].table.count() for kind in KINDS if kind in SHELVES}


async def _row(import_id: UUID) -> Import:
    row = await Import.objects().where(Import.id == import_id).first()
    if row is None:
        raise ImportUnknown
    return row


def _past(row: Import) -> PastImport:
    return PastImport(
        id=row.id,
        kind=row.kind,
        file_name=row.file_name,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        at=row.at.astimezone(COMPANY_ZONE),
        state=row.state,
        created=row.created,
        updated=row.updated,
        unchanged=row.unchanged,
        deleted=row.deleted,
        rejected=row.rejected,
        percent=row.percent,
        undone_by=row.undone_by,
        failure=_failure(row.failure),
    )


def _failure(text: str) -> CaseError | None:
    if not text:
        return None
    told = json.loads(text)
    kind = getattr(errors, told["error"], CaseError)
    return kind(**told["facts"]) if issubclass(kind, CaseError) else CaseError()
