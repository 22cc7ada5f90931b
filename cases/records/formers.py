"""Rows as they were before an import changed them, kept so that it can be undone. Needs write_tx() throughout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any  # a row's values are what the columns of its table take
from uuid import UUID, uuid4

import msgspec

from cases.records.bulk import Row, known_rows
from cases.records.contract import Kind
from cases.records.storing import SHELVES
from cases.records.tables import ImportFormer
from crypto.vault import Vault

AT_ONCE = 2000
FORMER_COLUMN = "import_former"


async def keep_formers(kind: Kind, keys: Sequence[Any], import_id: UUID, vault: Vault) -> dict[Any, Row]:
    """Keep the rows with these keys as they are now, unless this import has kept them before. Those that were kept."""
    shelf = SHELVES[kind]
    kept: dict[Any, Row] = {}
    for start in range(0, len(keys), AT_ONCE):
        rows = await known_rows(shelf.table, shelf.key_column, shelf.columns, keys[start : start + AT_ONCE])
        of_others = {key: row for key, row in rows.items() if _value(kind, row, "import_id") != str(import_id)}
        if of_others:
            await ImportFormer.insert(*(_former(kind, row, import_id, vault) for row in of_others.values()))
        kept |= of_others
    return kept


async def some_formers(import_id: UUID) -> list[dict[str, Any]]:
    """At most AT_ONCE of what an import changed."""
    return list(await ImportFormer.select().where(ImportFormer.import_id == import_id).limit(AT_ONCE))


async def formers_of(import_id: UUID, vault: Vault) -> list[Row]:
    """Every row an import changed, as it stood before."""
    found: list[Row] = []
    last = UUID(int=0)
    while rows := (
        await ImportFormer.select()
        .where(ImportFormer.import_id == import_id, ImportFormer.id > last)
        .order_by(ImportFormer.id)
        .limit(AT_ONCE)
    ):
        found += [opened(bytes(row["sealed_former"]), vault) for row in rows]
        last = rows[-1]["id"]
    return found


def opened(former: bytes, vault: Vault) -> Row:
    """The row as it stood in its table, what was sealed in it still sealed."""
    return tuple(msgspec.msgpack.decode(vault.open_bytes(FORMER_COLUMN, former)))


def sealed(row: Sequence[Any], vault: Vault) -> bytes:
    return vault.seal_bytes(FORMER_COLUMN, msgspec.msgpack.encode(row))


def _former(kind: Kind, row: Row, import_id: UUID, vault: Vault) -> ImportFormer:
    return ImportFormer(
        id=uuid4(),
        import_id=import_id,
        former_import_id=_value(kind, row, "import_id"),
        kind=kind,
        sealed_former=sealed(row, vault),
    )


def _value(kind: Kind, row: Row, column: str) -> Any:
    return row[SHELVES[kind].columns.index(column)]
