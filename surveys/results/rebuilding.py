"""Makes the sums anew from the slips, should they ever be lost or in doubt; and slips for responses that have none.

Who is in which sum stands on the slips, so that rebuilding tells nothing that was not told before.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

from crypto.vault import Vault
from surveys.definitions.versions import version
from surveys.outbox import write_tx
from surveys.results.counting import count_response, scopes_of, slip_in
from surveys.results.counts import Counts
from surveys.results.layout import layout_of
from surveys.results.sums import Scope, new_sum, sealed_pairs
from surveys.results.tables import ResultSlip, ResultSum
from surveys.tables import Response

_AT_ONCE = 1000
_FIRST = UUID(int=0)


async def recount(vault: Vault) -> int:
    """Returns how many responses are counted or wait. Run twice, it changes nothing the second time."""
    await _count_the_forgotten(vault)
    months = await ResultSlip.select(ResultSlip.version, ResultSlip.month).group_by(
        ResultSlip.version, ResultSlip.month
    )
    for row in months:
        async with write_tx():
            await _rebuild(row["version"], row["month"], vault)
    return int(await ResultSlip.count())


async def _count_the_forgotten(vault: Vault) -> None:
    last = _FIRST
    while rows := await Response.select(Response.id).where(Response.id > last).order_by(Response.id).limit(_AT_ONCE):
        ids = [row["id"] for row in rows]
        known = {row["id"] for row in await ResultSlip.select(ResultSlip.id).where(ResultSlip.id.is_in(ids))}
        for response_id in (one for one in ids if one not in known):
            async with write_tx():
                await count_response(response_id, vault)
        last = ids[-1]


async def _rebuild(version_id: UUID, month: date, vault: Vault) -> None:
    layout = layout_of(await version(version_id))
    here = (ResultSum.version == version_id) & (ResultSum.month == month)
    settled = await ResultSum.objects().where(here, ResultSum.settled.eq(True)).first()
    sums: dict[Scope, Counts] = {}
    everybody = Scope(version_id, month, "all")
    async for counted in _slips(version_id, month):
        slip = slip_in(counted.sealed_slip, layout, vault)
        for part, (chosen, level) in enumerate(zip(slip.parts, slip.levels, strict=True)):
            for scope in scopes_of(counted, level, slip.store) if level else ():
                sums.setdefault(scope, Counts(layout)).add(part, chosen, slip.weight)
        if settled and not settled.sealed_pairs:
            sums.setdefault(everybody, Counts(layout)).add_pairs(slip)
    await ResultSum.delete().where(here)
    for scope, counts in sums.items():
        row = new_sum(scope, counts, vault)
        if settled and scope.kind == "all":  # pairs stay as they were told: a second telling would tell the difference
            row.settled = True
            row.sealed_pairs = settled.sealed_pairs or sealed_pairs(counts, vault) or b""
        await ResultSum.insert(row)


async def _slips(version_id: UUID, month: date) -> AsyncIterator[ResultSlip]:
    last = _FIRST
    while rows := (
        await ResultSlip.objects()
        .where(ResultSlip.version == version_id, ResultSlip.month == month, ResultSlip.id > last)
        .order_by(ResultSlip.id)
        .limit(_AT_ONCE)
    ):
        for row in rows:
            yield row
        last = rows[-1].id
