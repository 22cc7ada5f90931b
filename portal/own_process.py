"""Runs a verb of the command in a process of its own, which ends with the server. Knows no verb's meaning.

What the process loads goes with it, and it is nice to everybody else by itself.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping

from portal.settings import Settings

END_SECONDS = 5.0


async def run_verb(settings: Settings, *words: str) -> int:
    """Its exit code. One that is cancelled is ended."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "portal.cli", *words),
        env=_environment(settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            process.terminate()
            await _wait_or_kill(process)


async def _wait_or_kill(process: asyncio.subprocess.Process) -> None:
    try:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    except TimeoutError:
        process.kill()


def _environment(settings: Settings) -> Mapping[str, str]:
    """Ours, with what may have been given in another way."""
    named = {"BRIGHTLINE_DATA": str(settings.data_dir), "BRIGHTLINE_ROOT_KEY": str(settings.root_key_file)}
    if settings.database_url is not None:
        named["DATABASE_URL"] = settings.database_url
    return {**os.environ, **named}
