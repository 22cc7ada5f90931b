"""How long a day's reports take to be mixed, and how long somebody waits who files one meanwhile.

Run `python -m tests.benchmarks.bench_mixing`.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path

from cases.actors import Actor
from cases.receiving import receive
from crypto.receipts import Receipt
from crypto.vault import create_root_key
from portal.mixing import mix
from portal.opening import opened
from portal.settings import Settings
from tests.cases.reports import DAY, as_readers, written
from tests.factories import make_staff

REPORTS = (100, 1000, 3000)  # of one day
ROUNDS = 5
AT_ONCE = 50


def main() -> None:
    print(f"{'reports a day':<16}{'mixing ms':>12}{'one filed meanwhile waits ms':>32}")
    asyncio.run(_measure())


async def _measure() -> None:
    async with _company() as anna:
        filed = 0
        for count in REPORTS:
            while filed < count:
                await asyncio.gather(*(_file(anna) for _ in range(AT_ONCE)))
                filed += AT_ONCE
            rounds = [await _round(anna) for _ in range(ROUNDS)]
            mixing, waiting = (statistics.median(times) * 1000 for times in zip(*rounds, strict=True))
            print(f"{count:<16}{mixing:>12.0f}{waiting:>32.0f}")


async def _round(anna: Actor) -> tuple[float, float]:
    """Seconds of mixing, and the longest wait of those who filed in that time."""
    mixing = asyncio.create_task(_timed(mix(DAY)))
    waits = []
    while not mixing.done():
        waits.append(await _timed(_file(anna)))
    return await mixing, max(waits)


async def _timed(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


async def _file(anna: Actor) -> None:
    await receive(Receipt.new(), written(), as_readers(anna), DAY)


@asynccontextmanager
async def _company() -> AsyncIterator[Actor]:
    with tempfile.TemporaryDirectory() as folder:
        create_root_key(Path(folder) / "root.key")
        async with opened(Settings(data_dir=Path(folder))) as vault:
            yield await make_staff(vault, "investigator", username="anna")


if __name__ == "__main__":
    main()
