"""Who may open a case: the case key, sealed to each person. No grant, no trace of the case for that person."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID, uuid4

from cases.actors import Actor
from cases.errors import CaseUnknown
from cases.people.formerly import former_pairs, opened_with
from cases.staff import Recipient
from cases.tables import FormerCaseKey, Grant
from crypto.errors import WrongKey
from crypto.keys import decrypt, new_key_pair, open_sealed, seal_from
from surveys.inserting import fresh

KEY_BYTES = 32


class CaseKey(bytes):
    """The 32 bytes under which everything new in a case is sealed. `former`: keys it had before somebody was let go."""

    former: tuple[bytes, ...] = ()


def new_case_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def grant_rows(case_id: UUID, case_key: bytes, people: Iterable[Recipient]) -> list[Grant]:
    """The grants of a case, not yet written: sealing takes its time and needs no transaction.

    One ephemeral pair for all: the rows stand beside each other under their case anyway.
    """
    ephemeral = new_key_pair()
    return [
        fresh(
            Grant,
            id=uuid4(),
            case=case_id,
            staff=person.id,
            sealed_case_key=seal_from(ephemeral, person.public_key, case_key),
        )
        for person in people
    ]


async def grant(case_id: UUID, case_key: bytes, people: Iterable[Recipient]) -> None:
    """Give the key of a case to these people, inside the current transaction."""
    if rows := grant_rows(case_id, case_key, people):
        await Grant.insert(*rows)


async def case_key_for(actor: Actor, case_id: UUID) -> CaseKey:
    """The key of a case, opened with what the actor's session unlocked. Raises CaseUnknown without a grant."""
    row = await Grant.objects().where(Grant.case == case_id, Grant.staff == actor.id).first()
    if row is None:
        raise CaseUnknown
    return (await with_former_keys({case_id: await _opened(actor, bytes(row.sealed_case_key))}))[case_id]


async def case_keys_for(actor: Actor, case_ids: Collection[UUID]) -> dict[UUID, CaseKey]:
    """The keys of those of these cases that the actor holds, in two looks however many they are."""
    if not case_ids:
        return {}
    rows = await Grant.select(Grant.case, Grant.sealed_case_key).where(
        Grant.staff == actor.id, Grant.case.is_in(list(case_ids))
    )
    return await with_former_keys({row["case"]: await _opened(actor, bytes(row["sealed_case_key"])) for row in rows})


async def _opened(actor: Actor, sealed: bytes) -> bytes:
    """A report that came in the very moment somebody renewed their key is sealed to the one before."""
    try:
        return open_sealed(actor.pair, sealed)
    except WrongKey:
        return opened_with(await former_pairs(actor), sealed)


async def with_former_keys(keys: dict[UUID, bytes]) -> dict[UUID, CaseKey]:
    """The same keys, each with those it replaced: one look for many cases."""
    if not keys:
        return {}
    rows = FormerCaseKey.objects().where(FormerCaseKey.case.is_in(list(keys)))
    found = await rows.order_by(FormerCaseKey.number, ascending=False)
    return {case_id: _with_former(key, [row for row in found if row.case == case_id]) for case_id, key in keys.items()}


def open_under(case_key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Open what was sealed under a case's key, or under one it had before. Raises WrongKey."""
    former = case_key.former if isinstance(case_key, CaseKey) else ()
    for key in (case_key, *former):
        try:
            return decrypt(bytes(key), sealed, context)
        except WrongKey:
            continue
    raise WrongKey


async def granted_cases(actor: Actor) -> dict[UUID, bytes]:
    """Every case this person may see, with its key still sealed to them."""
    rows = await Grant.select(Grant.case, Grant.sealed_case_key).where(Grant.staff == actor.id)
    return {row["case"]: bytes(row["sealed_case_key"]) for row in rows}


def former_key_context(case_id: UUID) -> bytes:
    return b"former-case-key:" + case_id.bytes


def _with_former(key: bytes, rows: Sequence[FormerCaseKey]) -> CaseKey:
    """Newest first: each is sealed under the key that took its place."""
    former: list[bytes] = []
    current = key
    for row in rows:
        current = decrypt(current, bytes(row.sealed_key), former_key_context(row.case))
        former.append(current)
    case_key = CaseKey(key)
    case_key.former = tuple(former)
    return case_key
