"""The `nightly` verb: the whole cross-check over everything, filed in the portal, with no file written. Knows no rule."""

from __future__ import annotations

import argparse
import asyncio
import os
from datetime import UTC, datetime
from uuid import UUID

from cases.batch.doubts import file_doubts
from cases.batch.duck import DuckEngine
from cases.batch.ledger import open_ledger
from cases.batch.running import run
from cases.nights import begin_night, end_night, keep_changes, open_findings, show_life
from cases.records.dates import day_of
from crypto.vault import Vault
from portal.opening import Refused, opened
from portal.settings import Settings

NICENESS = 15


def nightly(arguments: argparse.Namespace) -> int:
    """Run it for this night, again if need be; a server names the run it has begun."""
    os.nice(NICENESS)
    claims, found, gone = asyncio.run(_nightly(arguments.settings, arguments.begun))
    print(f"claims {claims}  found {found}  gone {gone}")
    return 0


async def _nightly(settings: Settings, run_id: UUID | None) -> tuple[int, int, int]:
    async with opened(settings) as vault:
        begun = run_id or await begin_night(day_of(datetime.now(UTC)), datetime.now(UTC), again=True)
        if begun is None:
            raise Refused("The nightly run is under way in another process.")
        state = "failed"
        try:
            changed = await _check_everything(begun, vault)
            state = "done"
        finally:
            await end_night(begun, state, datetime.now(UTC))
        return changed


async def _check_everything(run_id: UUID, vault: Vault) -> tuple[int, int, int]:
    before, claims = await open_findings(), 0
    async with open_ledger(vault, DuckEngine, lambda _: None) as ledger:
        async for step in run(ledger, vault):
            claims += len(step.verdicts)
            await show_life(run_id, claims, datetime.now(UTC))
        books = ledger.books
    await file_doubts(vault, books, datetime.now(UTC).date())
    return claims, *await keep_changes(run_id, before)
