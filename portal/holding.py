"""Who uses a portal's data: any number of servers, workers and commands together, or one command alone. Knows no table.

With SQLite a lock of the operating system on the data folder, with PostgreSQL an advisory lock of the database: both end
with the process that holds them, however it ends.
"""

from __future__ import annotations

import fcntl
import os
from typing import Any  # asyncpg carries no types

import asyncpg  # type: ignore[import-untyped]  # it carries no types

from portal.settings import Settings

LOCK_NUMBER = 0x6272_6967_6874  # of ours in this database; servers of every release must name the same


class InUse(Exception):
    """Somebody else uses the data in a way that does not go together with ours: one clear line for stderr."""


class Hold:
    """Taken by `hold`; given back by `let_go`, or by the end of the process."""

    def __init__(self, folder: int | None = None, connection: Any = None) -> None:
        self._folder, self._connection = folder, connection

    async def let_go(self) -> None:
        if self._folder is not None:
            os.close(self._folder)
        if self._connection is not None:
            await self._connection.close()
        self._folder = self._connection = None


async def hold(settings: Settings, *, alone: bool) -> Hold:
    """Raises InUse."""
    taken = (
        await _hold_database(settings.database_url, alone) if settings.database_url else _hold_folder(settings, alone)
    )
    if taken is None:
        raise InUse(
            "Another process uses this portal. Stop `brightline serve`, its workers and other commands, then try again."
            if alone
            else "The root key of this portal is being renewed. Wait until `brightline rotate-keys` has ended."
        )
    return taken


def _hold_folder(settings: Settings, alone: bool) -> Hold | None:
    folder = os.open(settings.data_dir, os.O_RDONLY)
    try:
        fcntl.flock(folder, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(folder)
        return None
    return Hold(folder=folder)


async def _hold_database(url: str, alone: bool) -> Hold | None:
    """On a connection of its own, kept open: the lock is its session's."""
    connection = await asyncpg.connect(url)
    function = "pg_try_advisory_lock" if alone else "pg_try_advisory_lock_shared"
    if await connection.fetchval(f"SELECT {function}($1)", LOCK_NUMBER):
        return Hold(connection=connection)
    await connection.close()
    return None
