"""Takes a whole file in: good rows enter by chunks, each chunk a transaction; bad rows are listed and enter nothing.

Importing the same file again changes no row: a row is written only where its keyed content hash differs. So an import
that was cut off is simply run again. Reading and sealing go on beside the writing (crew.py). Knows no page.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any  # what the crew answers is plain data
from uuid import UUID

import msgspec

from cases.records.ahead import ahead
from cases.records.cells import Record
from cases.records.content import Content, content_of
from cases.records.contract import Kind
from cases.records.crew import Helper, reader_of, sealer_of
from cases.records.indexing import Filling, filling
from cases.records.ledger import Counts, Ledger
from cases.records.refusals import Refusal
from cases.records.room import give_back
from cases.records.said import records_in
from cases.records.shelving import Chunk, Heard, Shelving
from cases.records.storing import SHELVES
from cases.records.vanished import take_as_gone
from crypto.vault import Vault
from surveys.outbox import write_tx

REFUSALS_KEPT = 20_000  # beyond it the mapping is wrong, and the list helps nobody

StoreClaims = Callable[[list[Record]], Awaitable[Counts]]
Progress = Callable[[int, float], None]


@dataclass
class ImportResult:
    """What came of a file. `rejected` counts rows; `refusals` lists at most REFUSALS_KEPT values that kept them out.

    `import_id` is None for a dry run. `deleted`: records a complete file no longer holds. `skipped` counts totals,
    repeated headers and footers, `read` all rows.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    rejected: int = 0
    skipped: int = 0
    read: int = 0
    refusals: list[Refusal] = field(default_factory=list, repr=False)
    import_id: UUID | None = None

    @property
    def rows(self) -> int:
        return self.created + self.updated + self.unchanged + self.rejected


@dataclass(frozen=True)
class Order:
    """What is to be imported, and how. `mapping`: {contract column: header of the file}, correcting the guess.

    is_complete: the file holds all there is, so what is not in it was deleted.
    """

    kind: Kind
    content: Content
    mapping: Mapping[str, str] | None = None
    encoding: str = ""
    is_complete: bool = False


async def import_file(
    kind: Kind,
    data: bytes | Content,
    vault: Vault,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str = "",
    is_complete: bool = False,
    dry_run: bool = False,
    actor_id: UUID | None = None,
    actor_name: str = "",
    file_name: str = "",
    progress: Progress | None = None,
    store_claims: StoreClaims | None = None,
) -> ImportResult:
    """Read `data` as a file of `kind` and store its good rows; with `dry_run` only count what would happen.

    progress: called with the rows read so far, and how much of the file they are. store_claims: required for "claims",
    gets chunks of records inside a write transaction.
    Raises a child of FileUnreadable if no row can be read at all; then nothing was stored.
    """
    order = Order(kind, content_of(data), mapping, encoding, is_complete)
    if kind == "claims" and store_claims is None:
        raise ValueError("claims need store_claims")
    async with AsyncExitStack() as crew:
        helpers = await _helpers(order, vault, crew)
        ledger = Ledger(kind, vault)
        if not dry_run:
            await ledger.begin(file_name, actor_id, actor_name)
        return await _import(order, helpers, crew, ledger, progress, store_claims)


async def resume_import(
    import_id: UUID, order: Order, vault: Vault, progress: Progress | None, store_claims: StoreClaims
) -> ImportResult:
    """Run an import whose row is in the history: one that waits, or one that was cut off. Raises like `import_file`."""
    async with AsyncExitStack() as crew:
        helpers = await _helpers(order, vault, crew)
        ledger = Ledger(order.kind, vault)
        await ledger.resume(import_id)
        return await _import(order, helpers, crew, ledger, progress, store_claims)


async def _helpers(order: Order, vault: Vault, crew: AsyncExitStack) -> list[Helper]:
    """A reader that stands before the first row, and a sealer, who begins meanwhile; claims need none."""
    helpers = [await crew.enter_async_context(reader_of(order.kind, order.content, order.encoding))]
    if order.kind != "claims":
        helpers.append(await crew.enter_async_context(sealer_of(order.kind, vault, order.content.size_bytes)))
    await helpers[0].ask("open", dict(order.mapping) if order.mapping is not None else None)
    return helpers


async def _import(
    order: Order,
    helpers: list[Helper],
    crew: AsyncExitStack,
    ledger: Ledger,
    progress: Progress | None,
    store_claims: StoreClaims | None,
) -> ImportResult:
    result = ImportResult(import_id=ledger.import_id)
    reader = helpers[0]
    if order.kind == "claims":
        assert store_claims is not None  # import_file has looked
        await _take_in_claims(reader, ledger, store_claims, result, progress)
    else:
        async with filling(SHELVES[order.kind].table) as table, crew.pop_all():  # who leaves before indexes are built
            await _take_in(reader, Shelving(order.kind, helpers[1], ledger, table), table, result, progress)
            if order.is_complete:
                result.deleted = await take_as_gone(order.kind, reader, ledger)
    await ledger.finish(result.rejected, result.refusals)
    await asyncio.to_thread(give_back)
    result.created, result.updated, result.unchanged = ledger.tally
    return result


async def _take_in(
    reader: Helper, shelving: Shelving, table: Filling, result: ImportResult, progress: Progress | None
) -> None:
    async for piece, chunk in ahead(_compared(reader, shelving)):
        await shelving.store(chunk, piece["fraction"])
        await table.wrote(chunk.columns)
        _note(result, piece, progress)


async def _compared(reader: Helper, shelving: Shelving) -> AsyncIterator[tuple[dict[str, Any], Chunk]]:
    """Every piece of the file with what of it is to be written; worked out while the one before is written."""
    async for piece, heard in ahead(_heard(reader, shelving)):
        yield piece, await shelving.compare(heard, piece["repeated"])


async def _heard(reader: Helper, shelving: Shelving) -> AsyncIterator[tuple[dict[str, Any], Heard]]:
    """Told to the sealer while the one before is held against the table: neither waits for the other."""
    async for piece in _pieces(reader):
        yield piece, await shelving.hear(piece["said"], piece["good"])


async def _take_in_claims(
    reader: Helper, ledger: Ledger, store_claims: StoreClaims, result: ImportResult, progress: Progress | None
) -> None:
    """A dry run cannot know which claims are new; it counts them as such."""
    async for piece in _pieces(reader):
        records = records_in("claims", msgspec.msgpack.decode(piece["said"])) if piece["good"] else []
        counts = Counts(created=len(records))
        if ledger.import_id is not None:
            async with write_tx():
                counts = await store_claims(records) if records else Counts()
                await ledger.note(counts, piece["repeated"], piece["fraction"])
        else:
            ledger.count(counts, piece["repeated"])
        _note(result, piece, progress)


def _pieces(reader: Helper) -> AsyncIterator[dict[str, Any]]:
    """The file's pieces, the next one being read while the last is worked on."""

    async def one_after_another() -> AsyncIterator[dict[str, Any]]:
        while (piece := await reader.ask("next")) is not None:
            yield piece

    return ahead(one_after_another())


def _note(result: ImportResult, piece: dict[str, Any], progress: Progress | None) -> None:
    result.read += piece["rows"]
    result.rejected += piece["rejected"]
    result.skipped += piece["skipped"]
    room = max(0, REFUSALS_KEPT - len(result.refusals))
    result.refusals += [Refusal(*refusal) for refusal in piece["refusals"][:room]]
    if progress is not None:
        progress(result.read, piece["fraction"])
