"""From a customer's click to a finding on record, against a real server: `python -m tests.benchmarks.batch.submitted`.

Each customer denies a purchase that the books hold as done. The clock starts with the last post and stops when the finding
stands in the database, where every desk page would show it.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from cases.records.importing import import_file
from portal.opening import opened
from portal.settings import Settings
from surveys import invite
from tests.journeys.server import Server, running
from tests.surveys.factories import make_plan, make_transaction
from tests.surveys.reading import fields_of

TRIED = 40
LONGEST_SECONDS = 10.0
HEADER = "order_no,customer_name,customer_phone,salesperson,amount,ordered_at,status\n"
DENIAL = {"q.bought": "no", "q.events": "none", "at": "rating", "step": "next"}


def main() -> None:
    with TemporaryDirectory() as name, running(Path(name)) as server:
        taken = sorted(asyncio.run(_measure(server)))
    print(f"\n{len(taken)} answers sent one after another, each until its finding stands on record")
    p50, p95, most = (taken[place] * 1e3 for place in (len(taken) // 2, len(taken) * 95 // 100, -1))
    print(f"p50 {p50:.0f} ms  p95 {p95:.0f} ms  most {most:.0f} ms")


async def _measure(server: Server) -> list[float]:
    day = (datetime.now(UTC) - timedelta(days=10)).date()
    people = [make_transaction(number, day=day) for number in range(TRIED)]
    rows = [f"{one.ref},{one.customer_name},{one.customer_phone},{one.salesperson},4200,{day},done" for one in people]
    async with opened(Settings(data_dir=server.data)) as vault:
        await import_file("orders", (HEADER + "\n".join(rows)).encode(), vault)
        links = (await invite(people, make_plan(), vault, datetime.now(UTC))).links
    database = sqlite3.connect(f"file:{Settings(data_dir=server.data).sqlite_path}?mode=ro", uri=True)
    async with httpx.AsyncClient(base_url=server.url) as customer:
        return [
            await _one(customer, f"/s/{link.token}", number, database) for number, link in enumerate(links, start=1)
        ]


async def _one(customer: httpx.AsyncClient, url: str, number: int, database: sqlite3.Connection) -> float:
    page = (await customer.get(url)).text
    begun = time.perf_counter()
    await customer.post(url, data=fields_of(page) | DENIAL)
    while _found(database) < number:
        if time.perf_counter() - begun > LONGEST_SECONDS:
            raise TimeoutError(f"no finding came of answer {number}")
        await asyncio.sleep(0.002)
    return time.perf_counter() - begun


def _found(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT COUNT(*) FROM cases_finding WHERE kind = 'order_denied'").fetchone()[0])


if __name__ == "__main__":
    main()
