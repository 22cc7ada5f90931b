"""Killed in the middle of mixing, twenty times: every row is there as it was."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest

from cases.actors import Actor
from cases.contents import Content
from cases.mailbox import add_from_reporter
from crypto.vault import Vault
from portal import database
from portal.every_table import every_table
from portal.opening import opened
from portal.settings import Settings
from tests.cases.reports import DAY, filed
from tests.factories import make_staff
from tests.journeys.server import ROOT

KILLS = 20
REPORTS = 60
MOST_SECONDS = 0.05  # one round takes about so long, and rounds follow one another without a pause


@pytest.fixture
async def before(database: None, vault: Vault) -> dict[str, list[str]]:
    anna: Actor = await make_staff(vault, "investigator", username="anna")
    for number in range(REPORTS):
        receipt, _ = await filed(anna, text=f"第 {number} 份")
        await add_from_reporter(receipt, Content("补充"), b"form", DAY)
    return await everything()


async def everything() -> dict[str, list[str]]:
    """Every row but two notes of the portal's own: until when it mixed, and under which root key it was first opened."""
    tables = every_table()
    rows = {table._meta.tablename: sorted(str(row) for row in await table.select()) for table in tables}
    return {name: found for name, found in rows.items() if name not in ("portal_mixed", "portal_root_key_mark")}


async def test_a_kill_in_the_middle_leaves_every_row(before: dict[str, list[str]], settings: Settings) -> None:
    await database.close_pool()
    for _ in range(KILLS):
        _mixed_and_killed(settings)
    async with opened(settings):
        assert await everything() == before


def _mixed_and_killed(settings: Settings) -> None:
    command = [sys.executable, "-m", "tests.journeys.mixing_for_ever", str(settings.data_dir)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()  # one round is over, the next has begun
        time.sleep(random.uniform(0, MOST_SECONDS))
        process.kill()
