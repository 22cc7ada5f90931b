"""What people wrote on open forms, for those who may read single answers. Named answers are read in their case, not here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from crypto.vault import Vault
from surveys.answering.stored import opened_answers
from surveys.definitions.form import Text
from surveys.definitions.versions import version
from surveys.tables import Response

AT_ONCE = 50


@dataclass(frozen=True)
class Comment:
    response: UUID
    day: date
    question: Text
    text: str


@dataclass(frozen=True)
class Comments:
    """One page of them, the latest day first. after: where the next page begins, "" if there is none."""

    found: tuple[Comment, ...]
    after: str


async def comments(version_id: UUID, vault: Vault, after: str = "") -> Comments:
    """after: what the page before said. Ids are random and tell no order within a day."""
    definition = await version(version_id)
    asked = [one for one in definition.asked if one.type == "text" and one.compare in {"", "text"}]
    query = Response.objects().where(Response.version == version_id, Response.kind == "open")
    place = _place(after)
    if place is not None:
        day, last = place
        # a bound on the day alone first: it is what the index is entered by
        query = query.where(Response.answered_on <= day, (Response.answered_on < day) | (Response.id < last))
    rows = await query.order_by(Response.answered_on, Response.id, ascending=False).limit(AT_ONCE)
    found: list[Comment] = []
    for row in rows:
        answers = opened_answers(bytes(row.sealed_answers), vault).answers
        for one in asked:
            if answers.get(one.name):
                label = Text(*(one.label.in_language(language, definition.defaults) for language in ("zh", "en")))
                found.append(Comment(row.id, row.answered_on, label, answers[one.name]))
    return Comments(tuple(found), f"{rows[-1].answered_on}.{rows[-1].id}" if len(rows) == AT_ONCE else "")


def _place(after: str) -> tuple[date, UUID] | None:
    day, _, last = after.partition(".")
    try:
        return date.fromisoformat(day), UUID(last)
    except ValueError:
        return None
