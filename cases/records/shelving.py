"""Holds what a file says against what is on the shelf, and writes the difference. Knows one import of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple  # Any: a row's values are what the columns of its table take

from cases.records.bulk import Columns, Row, known_rows, write_columns
from cases.records.contacts import note_contact_changes
from cases.records.contract import Kind
from cases.records.crew import Helper
from cases.records.dates import day_of
from cases.records.formers import keep_formers
from cases.records.indexing import Filling
from cases.records.ledger import Counts, Ledger
from cases.records.storing import SHELVES
from surveys.outbox import write_tx


class Heard(NamedTuple):
    """A piece that the sealer knows by this number."""

    number: int
    keys: Sequence[Any]
    hashes: Sequence[bytes]


@dataclass(frozen=True)
class Chunk:
    """What of a piece of the file is new, and what has changed. `repeated`: lines that stand there twice."""

    counts: Counts
    repeated: int
    columns: Columns
    changed: Sequence[Any]  # keys of rows that are on the shelf with other content


class Shelving:
    """A dry run, whose ledger has no import, only compares."""

    def __init__(self, kind: Kind, sealer: Helper, ledger: Ledger, table: Filling) -> None:
        self._kind = kind
        self._table = table
        self._sealer = sealer
        self._ledger = ledger
        self._today = day_of(datetime.now(UTC))
        self._heard = 0

    async def hear(self, said: bytes, good: int) -> Heard:
        """A packed piece told to the sealer: its keys, and the hashes of what its rows say."""
        if not good:
            return Heard(0, (), ())
        self._heard += 1
        return Heard(self._heard, *await self._sealer.ask("hear", self._heard, said))

    async def compare(self, heard: Heard, repeated: int) -> Chunk:
        """What it would change; its rows sealed, unless this is a dry run."""
        number, keys, hashes = heard
        if not keys:
            return Chunk(Counts(), repeated, (), ())
        known = await self._known(keys)
        wanted, changed = list(range(len(keys))), []
        if known:
            wanted = [place for place in wanted if known.get(keys[place]) != (hashes[place],)]
            changed = [keys[place] for place in wanted if keys[place] in known]
        counts = Counts(len(wanted) - len(changed), len(changed), len(keys) - len(wanted))
        columns = await self._columns(number, wanted if self._ledger.import_id is not None else ())
        return Chunk(counts, repeated, columns, changed)

    async def _known(self, keys: Sequence[Any]) -> dict[Any, Row]:
        if not await self._table.holds_others():
            return {}
        shelf = SHELVES[self._kind]
        return await known_rows(shelf.table, shelf.key_column, ("content_hash",), keys)

    async def _columns(self, number: int, wanted: Sequence[int]) -> Columns:
        if not wanted:
            await self._sealer.ask("forget", number)
            return ()
        answer: Columns = await self._sealer.ask(
            "columns", number, wanted, str(self._ledger.import_id), self._today.isoformat()
        )
        return answer

    async def store(self, chunk: Chunk, fraction: float) -> None:
        """One transaction: former rows kept, rows written, counts noted."""
        import_id = self._ledger.import_id
        if import_id is None:
            self._ledger.count(chunk.counts, chunk.repeated)
            return
        if not chunk.columns and not self._ledger.is_due:
            self._ledger.count(chunk.counts, chunk.repeated)
            return
        shelf = SHELVES[self._kind]
        async with write_tx():
            formers = await keep_formers(self._kind, chunk.changed, import_id, self._ledger.vault)
            if self._kind == "orders":
                await note_contact_changes(formers, chunk.columns, import_id, self._today)
            await write_columns(shelf.table, shelf.key_column, chunk.columns)
            await self._ledger.note(chunk.counts, chunk.repeated, fraction)
