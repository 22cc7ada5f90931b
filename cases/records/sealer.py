"""Turns what rows say into columns of the table: keys and hashes first, and what has changed sealed on demand.

Holds the vault and no database. Like the reader, it may live in a process of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any  # as in storing.py
from uuid import UUID

import msgspec

from cases.records.contract import Kind
from cases.records.said import Said
from cases.records.storing import Clerk, Stamp
from crypto.vault import Vault


class Sealer:
    """Remembers what it heard until its columns were asked for."""

    def __init__(self, kind: Kind, vault: Vault) -> None:
        self._clerk = Clerk(kind, vault)
        self._heard: dict[int, tuple[Said, list[bytes]]] = {}

    def hear(self, number: int, packed: bytes) -> tuple[Sequence[Any], list[bytes]]:
        """Keys and content hashes of a chunk, in its order."""
        said = msgspec.msgpack.decode(packed)
        hashes = self._clerk.content_hashes(said)
        self._heard[number] = said, hashes
        return self._clerk.keys(said), hashes

    def columns(self, number: int, wanted: Sequence[int], import_id: str, day: str) -> list[Sequence[Any]]:
        """The table's columns for the places wanted. The chunk is forgotten."""
        said, hashes = self._heard.pop(number)
        if len(wanted) < len(hashes):
            said = {name: [values[place] for place in wanted] for name, values in said.items()}
            hashes = [hashes[place] for place in wanted]
        if not wanted:
            return []
        return self._clerk.columns(said, hashes, Stamp(UUID(import_id), date.fromisoformat(day)))

    def forget(self, number: int) -> None:
        self._heard.pop(number, None)
