"""The sealed sums of a group: found, added to, opened. Does not ask whether a batch is large enough; who calls has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from crypto.vault import Vault
from surveys.results.counts import Counts
from surveys.results.layout import Layout
from surveys.results.slips import Part
from surveys.results.tables import ResultSum

CELLS_COLUMN, PAIRS_COLUMN = "surveys_result_sum.cells", "surveys_result_sum.pairs"
NAME_COLUMN = "surveys_result_sum.name"

Change = tuple[int, Part, int, int]  # part, what was chosen, weight; 1: comes into the sum, -1: is taken back


@dataclass(frozen=True)
class Scope:
    """Whose sum, of which wording and month. name: the store's, for whoever reads it."""

    version: UUID
    month: date
    kind: str
    token: bytes = b""
    name: str = ""


async def add_to(scope: Scope, changes: Sequence[Change], layout: Layout, vault: Vault) -> None:
    """Needs write_tx(), and its caller's turn at this wording."""
    row = await _find(scope)
    counts = counts_in(row, layout, vault) if row else Counts(layout)
    for change in changes:
        counts.add(*change)
    if row is None:
        await ResultSum.insert(new_sum(scope, counts, vault))
    else:
        await ResultSum.update({ResultSum.sealed_cells: sealed_cells(counts, vault)}).where(ResultSum.id == row.id)


def new_sum(scope: Scope, counts: Counts, vault: Vault) -> ResultSum:
    return ResultSum(
        id=uuid4(),
        version=scope.version,
        scope=scope.kind,
        scope_token=scope.token,
        month=scope.month,
        sealed_name=vault.seal(NAME_COLUMN, scope.name),
        sealed_cells=sealed_cells(counts, vault),
    )


def counts_in(row: ResultSum, layout: Layout, vault: Vault, *, also_pairs: bool = False) -> Counts:
    pairs = vault.open_bytes(PAIRS_COLUMN, bytes(row.sealed_pairs)) if also_pairs and row.sealed_pairs else None
    return Counts(layout, vault.open_bytes(CELLS_COLUMN, bytes(row.sealed_cells)), pairs)


def sealed_cells(counts: Counts, vault: Vault) -> bytes:
    return vault.seal_bytes(CELLS_COLUMN, counts.cells)


def sealed_pairs(counts: Counts, vault: Vault) -> bytes | None:
    return None if counts.pairs is None else vault.seal_bytes(PAIRS_COLUMN, counts.pairs)


async def _find(scope: Scope) -> ResultSum | None:
    return (
        await ResultSum.objects()
        .where(
            ResultSum.version == scope.version,
            ResultSum.scope == scope.kind,
            ResultSum.scope_token == scope.token,
            ResultSum.month == scope.month,
        )
        .first()
    )
