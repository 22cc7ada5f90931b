"""The history's row of one import while it runs: counts that commit with the rows they count, and signs of life."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from cases.records.contract import Kind
from cases.records.errors import ImportUnknown
from cases.records.exporting import seal_refusals
from cases.records.refusals import Refusal
from cases.records.tables import Import
from crypto.vault import Vault
from surveys.outbox import enqueue, write_tx

ABANDONED_AFTER = timedelta(minutes=10)  # without a sign of life
SIGN_SECONDS = 2.0
RECHECK = "recheck_claims"
SEARCH = "search_notes"


class Counts(NamedTuple):
    """What became of rows that were good."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


class Ledger:
    """Counts one import. Without begin() or resume() it is a dry run's, and counts in memory only."""

    def __init__(self, kind: Kind, vault: Vault) -> None:
        self.import_id: UUID | None = None
        self._kind = kind
        self.vault = vault
        self._written = Counts()  # in earlier runs of this import as well
        self._good = 0  # rows of this run
        self._signed = 0.0

    @property
    def tally(self) -> Counts:
        """What an earlier run of the same import wrote is met again as unchanged, and is not."""
        created, updated, _ = self._written
        return Counts(created, updated, max(0, self._good - created - updated))

    @property
    def is_due(self) -> bool:
        """Whether somebody who waits should hear of it again."""
        return time.monotonic() - self._signed > SIGN_SECONDS

    async def begin(self, file_name: str, actor_id: UUID | None, actor_name: str) -> None:
        """Write the history's row."""
        self.import_id = uuid4()
        now = datetime.now(UTC)
        async with write_tx():
            await stop_abandoned(now)
            await Import.insert(
                Import(
                    id=self.import_id,
                    kind=self._kind,
                    file_name=file_name[:200],
                    actor_id=actor_id,
                    actor_name=actor_name[:100],
                    at=now,
                    beat_at=now,
                )
            )

    async def resume(self, import_id: UUID) -> None:
        """Go on with an import that waits or was cut off. Raises ImportUnknown."""
        row = await Import.objects().where(Import.id == import_id).first()
        if row is None:
            raise ImportUnknown
        self.import_id = import_id
        self._written = Counts(row.created, row.updated)
        async with write_tx():
            await Import.update({Import.state: "running", Import.beat_at: datetime.now(UTC)}).where(
                Import.id == import_id
            )

    def count(self, counts: Counts, repeated: int) -> None:
        created, updated, unchanged = counts
        self._written = Counts(self._written.created + created, self._written.updated + updated)
        self._good += created + updated + unchanged + repeated

    async def note(self, counts: Counts, repeated: int, fraction: float) -> None:
        """Count, and write it down in the transaction that writes the rows."""
        self.count(counts, repeated)
        self._signed = time.monotonic()
        tally = self.tally
        await Import.update(
            {
                Import.created: tally.created,
                Import.updated: tally.updated,
                Import.unchanged: tally.unchanged,
                Import.percent: min(99, int(fraction * 100)),
                Import.beat_at: datetime.now(UTC),
            }
        ).where(Import.id == self.import_id)

    async def note_deleted(self, count: int) -> None:
        await Import.update({Import.deleted: Import.deleted + count}).where(Import.id == self.import_id)

    async def finish(self, rejected: int, refusals: Sequence[Refusal]) -> None:
        if self.import_id is None:
            return
        sealed = await asyncio.to_thread(seal_refusals, self.vault, refusals)
        tally = self.tally
        async with write_tx():
            await Import.update(
                {
                    Import.state: "done",
                    Import.percent: 100,
                    Import.created: tally.created,
                    Import.updated: tally.updated,
                    Import.unchanged: tally.unchanged,
                    Import.rejected: rejected,
                    Import.sealed_refusals: sealed,
                }
            ).where(Import.id == self.import_id)
            await _recheck_if_changed(self.import_id)


async def stop_abandoned(now: datetime) -> None:
    """Mark imports nobody works on any more, and have checked what they left behind. Needs write_tx()."""
    left = await Import.select(Import.id).where(
        Import.state == "running", Import.draft_id.is_null(), Import.beat_at < now - ABANDONED_AFTER
    )
    for row in left:
        await Import.update({Import.state: "stopped"}).where(Import.id == row["id"])
        await _recheck_if_changed(row["id"])


async def _recheck_if_changed(import_id: UUID) -> None:
    """Claims that the changed records may bear on are checked again, once an import."""
    row = await Import.objects().where(Import.id == import_id).first()
    if row is not None and row.kind != "claims" and row.created + row.updated + row.deleted:
        await ask_for_checks(import_id, row.kind, "import")


async def ask_for_checks(import_id: UUID, kind: str, why: str) -> None:
    """Have claims held against the changed records again, and what is noted in them searched. Needs write_tx()."""
    payload = {"import_id": str(import_id), "kind": kind}
    await enqueue(RECHECK, f"{why}:{import_id}", payload)
    if kind in ("orders", "leads"):
        await enqueue(SEARCH, f"{why}:{import_id}", payload)
