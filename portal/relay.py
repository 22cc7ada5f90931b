"""Carries outbox rows to whoever runs them: claims with a lease, performs once. Knows no broker and no job's meaning."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any  # raw rows come untyped from the driver
from uuid import UUID

import structlog

import cases.jobs
import surveys.jobs
from portal import database
from surveys.outbox import Job, Outbox, listen, write_tx
from surveys.services import Services

log = structlog.get_logger("relay")

JOBS: dict[str, Job] = {**surveys.jobs.JOBS, **cases.jobs.JOBS}
LEASE_SECONDS = 120
MAX_ATTEMPTS = 8
MOST_LEASED = 64  # a claimed row waits in the broker's queue; more of them than this would outlive their lease
MOST_TOGETHER = 25
POLL_SECONDS = 2.0
SOON_SECONDS = 0.1

CLAIM = """
UPDATE surveys_outbox SET lease_until_ms = {}, attempts = attempts + 1 WHERE id IN (
    SELECT id FROM surveys_outbox
    WHERE done = {} AND attempts < {} AND (lease_until_ms IS NULL OR lease_until_ms < {})
    ORDER BY attempts LIMIT {} %s
) RETURNING id, kind"""
LOCKING = {"sqlite": "", "postgres": "FOR UPDATE SKIP LOCKED"}


async def claim() -> list[str]:
    """Lease open rows, oldest attempt first. Returns errands: ids of rows that are done together, joined by spaces.

    Two processes never get the same row.
    """
    now = int(time.time() * 1000)
    free = MOST_LEASED - await Outbox.count().where(Outbox.done.eq(False), Outbox.lease_until_ms > now)
    if free <= 0 or not await _anything_open(now):
        return []
    sql = CLAIM % LOCKING[database.DB.engine_type]
    async with write_tx():
        rows: list[dict[str, Any]] = await Outbox.raw(sql, now + LEASE_SECONDS * 1000, False, MAX_ATTEMPTS, now, free)
    return list(_errands(rows))


def _errands(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    by_kind: dict[str, list[str]] = {}
    for row in rows:
        by_kind.setdefault(row["kind"], []).append(str(row["id"]))
    for kind, ids in by_kind.items():
        job = JOBS.get(kind)  # a row of a newer program is its own errand, and fails alone
        most = MOST_TOGETHER if job is not None and job.run_together else 1
        yield from (" ".join(ids[start : start + most]) for start in range(0, len(ids), most))


async def _anything_open(now: int) -> bool:
    return await Outbox.exists().where(
        Outbox.done.eq(False),
        Outbox.attempts < MAX_ATTEMPTS,
        (Outbox.lease_until_ms.is_null()) | (Outbox.lease_until_ms < now),
    )


async def perform(errand: str, services: Services) -> None:
    """Do the jobs of its rows and mark them done; one done already is left alone. A failure keeps a row for a later try."""
    ids = [UUID(one) for one in errand.split()]
    rows = await Outbox.objects().where(Outbox.id.is_in(ids), Outbox.done.eq(False))
    rows.sort(key=lambda row: ids.index(row.id))
    if len(rows) > 1 and await _done(rows, services):
        return
    for row in rows:  # one of them may be what the others failed by
        if not await _done([row], services):
            await _postpone(row.id, row.attempts)


async def _done(rows: Sequence[Outbox], services: Services) -> bool:
    job = JOBS[rows[0].kind]
    try:
        if job.transactional:
            await _perform_inside(rows[0].id, job, services)
        else:
            await _perform_outside(rows, job, services)
    except Exception as error:  # noqa: BLE001  # the job runner: whatever a job raises, its rows stay and are tried again
        log.warning("job failed", kind=rows[0].kind, attempt=rows[0].attempts, error=type(error).__name__)
        return False
    return True


async def _perform_outside(rows: Sequence[Outbox], job: Job, services: Services) -> None:
    payloads = [json.loads(row.payload) for row in rows]
    if job.run_together is not None and len(rows) > 1:
        await job.run_together(payloads, services)
    else:
        await job.run(payloads[0], services)
    async with write_tx():
        await _mark_done(job, [row.id for row in rows])


async def _perform_inside(job_id: UUID, job: Job, services: Services) -> None:
    async with write_tx():
        row = await Outbox.objects().where(Outbox.id == job_id, Outbox.done.eq(False)).first()
        if row is not None:
            await job.run(json.loads(row.payload), services)
            await _mark_done(job, [job_id])


async def _mark_done(job: Job, job_ids: Sequence[UUID]) -> None:
    if job.forgotten:
        await Outbox.delete().where(Outbox.id.is_in(list(job_ids)))
        return
    await Outbox.update({Outbox.done: True, Outbox.lease_until_ms: None, Outbox.payload: "{}"}).where(
        Outbox.id.is_in(list(job_ids))
    )


async def _postpone(job_id: UUID, attempts: int) -> None:
    """The lease itself is the wait: 2, 4, 8 … seconds."""
    later = int((time.time() + 2 ** min(attempts, 9)) * 1000)
    async with write_tx():
        await Outbox.update({Outbox.lease_until_ms: later}).where(Outbox.id == job_id)


async def relay(send: Callable[[str], None]) -> None:
    """Hand claimed errands to `send` for ever: at once after a commit that wrote a row, else every two seconds, and sooner
    while rows wait for others to be done. Ends by cancelling."""
    woken = asyncio.Event()
    loop = asyncio.get_running_loop()
    stop_listening = listen(lambda: loop.call_soon_threadsafe(woken.set))
    try:
        while True:
            woken.clear()
            for errand in await claim():
                send(errand)
            is_more = await _anything_open(int(time.time() * 1000))
            try:
                await asyncio.wait_for(woken.wait(), SOON_SECONDS if is_more else POLL_SECONDS)
            except TimeoutError:
                continue
    finally:
        stop_listening()


async def drain(services: Services) -> int:
    """Run everything that is open, here and now, one after another; for commands that have no server around them."""
    count = 0
    while errands := await claim():
        for errand in errands:
            await perform(errand, services)
            count += len(errand.split())
    return count
