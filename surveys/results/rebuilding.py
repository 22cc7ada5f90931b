"""Makes the sums anew from the slips, should they ever be lost or in doubt; and slips for responses that have none.

Who is in which sum stands on the slips, so that rebuilding tells nothing that was not told before. Only where slips were
written for another layout than a form has now, its answers are opened and counted from the beginning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from functools import cache
from uuid import UUID

from crypto.vault import Vault
from surveys.definitions.versions import version
from surveys.errors import SlipUnreadable
from surveys.outbox import write_tx
from surveys.results.counting import count_responses, group_at, scopes_of, slip_in, take_turns
from surveys.results.counts import Counts
from surveys.results.layout import Layout, layout_of
from surveys.results.slips import Slip
from surveys.results.sums import Scope, new_sum, sealed_pairs
from surveys.results.tables import ResultSlip, ResultSum
from surveys.tables import Response

TRIES = 5
_AT_ONCE = 1000
_COUNTED_AT_ONCE = 50  # in one transaction, for which others wait
_INSERTED_AT_ONCE = 100
_FIRST = UUID(int=0)
Sums = dict[Scope, Counts]
Alike = tuple[bytes, UUID | None, Slip]  # of which store and round, and what was counted


async def recount(vault: Vault) -> int:
    """Returns how many responses are counted or wait. Run twice, it changes nothing the second time."""
    for version_id, months in (await _months()).items():
        try:
            for month in sorted(months):
                await _rebuild(version_id, month, vault)
        except SlipUnreadable:
            await _forget(version_id, months)
    await _count_the_forgotten(vault)
    return int(await ResultSlip.count())


async def _months() -> dict[UUID, set[date]]:
    found: dict[UUID, set[date]] = {}
    for table in (ResultSlip, ResultSum):
        for row in await table.select(table.version, table.month).group_by(table.version, table.month):
            found.setdefault(row["version"], set()).add(row["month"])
    return found


async def _rebuild(version_id: UUID, month: date, vault: Vault) -> None:
    """Reads while others go on counting, and begins again if they did; after some tries they wait for it."""
    for _ in range(TRIES):
        before = await _everybody(version_id, month)
        sums = await _summed(version_id, month, before, vault)
        async with write_tx():
            await take_turns(version_id)
            if _is_same(before, await _everybody(version_id, month)):
                await _replace(version_id, month, sums, before, vault)
                return
    async with write_tx():
        await take_turns(version_id)
        before = await _everybody(version_id, month)
        await _replace(version_id, month, await _summed(version_id, month, before, vault), before, vault)


async def _everybody(version_id: UUID, month: date) -> ResultSum | None:
    """Whatever is counted is in this sum, too: as long as its sealed cells are the same, no slip was counted."""
    return (
        await ResultSum.objects()
        .where(ResultSum.version == version_id, ResultSum.month == month, ResultSum.scope == "all")
        .first()
    )


def _is_same(one: ResultSum | None, other: ResultSum | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.id, bytes(one.sealed_cells), one.settled) == (other.id, bytes(other.sealed_cells), other.settled)


async def _summed(version_id: UUID, month: date, before: ResultSum | None, vault: Vault) -> Sums:
    layout = layout_of(await version(version_id))
    lacks_pairs = before is not None and before.settled and not before.sealed_pairs
    sums: Sums = {}

    @cache
    def counts_at(level: int, token: bytes, campaign: UUID | None, store: str) -> list[Counts]:
        scopes = scopes_of(group_at(level, version_id, month, token, campaign), store)
        return [sums.setdefault(scope, Counts(layout)) for scope in scopes]

    async for (token, campaign, slip), times in _alike(version_id, month, layout, vault):
        for part, (chosen, level) in enumerate(zip(slip.parts, slip.levels, strict=True)):
            for counts in counts_at(level, token, campaign, slip.store) if level else ():
                counts.add(part, chosen, slip.weight, times)
        if lacks_pairs:
            sums.setdefault(Scope(version_id, month, "all"), Counts(layout)).add_pairs(slip, times)
    return sums


async def _alike(version_id: UUID, month: date, layout: Layout, vault: Vault) -> AsyncIterator[tuple[Alike, int]]:
    """The slips of a month, a thousand at a time, those that say the same told once with their number."""
    last = _FIRST
    columns = (ResultSlip.id, ResultSlip.store_token, ResultSlip.campaign, ResultSlip.sealed_slip)
    while rows := (
        await ResultSlip.select(*columns)
        .where(ResultSlip.version == version_id, ResultSlip.month == month, ResultSlip.id > last)
        .order_by(ResultSlip.id)
        .limit(_AT_ONCE)
    ):
        alike = Counter(
            (bytes(row["store_token"]), row["campaign"], slip_in(row["sealed_slip"], layout, vault)) for row in rows
        )
        for one in alike.items():
            yield one
        last = rows[-1]["id"]


async def _replace(version_id: UUID, month: date, sums: Sums, before: ResultSum | None, vault: Vault) -> None:
    rows = []
    for scope, counts in sums.items():
        rows.append(row := new_sum(scope, counts, vault))
        if before and before.settled and scope.kind == "all":
            row.settled = True  # pairs stay as they were told: a second telling would tell the difference
            row.sealed_pairs = before.sealed_pairs or sealed_pairs(counts, vault) or b""
    await ResultSum.delete().where(ResultSum.version == version_id, ResultSum.month == month)
    for start in range(0, len(rows), _INSERTED_AT_ONCE):
        await ResultSum.insert(*rows[start : start + _INSERTED_AT_ONCE])


async def _forget(version_id: UUID, months: set[date]) -> None:
    """Sums and slips of a form; its answers stay. Killed in between, the next run finds what is left and goes on."""
    async with write_tx():
        await ResultSum.delete().where(ResultSum.version == version_id)
    for month in months:
        async with write_tx():
            await ResultSlip.delete().where(ResultSlip.version == version_id, ResultSlip.month == month)


async def _count_the_forgotten(vault: Vault) -> None:
    last = _FIRST
    while rows := await Response.select(Response.id).where(Response.id > last).order_by(Response.id).limit(_AT_ONCE):
        ids = [row["id"] for row in rows]
        known = {row["id"] for row in await ResultSlip.select(ResultSlip.id).where(ResultSlip.id.is_in(ids))}
        without = [one for one in ids if one not in known]
        for start in range(0, len(without), _COUNTED_AT_ONCE):
            async with write_tx():
                await count_responses(without[start : start + _COUNTED_AT_ONCE], vault)
        last = ids[-1]
