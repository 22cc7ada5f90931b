"""Who is acting: a signed-in member of staff with the key their session unlocked. Knows no cookie and no password."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from crypto.keys import KeyPair


@dataclass(frozen=True)
class Actor:
    """Lives for one request. `pair` opens what was sealed to this person."""

    id: UUID
    username: str
    name: str
    roles: frozenset[str]
    pair: KeyPair = field(repr=False)
    must_change: bool = False  # somebody else has seen their password: nothing but changing it is open to them

    def has(self, role: str) -> bool:
        return role in self.roles
