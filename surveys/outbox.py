"""Durable work: the one write transaction, and the outbox rows that commit with it. Knows no broker and no clock of a reporter.

It lives in the lowest package that has tables, so that both domains can use it; the portal relays the rows and runs the jobs.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any  # a job's payload is whatever JSON object its package wrote

from piccolo.columns import UUID, BigInt, Boolean, Integer, Text, Varchar
from piccolo.table import Table

from surveys.services import Services


class Outbox(Table, tablename="surveys_outbox"):
    """One job to do, written in the transaction that caused it.

    No time of writing is kept: a row may stem from a reporter. `lease_until_ms` is set only while somebody works on the row.
    """

    id = UUID(primary_key=True)
    kind = Varchar(length=40)
    key = Varchar(length=120)
    payload = Text()
    attempts = Integer(default=0)
    lease_until_ms = BigInt(null=True, default=None)
    done = Boolean(default=False)


INDEXES: tuple[str, ...] = (
    "CREATE UNIQUE INDEX surveys_outbox_kind_key ON surveys_outbox (kind, key)",
    "CREATE INDEX surveys_outbox_open ON surveys_outbox (done, lease_until_ms)",
)


@dataclass(frozen=True)
class Job:
    """What an outbox row of one kind runs.

    transactional: run inside the transaction that marks the row done. False for work that leaves the house (mail), which
    must carry the row's key as its idempotency key and must not hold the write lock while it waits.
    run_together: several rows at once, where that costs less than one after another. Only for work that is not transactional.
    forgotten: the row goes when it is done, instead of keeping its key from being asked for again. For work there is a row of
    for every answer, whose key nobody asks for twice.
    """

    run: Callable[[dict[str, Any], Services], Awaitable[None]]
    transactional: bool = True
    run_together: Callable[[Sequence[dict[str, Any]], Services], Awaitable[None]] | None = None
    forgotten: bool = False


_enqueued: ContextVar[list[str] | None] = ContextVar("enqueued", default=None)
_listeners: list[Callable[[], object]] = []


@asynccontextmanager
async def write_tx() -> AsyncIterator[None]:
    """Open the only kind of write transaction there is; a nested one joins its parent.

    Leaving it with an error rolls everything back. After the commit, whoever relays the outbox is told if a row was written.
    """
    outermost = _enqueued.get() is None
    written: list[str] = []
    token = _enqueued.set(written) if outermost else None
    try:
        async with Outbox._meta.db.transaction():
            yield
    finally:
        if token is not None:
            _enqueued.reset(token)
    if written:
        wake_listeners()


async def enqueue(kind: str, key: str, payload: dict[str, Any]) -> None:
    """Ask for a job inside the current transaction; the same kind and key a second time change nothing."""
    await Outbox.insert(Outbox(kind=kind, key=key, payload=json.dumps(payload))).on_conflict(
        (Outbox.kind, Outbox.key), "DO NOTHING"
    )
    written = _enqueued.get()
    if written is None:
        raise RuntimeError("enqueue() needs write_tx()")
    written.append(kind)


async def is_waiting(kind: str) -> bool:
    """Whether a job of this kind is asked for and nobody has begun it."""
    return bool(await Outbox.exists().where(Outbox.kind == kind, Outbox.done.eq(False), Outbox.attempts == 0))


def wake_listeners() -> None:
    """Tell whoever relays the outbox that a row was committed past write_tx()."""
    for wake in _listeners:
        wake()


def listen(wake: Callable[[], object]) -> Callable[[], None]:
    """Call `wake` after every commit that wrote an outbox row; returns the function that ends this."""
    _listeners.append(wake)
    return lambda: _listeners.remove(wake)
