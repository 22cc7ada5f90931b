"""Figures: coverage over the grid, companies without guilt, and a million sealed answers summed up, shown and exported.

`RESPONSES=100000 python -m tests.benchmarks.surveys results` is a small run.
"""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import sqlite3
import time
from datetime import date
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import numpy as np

from crypto.vault import Vault, create_root_key
from portal import database
from portal.schema import migrate
from portal.settings import Settings
from surveys.answering.stored import Answers, sealed_answers
from surveys.definitions.versions import keep_version
from surveys.outbox import write_tx
from surveys.results.answers_out import rows_as_csv
from surveys.results.counting import OWN, sealed, store_token
from surveys.results.layout import layout_of
from surveys.results.people import noticed
from surveys.results.reading import summary
from surveys.results.rebuilding import recount
from surveys.results.slips import Slip, slip_of
from tests.surveys.results.coverage import nps_coverage, rate_coverage
from tests.surveys.results.making import FORM

RESPONSES = int(os.environ.get("RESPONSES", "1000000"))
STORES, MONTHS = 40, 24
COMPANIES, PEOPLE, GUILTY = 200, 2000, 20


def main() -> None:
    _coverage()
    _people()
    with TemporaryDirectory() as folder:
        asyncio.run(_million(Path(folder)))


def _coverage() -> None:
    rates = [
        rate_coverage(size, share / 100)
        for size in (10, 11, 12, 15, 20, 30, 50, 75, 100, 200, 500)
        for share in range(1, 100)
    ]
    grid = [(up / 20, down / 20) for up, down in product(range(21), repeat=2) if up + down <= 20]
    nps = [nps_coverage(size, up, down) for size in (10, 12, 15, 20, 30, 50) for up, down in grid]
    print(
        f"coverage of 95 % bounds, least over the grid: rates {min(rates):.3f} of {len(rates)}, NPS {min(nps):.3f} of {len(nps)}"
    )


def _people() -> None:
    clean = sum(not any(_company(seed)) for seed in range(COMPANIES))
    found = [_company(1000 + seed, GUILTY) for seed in range(20)]
    right, wrong = sum(sum(one[:GUILTY]) for one in found), sum(sum(one[GUILTY:]) for one in found)
    print(f"companies of {PEOPLE} innocents in which nobody is noticed: {clean} of {COMPANIES}")
    print(f"guilty (6 in 10 against 1 in 20) noticed: {right} of {GUILTY * len(found)}; innocents beside them: {wrong}")


def _company(seed: int, guilty: int = 0) -> list[bool]:
    chance = np.random.default_rng(seed)
    sizes, shares = chance.integers(5, 60, PEOPLE), chance.beta(5, 95, PEOPLE)
    shares[:guilty] = 0.6
    cases = chance.binomial(sizes, shares)
    return noticed(list(zip(map(int, cases), map(int, sizes), strict=True)))


async def _million(folder: Path) -> None:
    settings = Settings(data_dir=folder)
    vault = Vault(create_root_key(settings.root_key_file))
    engine = database.connect(settings)
    await database.open_pool()
    await migrate()
    async with write_tx():
        version = await keep_version(FORM)
    begun = time.perf_counter()
    _write(settings.sqlite_path, version, vault)
    print(f"{RESPONSES:,} sealed responses and slips written in {time.perf_counter() - begun:.0f} s")
    begun = time.perf_counter()
    await recount(vault)
    print(f"their sums made anew in {time.perf_counter() - begun:.0f} s")
    await _summed(version, vault)
    await _exported(version, vault)
    await engine.close_connection_pool()  # type: ignore[no-untyped-call]  # Piccolo leaves it untyped


async def _summed(version: UUID, vault: Vault) -> None:
    seconds = []
    for _ in range(9):
        begun = time.perf_counter()
        found = await summary(version, vault, date(2024, 1, 1), date(2025, 12, 1))
        seconds.append(time.perf_counter() - begun)
    assert found is not None
    print(
        f"summary of {found.answers:,} answers, {MONTHS} months and {STORES} stores: {sorted(seconds)[4] * 1000:.0f} ms"
    )


async def _exported(version: UUID, vault: Vault) -> None:
    gc.collect()
    before, begun, size = _peak_mb(), time.perf_counter(), 0
    async for piece in rows_as_csv(version, "open", vault):
        size += len(piece)
    print(
        f"export of all of them: {size / 1e6:.0f} MB in {time.perf_counter() - begun:.0f} s, "
        f"peak {_peak_mb():.0f} MB, {_peak_mb() - before:.0f} MB of it for the export"
    )


def _write(path: Path, version: UUID, vault: Vault) -> None:
    chance, layout, some = np.random.default_rng(5), layout_of(FORM), []
    for _ in range(400):
        said = {
            "likely": str(chance.integers(0, 11)),
            "happy": str(chance.integers(1, 6)),
            "way": "web",
            "remark": "还不错",
        }
        slip = slip_of(layout, said, 1.0, "")
        some.append((said, slip, Slip(slip.weight, slip.parts, tuple(OWN if part else 0 for part in slip.parts))))
    with sqlite3.connect(path) as connection:
        for start in range(0, RESPONSES, 20_000):
            responses, slips = [], []
            for number in range(start, min(start + 20_000, RESPONSES)):
                said, _, counted = some[number % len(some)]
                month, name = number % MONTHS, f"Store {number // MONTHS % STORES}"
                day, key = date(2024 + month // 12, month % 12 + 1, 3), uuid4()
                kept = Slip(counted.weight, counted.parts, counted.levels, name)
                responses.append(
                    (str(key), str(version), sealed_answers(Answers(said, place={"store": name}), vault), day)
                )
                slips.append(
                    (str(key), str(version), store_token(name, vault), day.replace(day=1), sealed(kept, layout, vault))
                )
            connection.executemany(
                "INSERT INTO surveys_response "
                "(id, version, kind, language, sealed_answers, answered_on, keep_until, channel, revision) "
                "VALUES (?, ?, 'open', 'zh', ?, ?, '2030-01-01', 'page', 1)",
                responses,
            )
            connection.executemany(
                "INSERT INTO surveys_result_slip (id, version, store_token, month, waiting, sealed_slip) "
                "VALUES (?, ?, ?, ?, 0, ?)",
                slips,
            )
            connection.commit()


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
