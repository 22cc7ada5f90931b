"""A million sealed answers behind a real server: its pages, its export with the memory it takes, and the sums made anew.

`RESPONSES=100000 FOLDER=/some/where python -m tests.benchmarks.surveys million` is a small run over a folder that is kept:
the next run finds its rows and begins at once.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import httpx
import pyotp

from crypto.vault import Vault
from portal.opening import opened
from portal.settings import Settings
from portal.tables import Mixed
from surveys.definitions.versions import keep_version
from surveys.outbox import write_tx
from surveys.results.closing import close_results
from surveys.results.rebuilding import recount
from surveys.services import Services
from surveys.tables import Response
from tests.benchmarks.surveys.answers import write_answers
from tests.factories import PASSWORD, TOTP_SECRET, make_staff
from tests.journeys.server import Server
from tests.surveys.results.making import FORM

RESPONSES = int(os.environ.get("RESPONSES", "1000000"))
ROUNDS = 9
ANNA = f"anna{os.getpid()}"  # somebody new in each run: their second factor is not kept
BEATS = 0.01  # seconds between two small writes of somebody else


def main() -> None:
    with TemporaryDirectory() as made:
        folder = Path(os.environ.get("FOLDER", made))
        server = Server(folder)
        asyncio.run(_make(server))
        server.start()
        try:
            asyncio.run(_served(server))
        finally:
            server.stop()


async def _make(server: Server) -> None:
    """Rows, if none were kept; sums for the first time, or anew, while somebody writes; months that are over closed."""
    is_new = not (server.data / "root.key").exists()
    if is_new:
        server.init()
    async with opened(Settings(data_dir=server.data)) as vault:
        if is_new:
            await _write(Settings(data_dir=server.data).sqlite_path, vault)
        async with _others_writing() as waits:
            begun = time.perf_counter()
            await recount(vault)
            seconds = time.perf_counter() - begun
        print(f"sums made anew in {seconds:.0f} s; who writes meanwhile waits {max(waits) * 1000:.0f} ms at most")
        begun = time.perf_counter()
        await close_results({"today": datetime.now(UTC).date().isoformat()}, Services(vault, ""))
        print(f"months that are over closed in {time.perf_counter() - begun:.0f} s")
        await make_staff(vault, "investigator", "supervisor", username=ANNA, with_password=True)


async def _write(path: Path, vault: Vault) -> None:
    async with write_tx():
        version = await keep_version(FORM)
        await Mixed.insert(Mixed(id=uuid4(), since=datetime.now(UTC).date()))  # they are in random order already
    begun = time.perf_counter()
    write_answers(path, version, vault, RESPONSES)
    print(f"{RESPONSES:,} sealed responses and slips written in {time.perf_counter() - begun:.0f} s")


@asynccontextmanager
async def _others_writing() -> AsyncIterator[list[float]]:
    waits: list[float] = []

    async def write() -> None:
        while True:
            begun = time.perf_counter()
            async with write_tx():
                await Response.update({Response.revision: 1}).where(Response.id == UUID(int=0))
            waits.append(time.perf_counter() - begun)
            await asyncio.sleep(BEATS)

    writing = asyncio.create_task(write())
    try:
        yield waits
    finally:
        writing.cancel()


async def _served(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.url, timeout=600) as client:
        code = pyotp.TOTP(TOTP_SECRET).now()
        answer = await client.post("/desk/sign-in", data={"username": ANNA, "password": PASSWORD, "code": code})
        assert answer.status_code == 303, answer.status_code
        page = f"/desk/results/{await _wording(client)}"
        for name, address in await _pages(client, page):
            print(f"{name:<28}{await _median_ms(lambda a=address: client.get(a)):>8.0f} ms")  # type: ignore[misc]
        for way in ("csv", "numbers"):
            await _exported(client, server, page, way)


async def _wording(client: httpx.AsyncClient) -> str:
    found = re.search(r"/desk/results/([0-9a-f-]{36})", (await client.get("/desk/results")).text)
    assert found is not None
    return found[1]


async def _pages(client: httpx.AsyncClient, page: str) -> list[tuple[str, str]]:
    months = re.findall(r'value="(\d{4}-\d{2}-\d{2})"', (await client.get(f"{page}/pairs")).text)
    first = await client.get(f"{page}/comments")
    after = re.search(r"after=([0-9.a-f-]+)", first.text)
    assert months
    assert after
    return [
        ("all forms", "/desk/results"),
        ("summary, 12 months", page),
        ("summary, 25 months", f"{page}?months=25"),
        ("two questions", f"{page}/pairs?month={months[0]}&rows=happy&columns=way"),
        ("comments", f"{page}/comments"),
        ("comments, the next page", f"{page}/comments?after={after[1]}"),
        ("who was asked", "/desk/results/asked"),
    ]


async def _median_ms(ask: Callable[[], Awaitable[httpx.Response]]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        answer = await ask()
        seconds.append(time.perf_counter() - begun)
        assert answer.status_code == 200, answer.status_code
    return median(seconds) * 1000


async def _exported(client: httpx.AsyncClient, server: Server, page: str, way: str) -> None:
    Path(f"/proc/{server.pid}/clear_refs").write_text("5", "ascii")  # signing in took 128 MiB for an instant
    before, begun, size, rows = server.resident_mib(), time.perf_counter(), 0, 0
    async with client.stream("POST", f"{page}/answers", data={"kind": "open", "way": way}) as answer:
        assert answer.status_code == 200, answer.status_code
        async for piece in answer.aiter_bytes():
            size, rows = size + len(piece), rows + piece.count(b"\n")
    print(
        f"export as {way}: {rows - 1:,} rows, {size / 1e6:.0f} MB in {time.perf_counter() - begun:.0f} s; server at "
        f"{before:.0f} MiB before, {server.peak_mib():.0f} MiB at its highest"
    )
