"""Mixes a data folder again and again until it is killed: `python -m tests.journeys.mixing_for_ever DATA`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from portal.mixing import mix
from portal.opening import opened
from portal.settings import Settings
from tests.cases.reports import DAY


async def main(data: Path) -> None:
    async with opened(Settings(data_dir=data)):
        while True:
            print(await mix(DAY), flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
