"""How fast a file of orders enters, and what it costs: rows a second, memory, computing, and the import that changes nothing.

Run: python -m tests.benchmarks.bench_import [rows [xlsx]]. Uses a throw-away data folder on SQLite. Memory is the sum of every
process at its largest; the file is made by another one beforehand. A CSV's floor (import_floor.py) is measured first: what
others do on the machine shows in both.
"""

from __future__ import annotations

import asyncio
import csv
import io
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from uuid import uuid4

import xlsxwriter

from cases.records.content import OnDisk
from cases.records.importing import ImportResult, import_file
from crypto.vault import Vault, create_root_key
from portal import database
from portal.schema import migrate
from portal.settings import Settings
from surveys.outbox import enqueue, write_tx
from tests.cases.records.order_files import order_file

ROWS = 100_000
BAD_ROWS = 50
SAMPLED_SECONDS = 0.3  # a look at three processes takes 5 ms of a core


class Taken(threading.Thread):
    """What this process and its children take, sampled: pages that several share are counted in parts (PSS)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_mb: dict[str, int] = {}
        self.peak_sum_mb = 0
        self.computed_s: dict[str, float] = {}
        self.own_s = 0.0  # what looking took of the server's core
        self.ended = False

    def run(self) -> None:
        while not self.ended:
            processes = {"server": Path("/proc/self")}
            for child in Path("/proc/self/task").glob("*/children"):
                processes |= {_name(number): Path("/proc") / number for number in child.read_text().split()}
            now = {who: _taken_mb(process) for who, process in processes.items()}
            self.peak_mb |= {who: max(size, self.peak_mb.get(who, 0)) for who, size in now.items()}
            self.computed_s |= {
                who: _computed_s(process) or self.computed_s.get(who, 0.0) for who, process in processes.items()
            }
            self.peak_sum_mb = max(self.peak_sum_mb, sum(now.values()))
            self.own_s = time.thread_time()
            time.sleep(SAMPLED_SECONDS)


def _name(number: str) -> str:
    try:
        return (Path("/proc") / number / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")[-1].decode()
    except (OSError, StopIteration):
        return "ended"


def _taken_mb(process: Path) -> int:
    try:
        sizes = (process / "smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in sizes if line.startswith("Pss:")) >> 10
    except (OSError, StopIteration):
        return 0


def _computed_s(process: Path) -> float:
    """Seconds on a core since the process began; 0 where it has ended."""
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError):
        return 0.0


async def _measure(rows: int, folder: Path) -> None:
    vault = Vault(create_root_key(folder / "root.key"))
    database.connect(Settings(data_dir=folder))
    await database.open_pool()
    try:
        await migrate()
        file = OnDisk(next(folder.glob("orders.*")))
        print(f"{file.path.name}: {rows:,} orders, {file.size_bytes / 1e6:.1f} MB, {BAD_ROWS} bad rows")
        floor = _floor_s(file.path) if file.path.suffix == ".csv" else None
        os.sync()  # else the system writes to the disk meanwhile what was made
        seconds = await _timed("first import", file, vault, rows)
        if floor is not None:
            print(f"{'floor':14} {floor:6.2f} s: the first import took {seconds / floor:.2f} times as long")
        await _timed("second import", file, vault, rows)
    finally:
        await database.close_pool()


def _floor_s(path: Path) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.import_floor", path]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # words of ours


async def _timed(name: str, file: OnDisk, vault: Vault, rows: int) -> float:
    """Seconds."""
    taken = Taken()
    before = _computed_s(Path("/proc/self"))
    taken.start()
    begun = time.perf_counter()
    others = asyncio.create_task(_others())
    result: ImportResult = await import_file("orders", file, vault)
    seconds = time.perf_counter() - begun
    taken.ended = True
    others.cancel()
    waited = sorted((await asyncio.gather(others, return_exceptions=True))[0].args[0])
    parts = ", ".join(f"{who} {size}" for who, size in taken.peak_mb.items())
    taken.computed_s["server"] -= before + taken.own_s
    computed = ", ".join(f"{who} {spent:.1f} s" for who, spent in taken.computed_s.items())
    print(
        f"{name:14} {seconds:6.2f} s {rows / seconds:8,.0f} rows/s  peak {taken.peak_sum_mb} MB ({parts})  "
        f"created {result.created:,} updated {result.updated:,} unchanged {result.unchanged:,} "
        f"rejected {result.rejected:,}"
    )
    print(f"{'':14} on a core: {computed}")
    print(
        f"{'':14} somebody else's write meanwhile: p50 {waited[len(waited) // 2] * 1000:.0f} ms, "
        f"p95 {waited[len(waited) * 95 // 100] * 1000:.0f} ms, longest {waited[-1] * 1000:.0f} ms"
    )
    return seconds


async def _others() -> None:
    """Somebody else's small write every 50 ms, as a report is one; ends by cancelling, with the seconds each took."""
    waited: list[float] = []
    try:
        while True:
            begun = time.perf_counter()
            async with write_tx():
                await enqueue("nobody", str(uuid4()), {})
            waited.append(time.perf_counter() - begun)
            await asyncio.sleep(0.05)
    except asyncio.CancelledError:
        raise Waited(waited) from None


class Waited(Exception):
    """Carries what `_others` measured."""


def make_file(rows: int, path: str) -> None:
    """GB18030, or a workbook of the same cells."""
    data = order_file(rows, BAD_ROWS)[0]
    if not path.endswith(".xlsx"):
        Path(path).write_bytes(data)
        return
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(csv.reader(io.StringIO(data.decode("gb18030")))):
            sheet.write_row(row, 0, cells)


def main(rows: int = ROWS, form: str = "csv") -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / f"orders.{form}")
        making = f"from tests.benchmarks.bench_import import make_file; make_file({rows}, {path!r})"
        subprocess.run([sys.executable, "-c", making], check=True)  # words of ours
        asyncio.run(_measure(rows, Path(folder)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS, *sys.argv[2:3])
