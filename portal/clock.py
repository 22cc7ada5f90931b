"""What is due because a day began, asked for by the clock alone: its hour tells nothing about who came when. Does no work."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from cases.log.integrating import ask_for_integration

FIRST_SECONDS = 60.0  # a start is for those who wait
NEXT_SECONDS = 600.0


async def keep_time() -> None:
    """Ask for ever; the same day twice changes nothing. Ends by cancelling."""
    seconds = FIRST_SECONDS
    while True:
        await asyncio.sleep(seconds)
        await ask_for_integration(datetime.now(UTC))
        seconds = NEXT_SECONDS
