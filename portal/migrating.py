"""Runs migrations, all of them or none. Loaded when some are waiting: Piccolo's runner brings a code formatter with it."""

from __future__ import annotations

import contextlib
import io

from piccolo.apps.migrations.commands.forwards import run_forwards

from surveys.outbox import write_tx


class SchemaError(Exception):
    """A migration did not run; the database is as it was before."""


async def run_waiting() -> None:
    """Needs portal.database.connect() and an open pool. Raises SchemaError."""
    words = io.StringIO()
    async with write_tx():
        with contextlib.redirect_stdout(words):
            result = await run_forwards("all")
        if not result.success:
            raise SchemaError(words.getvalue().strip().splitlines()[-1])
