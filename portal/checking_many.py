"""The `check-claims` verb: claims that wait are held against the whole books in one go. Knows no rule.

Writes in short transactions, so that nobody who reports waits for it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime

from cases.batch.engines import engine_named
from cases.batch.ledger import open_ledger
from cases.batch.running import run
from cases.corroboration import ask_for_corroboration
from cases.unchecked import count_unchecked, keeping, take_turn
from crypto.vault import Vault
from portal.opening import Refused, opened
from portal.settings import Settings
from surveys.outbox import write_tx

NICENESS = 15
Tell = Callable[[int, int], None]


def check_claims(arguments: argparse.Namespace) -> int:
    """Check all that wait, however few."""
    os.nice(NICENESS)
    print(f"claims {asyncio.run(_check_claims(arguments.settings))}")
    return 0


async def _check_claims(settings: Settings) -> int:
    async with opened(settings) as vault:
        checked = await check_waiting(vault, lambda *_: None)
    if checked is None:
        raise Refused("Claims are being checked by another process already.")
    return checked


async def check_waiting(vault: Vault, tell: Tell) -> int | None:
    """How many were checked; None while somebody else is at it. tell: called with how many are done, and of how many."""
    turn = await take_turn(datetime.now(UTC))
    if turn is None:
        return None
    async with keeping(turn):
        checked = await _check(vault, tell)
        async with write_tx():
            await ask_for_corroboration()
    return checked


async def _check(vault: Vault, tell: Tell) -> int:
    checked, total = 0, await count_unchecked()
    async with open_ledger(vault, engine_named("duckdb"), lambda _: None) as ledger:
        async for step in run(ledger, vault, unchecked=True):
            checked += len(step.verdicts)
            tell(checked, max(checked, total))
    return checked
