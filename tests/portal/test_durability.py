"""What SQLite does with the disk: it waits for it, outside of tests, and takes no other for what it sorts."""

from __future__ import annotations

from pathlib import Path

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
    assert row == (FULL,)


async def test_what_is_sorted_in_a_file_stays_on_the_disk_of_the_database(tmp_path: Path) -> None:
    folder = tmp_path / "it's here"
    folder.mkdir()
    connection = await database.PooledSQLiteEngine(folder / "brightline.sqlite").get_connection()
    async with connection.execute("PRAGMA temp_store_directory") as rows:
        (row,) = await rows.fetchall()
    await connection.close()
    assert row == (str(folder),)
