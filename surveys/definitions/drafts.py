"""Drafts of forms as rows. Two editors at once lose nothing: a save changes the row only if nobody saved in between.

Whoever was overtaken has their change made anew upon what is there now; only the same question worded twice is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any  # a form as JSON, not checked yet
from uuid import uuid4

from surveys.definitions.drafting import Source
from surveys.definitions.errors import DraftGone, DraftMoved, DraftNameTaken
from surveys.outbox import write_tx
from surveys.tables import FormDraft

TRIES = 10


@dataclass(frozen=True)
class Draft:
    """A form as somebody left it. revision counts saves."""

    name: str
    source: Source
    revision: int


async def drafts() -> tuple[Draft, ...]:
    return tuple(_opened(row) for row in await FormDraft.objects().order_by(FormDraft.name))


async def draft_of(name: str) -> Draft | None:
    row = await FormDraft.objects().where(FormDraft.name == name).first()
    return _opened(row) if row else None


async def begin_draft(source: Source, today: date) -> None:
    """Raises DraftNameTaken if a draft of this name is there already."""
    row = FormDraft(id=uuid4(), name=source["name"], source=_spelt(source), changed_on=today)
    async with write_tx():
        if not await FormDraft.insert(row).on_conflict(FormDraft.name, "DO NOTHING").returning(FormDraft.id):
            raise DraftNameTaken(found=source["name"])


async def change_draft(name: str, change: Callable[[Source], Source], today: date) -> Source:
    """Raises DraftGone, and whatever the change refuses."""
    for _ in range(TRIES):
        async with write_tx():
            draft = await draft_of(name)
            if draft is None:
                raise DraftGone
            source = change(draft.source)
            if await _saved(draft, source, today):
                return source
    raise DraftMoved(where=name)


async def discard_draft(name: str) -> None:
    async with write_tx():
        await FormDraft.delete().where(FormDraft.name == name)


async def discard_published(name: str, revision: int) -> None:
    """Drop the draft that was just published, unless somebody went on writing. Needs write_tx()."""
    await FormDraft.delete().where(FormDraft.name == name, FormDraft.revision == revision)


async def _saved(draft: Draft, source: Source, today: date) -> bool:
    values: dict[Any, Any] = {
        FormDraft.source: _spelt(source),
        FormDraft.revision: draft.revision + 1,
        FormDraft.changed_on: today,
    }
    changed = FormDraft.update(values).where(FormDraft.name == draft.name, FormDraft.revision == draft.revision)
    return bool(await changed.returning(FormDraft.id))


def _spelt(source: Source) -> str:
    return json.dumps(source, ensure_ascii=False)


def _opened(row: FormDraft) -> Draft:
    return Draft(row.name, json.loads(row.source), row.revision)
