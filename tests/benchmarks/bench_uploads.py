"""A file of 200 MB, with scripts and without: how long, how much memory, how much disk; and whether others still get their page.

Run `python -m tests.benchmarks.bench_uploads`. The floor is sealing the same bytes in memory and writing them with one fsync.
"""

from __future__ import annotations

import asyncio
import http.client
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from crypto.envelopes import Recipient
from crypto.keys import new_key_pair
from crypto.receipts import Receipt
from crypto.streams import SealingStream
from tests.journeys.server import Server
from tests.portal.reporter_pages import fresh_form
from tests.portal.sealing import channel_of, in_base64, keys_of, sealed_report, sent

FILE_BYTES = 200 << 20
PIECE_BYTES = 1 << 20
BLOCK = os.urandom(PIECE_BYTES)
TOKEN = b"\x07" * 32
PAGES = 40


def content() -> Iterator[bytes]:
    for _ in range(FILE_BYTES // PIECE_BYTES):
        yield BLOCK


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        floor = _floor(Path(folder))
        server = Server(Path(folder))
        server.init()
        server.start()
        try:
            idle_pages = _pages(server.port)
            print(f"{'200 MB':<26}{'seconds':>9}{'MB/s':>7}{'floor s':>9}{'peak MiB':>10}{'disk MiB':>10}{'failed':>8}")
            for name, way in (("sealed before it came", _with_scripts), ("form without scripts", _without_scripts)):
                before = _disk_mib(server.data)
                seconds, failed = asyncio.run(way(server))
                disk = _disk_mib(server.data) - before
                print(
                    f"{name:<26}{seconds:>9.1f}{FILE_BYTES / seconds / 1e6:>7.0f}{floor:>9.1f}"
                    f"{_peak_mib(server):>10.0f}{disk:>10.0f}{failed:>8}"
                )
            _print_pages(server, idle_pages)
        finally:
            server.stop()


def _print_pages(server: Server, idle: list[float]) -> None:
    """/report while two such files come at once."""
    waits: list[float] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            waits.extend(_pages(server.port, 1))

    async def both() -> None:
        await asyncio.gather(_with_scripts(server), _without_scripts(server))

    looking = threading.Thread(target=look)
    looking.start()
    asyncio.run(both())
    done.set()
    looking.join()
    print(
        f"/report, p95: {_p95(idle):.0f} ms with nothing else to do, {_p95(waits):.0f} ms (median "
        f"{statistics.median(waits) * 1000:.0f}) while two such files come at once; resident {server.resident_mib():.0f} MiB"
    )


async def _with_scripts(server: Server) -> tuple[float, int]:
    receipt = Receipt.new()
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        stream = SealingStream(keys_of(await channel_of(client), receipt))
        sealed = [stream.feed(piece) for piece in content()] + list(stream.finish())
        raw = b"".join(sealed)
        began = time.perf_counter()
        body = {"size_bytes": len(raw), "token": in_base64(TOKEN)}
        upload = (await client.post("/api/v1/uploads", json=body)).json()["upload"]
        failed = 0
        for start in range(0, len(raw), PIECE_BYTES):
            headers = {"upload-token": in_base64(TOKEN), "upload-offset": str(start)}
            piece = raw[start : start + PIECE_BYTES]
            answer = await client.post(f"/api/v1/uploads/{upload}/pieces", content=piece, headers=headers)
            failed += answer.status_code != 200
        report = sealed_report(await channel_of(client), receipt) | {
            "files": [{"upload": upload, "token": in_base64(TOKEN)}]
        }
        failed += (await sent(client, report)).status_code != 201
        return time.perf_counter() - began, failed


async def _without_scripts(server: Server) -> tuple[float, int]:
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        form = await fresh_form(client) | {"text": "见附件", "uncleaned": "send"}  # too large to be cleaned
        fields = "".join(
            f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in form.items()
        )
        head = '--limit\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n'

        async def body() -> object:
            yield (fields + head).encode()
            for piece in content():
                yield piece
            yield b"\r\n--limit--\r\n"

        began = time.perf_counter()
        kind = {"content-type": "multipart/form-data; boundary=limit"}
        answer = await client.post("/report", content=body(), headers=kind)  # type: ignore[arg-type]  # an async iterable
        return time.perf_counter() - began, int(answer.status_code != 200)


def _floor(folder: Path) -> float:
    began = time.perf_counter()
    stream = SealingStream([Recipient(new_key_pair().public, "recipient") for _ in range(3)])
    with (folder / "floor").open("wb") as file:
        for piece in content():
            file.write(stream.feed(piece))
        for last in stream.finish():
            file.write(last)
        file.flush()
        os.fsync(file.fileno())
    (folder / "floor").unlink()
    return time.perf_counter() - began


def _pages(port: int, count: int = PAGES) -> list[float]:
    waits = []
    for _ in range(count):
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/report")
        connection.getresponse().read()
        connection.close()
        waits.append(time.perf_counter() - began)
    return waits


def _p95(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.95) - 1] * 1000


def _peak_mib(server: Server) -> float:
    status = Path(f"/proc/{server.pid}/status").read_text("ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))) / 1024


def _disk_mib(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / (1 << 20)


if __name__ == "__main__":
    main()
