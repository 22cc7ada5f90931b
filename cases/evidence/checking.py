"""Holds every sealed file against what the log says of it: gone, cut or altered is found. Opens none and changes nothing."""

from __future__ import annotations

from uuid import UUID

from cases.evidence.files import FileStore
from cases.evidence.refusals import EvidenceDamaged
from cases.log.checking import Fault
from cases.tables import EvidenceFile
from surveys.sentences import N_

DAMAGED = N_("A file is gone or was altered on the disk: {subject}, of {day}.")


async def damaged_files(store: FileStore) -> tuple[Fault, ...]:
    """Reads every file once."""
    rows = await EvidenceFile.select(
        EvidenceFile.id, EvidenceFile.file, EvidenceFile.digest, EvidenceFile.received_on
    ).order_by(EvidenceFile.id)
    faults = [
        Fault(DAMAGED, {"subject": row["id"], "day": row["received_on"]})
        for row in rows
        if await _digest(store, row["file"]) != bytes(row["digest"])
    ]
    return tuple(faults)


async def _digest(store: FileStore, file: UUID) -> bytes:
    try:
        return await store.digest(file)
    except EvidenceDamaged:
        return b""
