"""Carries outbox rows to whoever runs them: claims with a lease, performs once. Knows no broker and no job's meaning."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
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
POLL_SECONDS = 2.0

CLAIM = """
UPDATE surveys_outbox SET lease_until_ms = {}, attempts = attempts + 1 WHERE id IN (
    SELECT id FROM surveys_outbox
    WHERE done = {} AND attempts < {} AND (lease_until_ms IS NULL OR lease_until_ms < {})
    ORDER BY attempts LIMIT {} %s
) RETURNING id"""
LOCKING = {"sqlite": "", "postgres": "FOR UPDATE SKIP LOCKED"}


async def claim() -> list[str]:
    """Lease open rows, oldest attempt first, and return their ids. Two processes never get the same row."""
    now = int(time.time() * 1000)
    free = MOST_LEASED - await Outbox.count().where(Outbox.done.eq(False), Outbox.lease_until_ms > now)
    if free <= 0 or not await _anything_open(now):
        return []
    sql = CLAIM % LOCKING[database.DB.engine_type]
    async with write_tx():
        rows: list[dict[str, Any]] = await Outbox.raw(sql, now + LEASE_SECONDS * 1000, False, MAX_ATTEMPTS, now, free)
    return [str(row["id"]) for row in rows]


async def _anything_open(now: int) -> bool:
    return await Outbox.exists().where(
        Outbox.done.eq(False),
        Outbox.attempts < MAX_ATTEMPTS,
        (Outbox.lease_until_ms.is_null()) | (Outbox.lease_until_ms < now),
    )


async def perform(job_id: str, services: Services) -> None:
    """Do one row's job and mark it done; a row already done is left alone. A failure keeps the row for a later try."""
    row = await Outbox.objects().where(Outbox.id == UUID(job_id)).first()
    if row is None or row.done:
        return
    job = JOBS[row.kind]
    try:
        if job.transactional:
            await _perform_inside(row.id, job, services)
        else:
            await job.run(json.loads(row.payload), services)
            async with write_tx():
                await _mark_done(row.id)
    except Exception as error:  # noqa: BLE001  # the job runner: whatever a job raises, the row stays and is tried again
        log.warning("job failed", kind=row.kind, attempt=row.attempts, error=type(error).__name__)
        await _postpone(row.id, row.attempts)


async def _perform_inside(job_id: UUID, job: Job, services: Services) -> None:
    async with write_tx():
        row = await Outbox.objects().where(Outbox.id == job_id, Outbox.done.eq(False)).first()
        if row is not None:
            await job.run(json.loads(row.payload), services)
            await _mark_done(job_id)


async def _mark_done(job_id: UUID) -> None:
    await Outbox.update({Outbox.done: True, Outbox.lease_until_ms: None, Outbox.payload: "{}"}).where(
        Outbox.id == job_id
    )


async def _postpone(job_id: UUID, attempts: int) -> None:
    """The lease itself is the wait: 2, 4, 8 … seconds."""
    later = int((time.time() + 2 ** min(attempts, 9)) * 1000)
    async with write_tx():
        await Outbox.update({Outbox.lease_until_ms: later}).where(Outbox.id == job_id)


async def relay(send: Callable[[str], None]) -> None:
    """Hand claimed rows to `send` for ever: at once after a commit that wrote one, else every two seconds. Ends by cancelling."""
    woken = asyncio.Event()
    loop = asyncio.get_running_loop()
    stop_listening = listen(lambda: loop.call_soon_threadsafe(woken.set))
    try:
        while True:
            woken.clear()
            for job_id in await claim():
                send(job_id)
            try:
                await asyncio.wait_for(woken.wait(), POLL_SECONDS)
            except TimeoutError:
                continue
    finally:
        stop_listening()


async def drain(services: Services) -> int:
    """Run everything that is open, here and now, one after another; for commands that have no server around them."""
    count = 0
    while jobs := await claim():
        for job_id in jobs:
            await perform(job_id, services)
            count += 1
    return count
