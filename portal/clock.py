"""What is due because time has passed, seen to by the clock alone: its hour tells nothing about who came when."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from cases.callbacks.standing import ask_for_standing
from cases.evidence.sweeping import ask_for_sweeping
from cases.log.integrating import ask_for_integration
from portal.mixing import mix_if_possible
from surveys.campaigns.sending import ask_for_sending
from surveys.results.closing import ask_for_closing

FIRST_SECONDS = 60.0  # a start is for those who wait
NEXT_SECONDS = 600.0


async def keep_time() -> None:
    """Ask and mix for ever; the same day twice changes nothing. Ends by cancelling."""
    seconds = FIRST_SECONDS
    while True:
        await asyncio.sleep(seconds)
        now = datetime.now(UTC)
        await ask_for_integration(now)
        await ask_for_sweeping(now)
        await ask_for_standing(now)
        await ask_for_sending(now)
        await ask_for_closing(now.date())
        await mix_if_possible()
        seconds = NEXT_SECONDS
