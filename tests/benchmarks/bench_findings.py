"""How long the inbox of ten thousand findings takes to list a page, as it opens and as it is sifted.

Run: python -m tests.benchmarks.bench_findings. On SQLite, the handler's own work without the page's HTML.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from cases.actors import Actor
from cases.findings import FINDING_COLUMN
from cases.sifting import Sieve, sift
from cases.tables import Finding
from crypto.vault import Vault, create_root_key
from portal import database
from portal.schema import migrate
from portal.settings import Settings
from surveys.outbox import write_tx
from tests.factories import make_staff

FINDINGS, TRIALS, WRITTEN_AT_ONCE = 10_000, 15, 500
TODAY = date(2026, 6, 1)
KINDS, GRADES = ("private_contact", "no_order", "amount_differs"), ("hint", "review", "finding")
ASKED = {
    "as it opens": (Sieve(), 1),
    "page 100": (Sieve(), 100),
    "of grade review in 90 days, page 3": (Sieve(grade="review", days=90), 3),
    "one store": (Sieve(store="7 店"), 1),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> None:
    vault = Vault(create_root_key(folder / "root.key"))
    database.connect(Settings(data_dir=folder))
    await database.open_pool()
    try:
        await migrate()
        actor = await make_staff(vault, "investigator")
        await _keep(vault)
        print(f"{FINDINGS:,} findings, milliseconds a page, median and longest of {TRIALS}")
        for name, (sieve, page) in ASKED.items():
            taken = [await _taken_ms(actor, vault, sieve, page) for _ in range(TRIALS)]
            print(f"{name:<36}{statistics.median(taken):>8.1f}{max(taken):>8.1f}")
    finally:
        await database.close_pool()


async def _taken_ms(actor: Actor, vault: Vault, sieve: Sieve, page: int) -> float:
    begun = time.perf_counter()
    await sift(actor, vault, "zh", sieve, TODAY, page=page)
    return (time.perf_counter() - begun) * 1e3


async def _keep(vault: Vault) -> None:
    rows = [_finding(vault, place) for place in range(FINDINGS)]
    async with write_tx():
        for start in range(0, FINDINGS, WRITTEN_AT_ONCE):
            await Finding.insert(*rows[start : start + WRITTEN_AT_ONCE])


def _finding(vault: Vault, place: int) -> Finding:
    summary = {"zh": "客户称曾被要求用个人微信继续联系", "en": "The customer says they were asked to go on in private"}
    return Finding(
        id=uuid4(),
        kind=KINDS[place % 3],
        grade=GRADES[place % 3],
        store=f"{place % 40} 店",
        sealed_by="vault",
        sealed_detail=vault.seal(FINDING_COLUMN, json.dumps({"summary": summary, "salesperson": "张伟"})),
        dedupe_key=str(uuid4()),
        found_on=TODAY - timedelta(days=place % 400),
    )


if __name__ == "__main__":
    main()
