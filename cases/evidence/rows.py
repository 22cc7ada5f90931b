"""Evidence files as rows: made from whole uploads when the report or message that names them is written. Reads nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from cases.tables import EvidenceFile, Upload


def evidence_rows(uploads: Iterable[Upload], report: UUID, message: UUID | None, today: date) -> list[EvidenceFile]:
    """One upload becomes evidence once: its id is the row's, too, by which the sealed note names it."""
    return [
        EvidenceFile(
            id=upload.id,
            report=report,
            message=message,
            file=upload.id,
            size_bytes=upload.size_bytes,
            digest=bytes(upload.digest),
            header=bytes(upload.header),
            received_on=today,
        )
        for upload in uploads
    ]
