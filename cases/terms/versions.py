"""Versions of the list: each is kept as it was, with who made it and when; the last is in force. Version 0 is the shipped one.

A version and its log entry commit together. Nothing here knows a text that is searched.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from uuid import uuid4

from cases.actors import Actor
from cases.crosscheck.term_list import CATEGORIES, SHIPPED, SHIPPED_NUMBER, Entry, TermList
from cases.records.dates import day_of
from cases.tables import Staff, TermVersion
from cases.terms.errors import TermsMoved, TermsVersionUnknown
from cases.timeline import note_in_log
from surveys.outbox import write_tx


@dataclass(frozen=True)
class PastVersion:
    """One line of the history."""

    number: int
    words: int
    at: datetime
    who: str


async def words_in_force() -> TermList:
    """The last version, or the shipped one. Asked for at every check, so that several servers agree; read once a version."""
    row = (
        await TermVersion.select(TermVersion.number, TermVersion.content)
        .order_by(TermVersion.number, ascending=False)
        .first()
    )
    return _opened(row["number"], row["content"]) if row else SHIPPED


async def words_of_version(number: int) -> TermList:
    """Raises TermsVersionUnknown."""
    if number == SHIPPED_NUMBER:
        return SHIPPED
    row = await TermVersion.select(TermVersion.content).where(TermVersion.number == number).first()
    if row is None:
        raise TermsVersionUnknown
    return _opened(number, row["content"])


async def change_words(
    actor: Actor, entries: Sequence[Entry], based_on: int, *, now: datetime | None = None
) -> TermList:
    """Keep these words as the next version. Unchanged ones make none. Raises TermsMoved if `based_on` is no longer the last."""
    now = now or datetime.now(UTC)
    async with write_tx():
        last = await words_in_force()
        if last.number != based_on:
            raise TermsMoved(number=last.number)
        if last.entries == tuple(entries):
            return last
        row = TermVersion(id=uuid4(), number=last.number + 1, actor=actor.id, at=now, content=_content(entries))
        if not await TermVersion.insert(row).on_conflict(TermVersion.number, "DO NOTHING").returning(TermVersion.id):
            raise TermsMoved(number=last.number + 1)
        await note_in_log(row, day_of(now))
    return _opened(row.number, row.content)


async def past_versions() -> tuple[PastVersion, ...]:
    """The latest first; the shipped one has nobody's name and is left out."""
    rows = await TermVersion.select().order_by(TermVersion.number, ascending=False)
    people = {row["id"]: row["name"] for row in await Staff.select(Staff.id, Staff.name)}
    return tuple(
        PastVersion(row["number"], len(json.loads(row["content"])), row["at"], people.get(row["actor"], ""))
        for row in rows
    )


def _content(entries: Sequence[Entry]) -> str:
    rows = [
        [one.word, one.category, one.weight, [need for need in CATEGORIES if need in one.needs], one.pinyin]
        for one in entries
    ]
    return json.dumps(rows, ensure_ascii=False)


@lru_cache(maxsize=8)
def _opened(number: int, content: str) -> TermList:
    rows = json.loads(content)
    entries = (
        Entry(word, category, weight, frozenset(needs), pinyin) for word, category, weight, needs, pinyin in rows
    )
    return TermList(number, tuple(entries))
