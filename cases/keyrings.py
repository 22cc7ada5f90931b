"""What somebody who holds a case opens with: their key, keys they had before, and keys of envelopes handed to the case.

An envelope never changes. Whoever came later, or has a new key, opens it through this. Knows no page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cases.actors import Actor
from cases.grants import CaseKey, case_key_for, open_under
from cases.people.formerly import former_pairs
from cases.tables import HandedKey
from crypto.envelopes import content_key_in, open_with_key, parse
from crypto.errors import WrongKey
from crypto.headers import Header, key_id_of
from crypto.keys import KeyPair


@dataclass(frozen=True)
class Keyring:
    """Good for one case. `handed`: content keys by envelope, sealed under the case key."""

    case_key: CaseKey
    pairs: tuple[KeyPair, ...] = field(repr=False)
    handed: Mapping[UUID, bytes] = field(repr=False)

    def open(self, envelope_id: UUID, raw: bytes) -> bytes:
        """Raises WrongKey: it was sealed before this person was let in, and nobody handed it over."""
        return open_with_key(parse(raw), self.content_key(envelope_id, raw))

    def content_key(self, envelope_id: UUID, raw: bytes) -> bytes:
        """Raises WrongKey."""
        return self.key_of(envelope_id, parse(raw).header)

    def key_of(self, envelope_id: UUID, header: Header) -> bytes:
        """The same from the header alone. Raises WrongKey."""
        ids = {key.key_id for key in header.wrapped_keys}
        for pair in self.pairs:
            if key_id_of(pair.public) in ids:
                return content_key_in(header, pair)
        if envelope_id not in self.handed:
            raise WrongKey
        return open_under(self.case_key, self.handed[envelope_id], handed_context(envelope_id))

    def opens(self, envelope_id: UUID, raw: bytes) -> bool:
        try:
            self.content_key(envelope_id, raw)
        except WrongKey:
            return False
        return True


async def keyring_for(actor: Actor, case_id: UUID) -> Keyring:
    """Raises CaseUnknown without a grant."""
    case_key = await case_key_for(actor, case_id)
    rows = await HandedKey.select(HandedKey.envelope, HandedKey.sealed_content_key).where(HandedKey.case == case_id)
    handed = {row["envelope"]: bytes(row["sealed_content_key"]) for row in rows}
    return Keyring(case_key, (actor.pair, *await former_pairs(actor)), handed)


def handed_context(envelope_id: UUID) -> bytes:
    return b"handed:" + envelope_id.bytes
