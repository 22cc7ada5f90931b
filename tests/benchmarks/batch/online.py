"""One claim at once against a database of a million orders: `python -m tests.benchmarks.batch.online [FOLDER [ORDERS]]`.

On SQLite and on PostgreSQL. A folder that holds the company already is used as it is; else it is made and imported, which
takes minutes. Three passes: a machine that others use as well is slower by a third at times.

The floor is what a claim with a slip in its telephone cannot do without: the bare driver probes the index of orders' telephones
for the hundred neighbours of one. Nothing is derived, opened or weighed.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import asyncpg

from cases.checking import verdict_of
from cases.crosscheck.engine import Verdict
from cases.crosscheck.facts import ClaimFact
from cases.gathering import Books, open_books
from cases.records.importing import import_file
from cases.records.slips import phone_tokens
from cases.records.tables import Order
from crypto.vault import Vault, create_root_key
from portal.opening import opened
from portal.settings import Settings, read_settings
from tests.cases.crosscheck.files import files_of
from tests.cases.crosscheck.quality import compare
from tests.cases.crosscheck.worlds import HARD, World, make_world
from tests.postgres import new_database, running_server

SEED, CLAIMS, ORDERS, TRIED, PASSES = 302, 20_000, 1_000_000, 2_000, 3


def main(folder: Path, orders: int = ORDERS) -> None:
    world = make_world(SEED, CLAIMS, HARD, orders=orders, indexed=False)
    print(f"{TRIED:,} claims of the hard set, one at a time, against {len(world.orders):,} orders")
    asyncio.run(_measure("SQLite", read_settings(os.environ, folder), world))
    with running_server() as server, TemporaryDirectory() as name:
        url = asyncio.run(new_database(server))
        asyncio.run(_measure("PostgreSQL", Settings(data_dir=Path(name), database_url=url), world))


async def _measure(name: str, settings: Settings, world: World) -> None:
    if not settings.root_key_file.exists():
        create_root_key(settings.root_key_file)
    async with opened(settings) as vault:
        if not await Order.count():
            for kind, data in files_of(world).items():
                if kind != "claims":
                    await import_file(kind, data, vault)
            os.sync()  # else the system writes to the disk meanwhile what was imported
        books = await open_books(vault)
        verdicts: dict[str, Verdict] = {}
        passes, floors = [], []
        for _ in range(PASSES):
            passes.append(await _taken_ms(world.claims[:TRIED], books, vault, verdicts))
            floors.append(await _floor_ms(settings, world.claims[:TRIED], vault))
    quality = compare(world, verdicts)
    matches, missing = quality.matches, quality.missing
    for taken, floor in zip(passes, floors, strict=True):
        p95, bare = _percentile(taken, 95), _percentile(floor, 50)
        print(
            f"{name:<11} p50 {_percentile(taken, 50):.2f} ms  p95 {p95:.2f} ms  most {taken[-1]:.1f} ms  "
            f"floor p50 {bare:.2f} ms: p95 is {p95 / bare:.1f} times that"
        )
    print(
        f"match P {matches.precision:.4f} R {matches.recall:.4f}  none P {missing.precision:.4f} R {missing.recall:.4f}"
    )


async def _taken_ms(
    claims: Sequence[ClaimFact], books: Books, vault: Vault, verdicts: dict[str, Verdict]
) -> list[float]:
    """Of each claim, in ascending order."""
    taken = []
    for claim in claims:
        started = perf_counter()
        verdicts[claim.claim_no], _ = await verdict_of(claim, books, vault)
        taken.append((perf_counter() - started) * 1e3)
    return sorted(taken)


async def _floor_ms(settings: Settings, claims: Sequence[ClaimFact], vault: Vault) -> list[float]:
    """Of each claim that names a whole telephone, in ascending order."""
    neighbours = [near for claim in claims if (near := phone_tokens(vault, claim.customer_phone))]
    if settings.database_url:
        return await _floor_of_postgres(settings.database_url, neighbours)
    connection = sqlite3.connect(settings.sqlite_path)
    taken = []
    for near in neighbours:
        text = f"SELECT id FROM cases_order WHERE phone_token IN ({', '.join('?' * len(near))})"
        started = perf_counter()
        connection.execute(text, near).fetchall()
        taken.append((perf_counter() - started) * 1e3)
    connection.close()
    return sorted(taken)


async def _floor_of_postgres(url: str, neighbours: Sequence[list[int]]) -> list[float]:
    connection = await asyncpg.connect(url)
    taken = []
    for near in neighbours:
        started = perf_counter()
        await connection.fetch("SELECT id FROM cases_order WHERE phone_token = ANY ($1)", near)
        taken.append((perf_counter() - started) * 1e3)
    await connection.close()
    return sorted(taken)


def _percentile(ascending: Sequence[float], percent: int) -> float:
    return ascending[len(ascending) * percent // 100]


if __name__ == "__main__":
    size = int(sys.argv[2]) if len(sys.argv) > 2 else ORDERS
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]), size)
    else:
        with TemporaryDirectory() as name:
            main(Path(name))
