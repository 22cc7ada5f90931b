"""`brightline recount`: the sums behind the figures of surveys, made anew from what each response was counted as."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from portal.opening import opened
from portal.settings import Settings
from surveys.results.rebuilding import recount as recount_responses


def recount(arguments: Namespace) -> int:
    print(f"{asyncio.run(_recount(arguments.settings))} responses are counted or wait for others to come with them")
    return 0


async def _recount(settings: Settings) -> int:
    async with opened(settings) as vault:
        return await recount_responses(vault)
