"""Keys somebody had before. Each opens with the one that took its place, so whoever has today's key has them all."""

from __future__ import annotations

from cases.actors import Actor
from cases.people.tables import FormerKey
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
