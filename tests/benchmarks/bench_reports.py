"""How fast reports are filed over HTTP, beside a raw floor under the same server in the same run. Start-up and memory too.

Run `python -m tests.benchmarks.bench_reports`. Figure and floor are taken in turn, so that a busy machine slows both.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cases.staff import Wanted, create_staff
from crypto.receipts import Receipt
from portal.opening import opened
from portal.settings import Settings
from tests.journeys.clients import Client, report_fields, request, ticket_of
from tests.journeys.server import ROOT, Server
from tests.machine import free_port

ROUNDS = 3
REPORTS = 400  # in a round, at each number of clients
CLIENTS = (1, 8, 32)
WRITTEN_SECONDS = 300.0  # ago the forms were handed out: whoever wrote that long waits in no queue
TEXT = "我看到销售把客户带到别的店里签单，订单随后取消，钱打到了他个人的微信。" * 6


@dataclass(frozen=True)
class Measured:
    """One number of clients against one server. Times in seconds."""

    seconds: float
    waits: list[float]
    failed: int

    @property
    def per_second(self) -> float:
        return len(self.waits) / self.seconds

    def quantile(self, share: float) -> float:
        return sorted(self.waits)[min(int(len(self.waits) * share), len(self.waits) - 1)] * 1000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.init()
        asyncio.run(_two_more_investigators(server.data))
        server.start()
        try:
            with _floor(Path(folder)) as floor_port:
                _print_all(server, floor_port)
        finally:
            server.stop()


def _print_all(server: Server, floor_port: int) -> None:
    starts = statistics.median(_restart(server) for _ in range(3))
    idle = server.resident_mib()
    _measure(server.port, 8, server.data), _measure(floor_port, 8, server.data)  # warm both
    print(
        f"{'reports':<12}{'reports/s':>10}{'p50 ms':>9}{'p95 ms':>9}{'failed':>8}{'floor/s':>10}{'floor p95':>11}{'ratio':>8}"
    )
    for clients in CLIENTS:
        ours, floor = _in_turn(server, floor_port, clients)
        print(
            f"{clients} client{'s' if clients > 1 else '':<4}{ours.per_second:>10.0f}{ours.quantile(0.5):>9.1f}"
            f"{ours.quantile(0.95):>9.1f}{ours.failed:>8}{floor.per_second:>10.0f}{floor.quantile(0.95):>11.1f}"
            f"{ours.per_second / floor.per_second:>8.2f}"
        )
    after = server.resident_mib()
    print(
        f"start to first 200: {starts:.2f} s, {_restart(server):.2f} s over all of these reports, which it mixes first; "
        f"resident: idle {idle:.0f} MiB, after {after:.0f} MiB"
    )


def _in_turn(server: Server, floor_port: int, clients: int) -> tuple[Measured, Measured]:
    """The median round of each."""
    rounds = [
        (_measure(server.port, clients, server.data), _measure(floor_port, clients, server.data)) for _ in range(ROUNDS)
    ]
    ours, floor = zip(*rounds, strict=True)
    return _median(list(ours)), _median(list(floor))


def _median(rounds: list[Measured]) -> Measured:
    return sorted(rounds, key=lambda one: one.per_second)[len(rounds) // 2]


def _measure(port: int, clients: int, data: Path) -> Measured:
    return asyncio.run(_load(port, clients, [_filled_form(data) for _ in range(REPORTS)]))


def _filled_form(data: Path) -> bytes:
    receipt = Receipt.new()
    return request("/report", report_fields(receipt, TEXT, ticket_of(data, receipt, WRITTEN_SECONDS)))


async def _load(port: int, clients: int, requests: list[bytes]) -> Measured:
    waits: list[float] = []
    statuses: list[int] = []
    waiting = iter(requests)

    async def work() -> None:
        client = Client(port)
        for one in waiting:
            began = time.perf_counter()
            status, _ = await client.send(one)
            waits.append(time.perf_counter() - began)
            statuses.append(status)
        await client.close()

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(clients)))
    return Measured(time.perf_counter() - began, waits, sum(status != 200 for status in statuses))


def _restart(server: Server) -> float:
    server.stop()
    server.start()
    return server.start_seconds


async def _two_more_investigators(data: Path) -> None:
    """Three recipients in all, as the peers were measured with."""
    async with opened(Settings(data_dir=data)) as vault:
        for name in ("second", "third"):
            await create_staff(vault, Wanted(name, name, ("investigator",)))


@contextmanager
def _floor(folder: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.raw_floor", str(port), str(folder / "floor.sqlite")]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        asyncio.run(_until_it_answers(port))
        yield port
    finally:
        process.terminate()
        process.wait(10)


async def _until_it_answers(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return


if __name__ == "__main__":
    main()
