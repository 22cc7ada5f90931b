"""Holds what a file says against what is on the shelf, and writes the difference. Knows one import of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any  # a row's values are what the columns of its table take

from piccolo.table import Table

from cases.records.bulk import Columns, known_rows, write_columns
from cases.records.contacts import note_contact_changes
from cases.records.contract import Kind
from cases.records.crew import Helper
from cases.records.dates import day_of
from cases.records.formers import keep_formers
from cases.records.ledger import Counts, Ledger
from cases.records.storing import SHELVES
from surveys.outbox import write_tx


@dataclass(frozen=True)
class Chunk:
    """What of a piece of the file is new, and what has changed. `repeated`: lines that stand there twice."""

    counts: Counts
    repeated: int
    columns: Columns
    changed: Sequence[Any]  # keys of rows that are on the shelf with other content


class Shelving:
    """A dry run, whose ledger has no import, only compares."""

    def __init__(self, kind: Kind, sealer: Helper, ledger: Ledger) -> None:
        self._kind = kind
        self._sealer = sealer
        self._ledger = ledger
        self._today = day_of(datetime.now(UTC))
        self._heard = 0

    @property
    def table(self) -> type[Table]:
        return SHELVES[self._kind].table

    async def compare(self, said: bytes, good: int, repeated: int) -> Chunk:
        """What a packed piece would change; its rows sealed, unless this is a dry run."""
        if not good:
            return Chunk(Counts(), repeated, (), ())
        self._heard += 1
        keys, hashes = await self._sealer.ask("hear", self._heard, said)
        shelf = SHELVES[self._kind]
        known = await known_rows(shelf.table, shelf.key_column, ("content_hash",), keys)
        wanted = [place for place, key in enumerate(keys) if known.get(key) != (hashes[place],)]
        changed = [keys[place] for place in wanted if keys[place] in known]
        counts = Counts(len(wanted) - len(changed), len(changed), len(keys) - len(wanted))
        columns = await self._columns(wanted if self._ledger.import_id is not None else ())
        return Chunk(counts, repeated, columns, changed)

    async def _columns(self, wanted: Sequence[int]) -> Columns:
        if not wanted:
            await self._sealer.ask("forget", self._heard)
            return ()
        answer: Columns = await self._sealer.ask(
            "columns", self._heard, wanted, str(self._ledger.import_id), self._today.isoformat()
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
        async with write_tx():
            formers = await keep_formers(self._kind, chunk.changed, import_id, self._ledger.vault)
            if self._kind == "orders":
                await note_contact_changes(formers, chunk.columns, import_id, self._today)
            await write_columns(self.table, SHELVES[self._kind].key_column, chunk.columns)
            await self._ledger.note(chunk.counts, chunk.repeated, fraction)
