"""That what was acknowledged outlives the power: SQLite waits for the disk, outside of tests."""

from __future__ import annotations

import pytest

from portal import database
from portal.settings import Settings
from tests.conftest import SYNCHRONOUS

FULL = 2  # https://www.sqlite.org/pragma.html#pragma_synchronous


async def test_sqlite_waits_for_the_disk(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SYNCHRONOUS", SYNCHRONOUS)
    engine = database.PooledSQLiteEngine(settings.sqlite_path)
    connection = await engine.get_connection()
    async with connection.execute("PRAGMA synchronous") as rows:
        (row,) = await rows.fetchall()
    await connection.close()
    assert row == {"synchronous": FULL}
