"""Keys somebody had before. Each opens with the one that took its place, so whoever has today's key has them all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from cases.actors import Actor
from cases.people.tables import FormerKey
from cases.tables import Staff
from crypto.errors import WrongKey
from crypto.keys import KeyPair, key_pair_of, open_sealed


async def former_pairs(actor: Actor) -> tuple[KeyPair, ...]:
    """Newest first; nothing for whoever never renewed their key."""
    rows = await FormerKey.objects().where(FormerKey.staff == actor.id).order_by(FormerKey.number, ascending=False)
    pairs: list[KeyPair] = []
    pair = actor.pair
    for row in rows:
        pair = key_pair_of(open_sealed(pair, bytes(row.sealed_private_key)))
        pairs.append(pair)
    return tuple(pairs)


async def signing_keys_of(people: Collection[UUID]) -> dict[UUID, tuple[bytes, ...]]:
    """By which a signature of each may be checked: today's key and those before it."""
    if not people:
        return {}
    now = await Staff.select(Staff.id, Staff.signing_public_key).where(Staff.id.is_in(list(people)))
    former = await FormerKey.select(FormerKey.staff, FormerKey.signing_public_key).where(
        FormerKey.staff.is_in(list(people))
    )
    return {
        row["id"]: (
            bytes(row["signing_public_key"]),
            *(bytes(one["signing_public_key"]) for one in former if one["staff"] == row["id"]),
        )
        for row in now
    }


def opened_with(pairs: Iterable[KeyPair], sealed: bytes) -> bytes:
    """Raises WrongKey if none of them opens it."""
    for pair in pairs:
        try:
            return open_sealed(pair, sealed)
        except WrongKey:
            continue
    raise WrongKey
