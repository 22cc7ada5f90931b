"""Jobs through Redis and RabbitMQ with a worker process that is killed: every row is done, none twice."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from cases.claims import store_claims
from cases.tables import Claim, Finding
from crypto.vault import Vault
from portal import relay, worker
from portal.firstrun import set_up
from portal.settings import Settings
from surveys.outbox import Outbox, write_tx
from surveys.services import Services
from tests.machine import rabbitmq_server, redis_server

CLAIMS = 120
BATCH = 4
BrokerServer = Callable[[Path], AbstractContextManager[str]]


@contextmanager
def worker_process(settings: Settings, broker_url: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "BROKER_URL": broker_url}
    command = [sys.executable, "-m", "portal.cli", "worker", "--data", str(settings.data_dir)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


async def claims_that_need_checking(vault: Vault) -> None:
    """Customers who say they bought something of which the records know nothing."""
    rows = [
        {"claim_no": f"C{n}", "bought": "yes", "customer_phone": f"1380000{n:04d}", "amount_fen": 100_00 + n}
        for n in range(CLAIMS)
    ]
    for start in range(0, CLAIMS, BATCH):  # a transaction each, so that there are many rows to carry
        async with write_tx():
            await store_claims(rows[start : start + BATCH], vault)


async def until(holds: Callable[[], object], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not await holds():  # type: ignore[misc]  # an async predicate
            await asyncio.sleep(0.05)


async def open_rows() -> int:
    return int(await Outbox.count().where(Outbox.done.eq(False)))


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("server", [redis_server, rabbitmq_server], ids=["redis", "rabbitmq"])
async def test_a_killed_worker_loses_and_doubles_nothing(
    settings: Settings, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: BrokerServer
) -> None:
    monkeypatch.setattr(relay, "LEASE_SECONDS", 2)
    monkeypatch.setattr(relay, "POLL_SECONDS", 0.2)
    await set_up(vault, company="测试公司")
    services = Services(vault=vault, base_url="http://127.0.0.1")
    folder = tmp_path / "broker"
    folder.mkdir()
    with server(folder) as broker_url:
        await claims_that_need_checking(vault)
        asked = await open_rows()
        async with worker.running(broker_url, services):
            with worker_process(settings, broker_url) as first:
                await until(lambda: _fewer_than(asked), 30)
                first.kill()
            with worker_process(settings, broker_url):
                await until(_all_done, 60)
    assert await Claim.count().where(Claim.checked.eq(True)) == CLAIMS
    keys = [row["dedupe_key"] for row in await Finding.select(Finding.dedupe_key)]
    assert len(keys) == len(set(keys)) >= CLAIMS


async def _fewer_than(asked: int) -> bool:
    return await open_rows() < asked


async def _all_done() -> bool:
    return await open_rows() == 0
