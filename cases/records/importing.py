"""Takes a whole file in: good rows enter by chunks, each chunk a transaction; bad rows are listed and enter nothing.

Importing the same file again changes no row: a row is written only where its keyed content hash differs. Reading and
sealing run in a thread, so a server keeps answering meanwhile. Knows no page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import NamedTuple
from uuid import UUID, uuid4

from cases.records.bulk import known_hashes, write_changed
from cases.records.cells import Record
from cases.records.contract import Kind
from cases.records.dates import day_of
from cases.records.exporting import seal_refusals
from cases.records.refusals import Refusal
from cases.records.rows import Understood
from cases.records.source import Source, open_source
from cases.records.storing import Clerk, Stamp
from cases.records.tables import Import
from crypto.vault import Vault
from surveys.outbox import enqueue, write_tx

CHUNK_ROWS = 2000  # one transaction of some 0.1 s: others get their turn, and the disk is not asked too often
REFUSALS_KEPT = 20_000  # beyond it the mapping is wrong, and the list helps nobody
ABANDONED_AFTER = timedelta(hours=6)
RECHECK = "recheck_claims"


class Counts(NamedTuple):
    """What became of rows that were good."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


StoreClaims = Callable[[list[Record]], Awaitable[Counts]]
Progress = Callable[[int], None]


@dataclass
class ImportResult:
    """What came of a file. `rejected` counts rows; `refusals` lists at most REFUSALS_KEPT values that kept them out.

    `import_id` is None for a dry run. `skipped` counts totals, repeated headers and footers.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    skipped: int = 0
    refusals: list[Refusal] = field(default_factory=list, repr=False)
    import_id: UUID | None = None

    def add(self, counts: Counts) -> None:
        self.created += counts.created
        self.updated += counts.updated
        self.unchanged += counts.unchanged

    @property
    def rows(self) -> int:
        return self.created + self.updated + self.unchanged + self.rejected


async def import_file(
    kind: Kind,
    data: bytes,
    vault: Vault,
    *,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    actor_id: UUID | None = None,
    actor_name: str = "",
    file_name: str = "",
    progress: Progress | None = None,
    store_claims: StoreClaims | None = None,
) -> ImportResult:
    """Read `data` as a file of `kind` and store its good rows; with `dry_run` only count what would happen.

    mapping: {contract column: header of the file}, correcting the guess. progress: called with the rows read so far.
    store_claims: required for "claims", gets chunks of records inside a write transaction.
    Raises a child of FileUnreadable if no row can be read at all; then nothing was stored.
    """
    source = await asyncio.to_thread(open_source, kind, data, mapping)
    result = ImportResult()
    if not dry_run:
        result.import_id = await _begin(kind, file_name, actor_id, actor_name)
    store = _storing(kind, vault, result.import_id, store_claims)
    await _take_in(source, store, result, progress)
    if result.import_id is not None:
        await _finish(result, kind, vault)
    return result


_Store = Callable[[list[Record]], Awaitable[Counts]]


def _storing(kind: Kind, vault: Vault, import_id: UUID | None, store_claims: StoreClaims | None) -> _Store:
    if kind != "claims":
        return _Shelving(Clerk(kind, vault), import_id).store
    if store_claims is None:
        raise ValueError("claims need store_claims")
    return _count_claims if import_id is None else _in_transaction(store_claims)


def _in_transaction(store_claims: StoreClaims) -> _Store:
    async def store(records: list[Record]) -> Counts:
        async with write_tx():
            return await store_claims(records)

    return store


async def _count_claims(records: list[Record]) -> Counts:
    """A dry run cannot know which claims are new; it counts them as such."""
    return Counts(created=len(records))


async def _take_in(source: Source, store: _Store, result: ImportResult, progress: Progress | None) -> None:
    rows = source.understood()
    done = 0
    while chunk := await asyncio.to_thread(_next_chunk, rows):
        records = [understood.record for understood in chunk if understood.record is not None]
        for understood in chunk:
            result.rejected += bool(understood.refusals)
            result.skipped += bool(understood.skipped)
            result.refusals += understood.refusals[: max(0, REFUSALS_KEPT - len(result.refusals))]
        if records:
            result.add(await store(records))
        done += len(chunk)
        if progress is not None:
            progress(done)


def _next_chunk(rows: Iterator[Understood]) -> list[Understood]:
    return list(islice(rows, CHUNK_ROWS))


@dataclass(frozen=True)
class _Shelving:
    """Stores chunks of one import. Without an import id it only compares."""

    clerk: Clerk
    import_id: UUID | None

    async def store(self, records: list[Record]) -> Counts:
        hashed = await asyncio.to_thread(self._hashed, records)
        shelf = self.clerk.shelf
        known = await known_hashes(shelf.table, shelf.key_column, list(hashed))
        changed = [(record, mark) for key, (mark, record) in hashed.items() if known.get(key) != mark]
        updated = sum(key in known for key, (mark, _) in hashed.items() if known.get(key) != mark)
        counts = Counts(len(changed) - updated, updated, len(records) - len(changed))
        if changed and self.import_id is not None:
            stamp = Stamp(self.import_id, day_of(datetime.now(UTC)))
            rows = await asyncio.to_thread(lambda: [self.clerk.row(record, mark, stamp) for record, mark in changed])
            async with write_tx():
                await write_changed(shelf.table, shelf.key_column, rows)
        return counts

    def _hashed(self, records: list[Record]) -> dict[object, tuple[bytes, Record]]:
        """Content hash and record by key; a line that stands twice in a chunk is one row."""
        return {self.clerk.key(record): (self.clerk.content_hash(record), record) for record in records}


async def _begin(kind: Kind, file_name: str, actor_id: UUID | None, actor_name: str) -> UUID:
    """Write the history's row, and have what an interrupted import left behind checked too."""
    now = datetime.now(UTC)
    begun = Import(
        id=uuid4(), kind=kind, file_name=file_name[:200], actor_id=actor_id, actor_name=actor_name[:100], at=now
    )
    async with write_tx():
        left = await Import.select(Import.id, Import.kind).where(
            Import.state == "running", Import.at < now - ABANDONED_AFTER
        )
        for row in left:
            await Import.update({Import.state: "stopped"}).where(Import.id == row["id"])
            await _ask_for_recheck(row["id"], row["kind"])
        await Import.insert(begun)
    return UUID(str(begun.id))


async def _finish(result: ImportResult, kind: Kind, vault: Vault) -> None:
    sealed = await asyncio.to_thread(seal_refusals, vault, result.refusals)
    async with write_tx():
        await Import.update(
            {
                Import.state: "done",
                Import.created: result.created,
                Import.updated: result.updated,
                Import.unchanged: result.unchanged,
                Import.rejected: result.rejected,
                Import.sealed_refusals: sealed,
            }
        ).where(Import.id == result.import_id)
        if result.created + result.updated and kind != "claims":
            await _ask_for_recheck(result.import_id, kind)


async def _ask_for_recheck(import_id: UUID | None, kind: str) -> None:
    """Claims that the changed records may bear on are checked again, once an import."""
    await enqueue(RECHECK, f"import:{import_id}", {"import_id": str(import_id), "kind": kind})
