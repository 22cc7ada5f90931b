"""The company's own programs that read by themselves: each has a token for one scope. Knows no page and nobody's session.

They are let in at the server's terminal, so whoever lets them in could read as much anyway. Both acts are on the staff's record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from cases.people.record import note_act
from cases.records.dates import day_of
from crypto.links import new_link_token
from portal.tables import Program
from surveys.outbox import write_tx

SCOPES = frozenset({"results.read"})
MOST_NAME = 60


async def admit(name: str, scope: str) -> str:
    """A new token, 22 letters and digits, which is nowhere kept."""
    token, today = new_link_token(), _today()
    row = Program(id=uuid4(), name=name[:MOST_NAME], scope=scope, token_digest=_digest(token), admitted_on=today)
    async with write_tx():
        await Program.insert(row)
        await note_act("program_admitted", None, actor=None, detail=f"{row.name} · {scope}")
    return token


async def dismiss(program_id: UUID) -> bool:
    """Whether there was such a program still."""
    async with write_tx():
        rows = (
            await Program.update({Program.dismissed_on: _today()})
            .where(Program.id == program_id, Program.dismissed_on.is_null())
            .returning(Program.name)
        )
        for row in rows:
            await note_act("program_dismissed", None, actor=None, detail=row["name"])
    return bool(rows)


async def admitted() -> Sequence[Program]:
    return await Program.objects().where(Program.dismissed_on.is_null()).order_by(Program.name)


async def is_admitted(authorization: str, scope: str) -> bool:
    """authorization: the header as it came, or ""."""
    kind, _, token = authorization.partition(" ")
    if kind.lower() != "bearer":
        return False
    found = Program.exists().where(Program.token_digest == _digest(token.strip()), Program.scope == scope)
    return await found.where(Program.dismissed_on.is_null())


def _digest(token: str) -> bytes:
    """Takes whatever a stranger put into a header."""
    return hashlib.blake2b(token.encode("utf-8", "surrogatepass"), digest_size=32, person=b"brightline-prog1").digest()


def _today() -> date:
    return day_of(datetime.now(UTC))
