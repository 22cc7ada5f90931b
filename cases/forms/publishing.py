"""Publishes and retires forms, on record: who, when, and which wording, in the same transaction as the act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from cases.actors import Actor
from cases.channels.versions import NAME_PREFIX
from cases.forms.tables import FormAct
from cases.records.dates import day_of
from cases.tables import Staff
from cases.timeline import note_in_log
from surveys import Definition, discard_published, publish, retire
from surveys.definitions.errors import NameReserved
from surveys.outbox import write_tx


@dataclass(frozen=True)
class PastAct:
    """One line of a form's history."""

    kind: str
    sha256: str
    at: datetime
    who: str


async def publish_form(actor: Actor, definition: Definition, revision: int, *, now: datetime | None = None) -> None:
    """Ask by this wording from now on. revision: of the draft it was read from, which goes unless it went on.

    Raises NameReserved for a name that belongs to reports' questions.
    """
    refuse_reserved(definition.name)
    async with write_tx():
        await publish(definition)
        await discard_published(definition.name, revision)
        await _note(actor, definition.name, "published", definition.sha256, now)


async def retire_form(actor: Actor, name: str, *, is_retired: bool, now: datetime | None = None) -> None:
    """Ask nobody new by it, or take it up again. Raises surveys' DefinitionUnknown."""
    async with write_tx():
        if await retire(name, is_retired=is_retired):
            await _note(actor, name, "retired" if is_retired else "taken_up", "", now)


async def history_of_form(name: str) -> Sequence[PastAct]:
    """The latest first."""
    rows = await FormAct.objects().where(FormAct.name == name).order_by(FormAct.at, ascending=False)
    people = {row["id"]: row["name"] for row in await Staff.select(Staff.id, Staff.name)}
    return [PastAct(row.kind, row.sha256, row.at, people.get(row.actor, "")) for row in rows]


def refuse_reserved(name: str) -> None:
    if name.startswith(NAME_PREFIX):
        raise NameReserved


async def _note(actor: Actor, name: str, kind: str, sha256: str, now: datetime | None) -> None:
    now = now or datetime.now(UTC)
    row = FormAct(id=uuid4(), name=name, kind=kind, sha256=sha256, actor=actor.id, at=now)
    await FormAct.insert(row)
    await note_in_log(row, day_of(now))
