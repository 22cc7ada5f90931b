"""The same product on PostgreSQL with Redis and a worker of its own: a report survives, a claim becomes a case."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest

from tests.journeys.server import Server
from tests.machine import redis_server
from tests.portal.reporter_pages import TEXT, opened_mailbox, sent_report
from tests.postgres import drop_database, new_database

CLAIM = "claim_no,source,bought,order_no,amount,payee_kind,received\nC1,phone,yes,DD1,6800,personal,all\n"
ORDER = "order_no,customer_name,amount,ordered_at,status\nDD1,王小明,6800,2026-03-08,cancelled\n"


@pytest.fixture
async def database_address(postgres_server: str) -> AsyncIterator[str]:
    url = await new_database(postgres_server)
    yield url
    await drop_database(postgres_server, url)


@contextmanager
def worker_beside(server: Server) -> Iterator[None]:
    command = [sys.executable, "-m", "portal.cli", "worker", "--data", str(server.data)]
    environment = {**os.environ, **server.environment}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def brought_in(server: Server, kind: str, rows: str) -> None:
    path = server.folder / f"{kind}.csv"
    path.write_text(rows, "utf-8")
    command = [sys.executable, "-m", "portal.cli", "import", kind, str(path), "--data", str(server.data)]
    subprocess.run(command, env={**os.environ, **server.environment}, check=True, timeout=60, capture_output=True)


async def cases_in(url: str, source: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM cases_case WHERE source = $1", source))
    finally:
        await connection.close()


async def test_on_postgresql_a_report_survives_kill_9_and_a_claim_becomes_a_case(
    tmp_path: Path, database_address: str
) -> None:
    folder = tmp_path / "redis"
    folder.mkdir()
    with redis_server(folder) as broker:
        server = Server(tmp_path / "portal", environment={"DATABASE_URL": database_address, "BROKER_URL": broker})
        server.init()
        server.start()
        try:
            async with httpx.AsyncClient(base_url=server.url, timeout=20) as client:
                receipt = await sent_report(client)
            server.kill()
            server.start()
            async with httpx.AsyncClient(base_url=server.url, timeout=20) as client:
                assert TEXT in (await opened_mailbox(client, receipt)).text
            with worker_beside(server):
                brought_in(server, "orders", ORDER)
                brought_in(server, "claims", CLAIM)
                async with asyncio.timeout(60):
                    while not await cases_in(database_address, "finding"):
                        await asyncio.sleep(0.1)
        finally:
            server.stop()
    assert await cases_in(database_address, "report") == 1
