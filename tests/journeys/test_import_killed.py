"""An import killed in the middle: the same file again gives the table it would have given, and the history is whole."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from cases.claims import store_claims
from cases.records.contract import Kind
from cases.records.drafts import draft_of
from cases.records.history import past_import
from cases.records.indexing import mend_indexes
from cases.records.running import LEFT_AFTER, ask_for_import, claim_next, run_import
from cases.records.tables import INDEXES, Order
from crypto.vault import Vault
from portal.settings import Settings
from surveys.outbox import write_tx
from tests.cases.records.order_files import order_file
from tests.cases.records.uploads import kept_draft, store_of
from tests.factories import make_staff

ROWS = 60_000
MANY = 25_000  # by then the indexes are put aside
WAITED_SECONDS = 60

RUN_AND_DIE = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from cases.records.running import claim, run_import
from portal.opening import opened
from portal.settings import Settings
from tests.cases.records.uploads import store_of

async def run(folder, import_id):
    settings = Settings(data_dir=Path(folder))
    async with opened(settings) as vault:
        await claim(import_id, datetime.now(UTC))
        await run_import(import_id, vault, store_of(settings), None)

asyncio.run(run(sys.argv[1], UUID(sys.argv[2])))
"""


def _orders(settings: Settings) -> int:
    with sqlite3.connect(settings.sqlite_path) as database:
        return int(database.execute("SELECT count(*) FROM cases_order").fetchone()[0])


def _kill_in_the_middle(command: list[str], settings: Settings) -> int:
    """How many orders were in when it died."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    until = time.monotonic() + WAITED_SECONDS
    while _orders(settings) < MANY and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    process.kill()
    process.wait()
    return _orders(settings)


async def _content() -> set[tuple[str, bytes]]:
    rows = await Order.select(Order.order_no, Order.content_hash)
    return {(row["order_no"], bytes(row["content_hash"])) for row in rows}


async def _missing_indexes() -> int:
    there = {row["name"] for row in await Order.raw("SELECT name FROM sqlite_master WHERE type = 'index'")}
    return sum(text.split()[2] not in there for text in INDEXES if text.startswith("CREATE INDEX"))


@pytest.mark.usefixtures("database")
async def test_a_killed_command_is_run_again_and_gives_the_same_table(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    data, planted = order_file(ROWS, 20)
    file.write_bytes(data)
    command = [sys.executable, "-m", "portal.cli", "import", "orders", str(file), "--data", str(settings.data_dir)]
    first = _kill_in_the_middle(command, settings)
    assert MANY <= first < ROWS - len(planted)
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"created {ROWS - len(planted) - first}  updated 0  unchanged {first}  rejected 20" in again.stdout
    assert (len(await _content()), await _missing_indexes()) == (ROWS - len(planted), 0)
    third = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"created 0  updated 0  unchanged {ROWS - len(planted)}" in third.stdout


@pytest.mark.usefixtures("database")
async def test_an_import_of_a_server_that_died_goes_on_and_counts_no_row_twice(
    vault: Vault, settings: Settings
) -> None:
    data, planted = order_file(ROWS, 20)
    kind: Kind = "orders"
    anna = await make_staff(vault, "investigator", username="anna")
    draft = await draft_of(await kept_draft(data, anna.id, vault, settings, kind), vault, store_of(settings))
    import_id = await ask_for_import(draft, anna, None)
    first = _kill_in_the_middle([sys.executable, "-c", RUN_AND_DIE, str(settings.data_dir), str(import_id)], settings)
    assert MANY <= first < ROWS - len(planted)
    assert await _missing_indexes()
    assert await claim_next(datetime.now(UTC)) is None  # it may yet be alive
    assert await claim_next(datetime.now(UTC) + 2 * LEFT_AFTER) == import_id
    await run_import(import_id, vault, store_of(settings), partial(store_claims, vault=vault))
    past = await past_import(import_id)
    assert (past.state, past.created, past.updated, past.unchanged, past.rejected) == (
        "done",
        ROWS - len(planted),
        0,
        0,
        20,
    )
    assert (len(await _content()), await _missing_indexes()) == (ROWS - len(planted), 0)
    assert list(store_of(settings).folder.glob("??/*")) == []


@pytest.mark.usefixtures("database")
async def test_indexes_missing_after_a_crash_are_built_again() -> None:
    async with write_tx():
        await Order.raw("DROP INDEX cases_order_phone")
    assert await _missing_indexes() == 1
    await mend_indexes()
    assert await _missing_indexes() == 0
