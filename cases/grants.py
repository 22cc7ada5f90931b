"""Who may open a case: the case key, sealed to each person. No grant, no trace of the case for that person."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from uuid import UUID, uuid4

from cases.actors import Actor
from cases.errors import CaseUnknown
from cases.staff import Recipient
from cases.tables import Grant
from crypto.keys import open_sealed, seal_to

KEY_BYTES = 32


def new_case_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def grant_rows(case_id: UUID, case_key: bytes, people: Iterable[Recipient]) -> list[Grant]:
    """The grants of a case, not yet written: sealing takes its time and needs no transaction."""
    return [
        Grant(id=uuid4(), case=case_id, staff=person.id, sealed_case_key=seal_to(person.public_key, case_key))
        for person in people
    ]


async def grant(case_id: UUID, case_key: bytes, people: Iterable[Recipient]) -> None:
    """Give the key of a case to these people, inside the current transaction."""
    if rows := grant_rows(case_id, case_key, people):
        await Grant.insert(*rows)


async def case_key_for(actor: Actor, case_id: UUID) -> bytes:
    """The key of a case, opened with what the actor's session unlocked. Raises CaseUnknown without a grant."""
    row = await Grant.objects().where(Grant.case == case_id, Grant.staff == actor.id).first()
    if row is None:
        raise CaseUnknown
    return open_sealed(actor.pair, bytes(row.sealed_case_key))


async def granted_cases(actor: Actor) -> dict[UUID, bytes]:
    """Every case this person may see, with its key still sealed to them."""
    rows = await Grant.select(Grant.case, Grant.sealed_case_key).where(Grant.staff == actor.id)
    return {row["case"]: bytes(row["sealed_case_key"]) for row in rows}
