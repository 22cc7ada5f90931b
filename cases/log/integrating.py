"""Takes waiting entries into the tree and signs a head: whole days only, in random order, padded. Knows no row they stand for.

Why so: docs/decisions/0009-transparency-log.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any  # a job's payload is whatever JSON object was enqueued
from uuid import uuid4

from cases.errors import HeadUnknown
from cases.log.leaves import cover_entry
from cases.log.reading import SignedHead, head_of, signer_of, tree_of
from cases.records.dates import day_of
from cases.tables import LogEntry, LogHead
from crypto.heads import Head, Signer, check_head, sign
from crypto.merkle import Tree
from surveys.outbox import enqueue, write_tx
from surveys.services import Services

BATCH = 64  # the log grows by multiples of this, every day, whatever happened
MARGIN = timedelta(minutes=15)  # what was begun before midnight is committed by then
_CHUNK = 200


def due_day(now: datetime) -> date:
    """The day whose head is due; it covers the days before."""
    return day_of(now - MARGIN)


async def ask_for_integration(now: datetime) -> None:
    """Ask for the head of the day; asking again the same day changes nothing. Called by the clock, never by an arrival."""
    day = due_day(now).isoformat()
    async with write_tx():
        await enqueue("integrate_log", day, {"day": day})


async def integrate_log(payload: dict[str, Any], services: Services) -> None:
    """Job: sign the head of a day."""
    await integrate(date.fromisoformat(payload["day"]), signer_of(services.vault))


async def integrate(day: date, signer: Signer) -> SignedHead | None:
    """Take every entry of the days before `day` into the tree, in one transaction. None: that head is there already.

    Raises LogBroken, and signs nothing, if the leaves do not fit the last head.
    """
    last = await _last_head(signer)
    old = await tree_of(last) if last else Tree()
    async with write_tx():
        await _take_turns()
        if await LogHead.exists().where((LogHead.day >= day) | (LogHead.size > len(old))):
            return None
        batch = await _taken_out(day)
        batch += [cover_entry(day - timedelta(days=1)) for _ in range(-len(batch) % BATCH or (0 if batch else BATCH))]
        secrets.SystemRandom().shuffle(batch)
        tree = Tree(old.leaves)
        for entry in batch:
            entry.position = len(tree)
            tree.extend([bytes(entry.leaf)])
        await _put_back(batch)
        text = sign(Head(signer.key.name, len(tree), tree.root(), day), signer)
        await LogHead.insert(LogHead(id=uuid4(), size=len(tree), day=day, text=text))
    return SignedHead(check_head(text, signer.key), text)


async def _last_head(signer: Signer) -> SignedHead | None:
    try:
        return await head_of(signer.key)
    except HeadUnknown:
        return None


async def _taken_out(day: date) -> list[LogEntry]:
    """The waiting entries of earlier days, deleted: put back in random order they keep no trace of their arrival."""
    waiting = await LogEntry.objects().where(LogEntry.position.is_null(), LogEntry.day < day)
    for chunk in _chunks(waiting):
        await LogEntry.delete().where(LogEntry.id.is_in([entry.id for entry in chunk]))
    return waiting


async def _put_back(batch: Sequence[LogEntry]) -> None:
    for chunk in _chunks(batch):
        await LogEntry.insert(*chunk)


def _chunks(entries: Sequence[LogEntry]) -> list[Sequence[LogEntry]]:
    return [entries[start : start + _CHUNK] for start in range(0, len(entries), _CHUNK)]


async def _take_turns() -> None:
    """SQLite has one writer; on PostgreSQL two processes must not grow the tree at once."""
    if LogHead._meta.db.engine_type == "postgres":
        await LogHead.raw("LOCK TABLE cases_log_head IN EXCLUSIVE MODE")
