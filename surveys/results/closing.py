"""Ends a month: what waited alone goes into wider sums, then who answered this and that is counted once for all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Any  # a job's payload is whatever JSON object was enqueued
from uuid import UUID

from crypto.vault import Vault
from surveys.definitions.versions import version
from surveys.outbox import enqueue, write_tx
from surveys.results.counting import EVERYBODY, STORE, Group, release, slip_in
from surveys.results.layout import layout_of
from surveys.results.sums import counts_in, sealed_pairs
from surveys.results.tables import ResultSlip, ResultSum
from surveys.services import Services

JOB = "close_results"
_AT_ONCE = 1000
_FIRST = UUID(int=0)


async def ask_for_closing(today: date) -> None:
    """Once a day, whoever asks first."""
    async with write_tx():
        await enqueue(JOB, today.isoformat(), {"today": today.isoformat()})


async def close_results(payload: dict[str, Any], services: Services) -> None:
    """Job: for every month that is over, count what waits with its store, then with everybody; then settle it.

    Whoever still waits then is one of four at most in the whole month, or said what all of them said.
    """
    this_month = date.fromisoformat(payload["today"]).replace(day=1)
    for level in (STORE, EVERYBODY):
        for group in await _groups_over(this_month, level):
            async with write_tx():
                await release(group, services.vault)
    unsettled = ResultSum.objects().where(
        ResultSum.month < this_month, ResultSum.scope == "all", ResultSum.settled.eq(False)
    )
    for row in await unsettled:
        await _settle(row, services.vault)


async def _groups_over(this_month: date, level: int) -> list[Group]:
    columns = [ResultSlip.version, ResultSlip.month]
    if level == STORE:
        columns.append(ResultSlip.store_token)
    over = ResultSlip.month < this_month
    rows = await ResultSlip.select(*columns).where(over, ResultSlip.waiting.eq(True)).group_by(*columns)
    return [Group(row["version"], row["month"], level, bytes(row.get("store_token", b""))) for row in rows]


async def _settle(row: ResultSum, vault: Vault) -> None:
    """Count the pairs from what the sums hold of everybody. Reads first: nobody waits while a large month is read."""
    layout = layout_of(await version(row.version))
    counts = counts_in(row, layout, vault)
    async for sealed in counted_slips(row.version, row.month):
        counts.add_pairs(slip_in(sealed, layout, vault))
    async with write_tx():
        await ResultSum.update({ResultSum.settled: True, ResultSum.sealed_pairs: sealed_pairs(counts, vault)}).where(
            ResultSum.id == row.id
        )


async def counted_slips(version_id: UUID, month: date) -> AsyncIterator[bytes]:
    """The sealed slips of a month, a thousand at a time."""
    last = _FIRST
    while True:
        rows = (
            await ResultSlip.select(ResultSlip.id, ResultSlip.sealed_slip)
            .where(ResultSlip.version == version_id, ResultSlip.month == month, ResultSlip.id > last)
            .order_by(ResultSlip.id)
            .limit(_AT_ONCE)
        )
        for row in rows:
            yield bytes(row["sealed_slip"])
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1]["id"]
