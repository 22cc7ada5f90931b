"""Takes away what nobody will ask for again: uploads that no report named within two days, and files without a row.

Asked for by the clock, once a day. Never touches a file that a report or message has.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any  # a job's payload

from cases.evidence.files import FileStore
from cases.records.dates import day_of
from cases.tables import EvidenceFile, Upload
from surveys.outbox import enqueue, write_tx
from surveys.services import Services

KEPT = timedelta(days=2)
JOB = "sweep_uploads"


async def ask_for_sweeping(now: datetime) -> None:
    """Once a day, whoever asks first."""
    today = day_of(now).isoformat()
    async with write_tx():
        await enqueue(JOB, today, {"day": today})


async def sweep_uploads(payload: Mapping[str, Any], services: Services) -> None:
    if services.files_folder is not None:
        await sweep(FileStore(services.files_folder), date.fromisoformat(payload["day"]))


async def sweep(store: FileStore, today: date) -> int:
    """How many files went. A file is looked for before its row, so that one just begun is never taken for an orphan."""
    before = today - KEPT
    stored = await store.stored()
    kept = {row["file"] for row in await EvidenceFile.select(EvidenceFile.file)}
    async with write_tx():
        await Upload.delete().where(Upload.begun_on < before)
        await Upload.delete().where(Upload.id.is_in(EvidenceFile.select(EvidenceFile.file)))
    waiting = {row["id"] for row in await Upload.select(Upload.id)}
    gone = [file for file, day in stored if file not in kept and file not in waiting and day < before]
    for file in gone:
        await store.remove(file)
    return len(gone)
