"""How fast a file of orders enters, and what it costs: rows a second, peak memory, and the import that changes nothing.

Run: python -m tests.benchmarks.bench_import [rows]. Uses a throw-away data folder on SQLite.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
import time
from pathlib import Path

from cases.records import ImportResult, import_file
from crypto.vault import Vault, create_root_key
from portal import database
from portal.schema import migrate
from portal.settings import Settings
from tests.cases.records.order_files import order_file

ROWS = 100_000
BAD_ROWS = 50


async def _measure(rows: int, folder: Path) -> None:
    vault = Vault(create_root_key(folder / "root.key"))
    database.connect(Settings(data_dir=folder))
    await database.open_pool()
    try:
        await migrate()
        data, _ = order_file(rows, BAD_ROWS)
        print(
            f"GB18030 file: {rows:,} orders, {len(data) / 1e6:.1f} MB, {BAD_ROWS} bad rows; memory before {_peak()} MB"
        )
        await _timed("first import", data, vault, rows)
        await _timed("second import", data, vault, rows)
    finally:
        await database.close_pool()


async def _timed(name: str, data: bytes, vault: Vault, rows: int) -> None:
    begun, cpu = time.perf_counter(), time.process_time()
    result: ImportResult = await import_file("orders", data, vault)
    seconds = time.perf_counter() - begun
    print(
        f"{name:14} {seconds:6.2f} s ({time.process_time() - cpu:.2f} s of CPU) {rows / seconds:8,.0f} rows/s  "
        f"peak {_peak()} MB  created {result.created:,} updated {result.updated:,} "
        f"unchanged {result.unchanged:,} rejected {result.rejected:,}"
    )


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def main(rows: int = ROWS) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(rows, Path(folder)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
