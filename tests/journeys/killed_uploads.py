"""Uploads a file and files the report that names it, dying at the n-th await, for every n; then looks at what is left.

Run as a program by test_killed_uploads: each attempt is a fork on its own copy of a data folder, ended by os._exit, which
flushes and closes nothing. Prints a JSON line an attempt.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any  # what a coroutine yields is the event loop's own

from cases.evidence.checking import damaged_files
from cases.evidence.files import FileStore
from cases.evidence.resealing import fitting_uploads
from cases.evidence.sweeping import sweep
from cases.evidence.uploads import UploadKey, begin_upload, receive_piece
from cases.readers import possible_readers
from cases.receiving import Enclosed, receive
from cases.tables import EvidenceFile, Report, Upload
from crypto.receipts import Receipt
from portal.opening import opened
from portal.settings import Settings
from tests.cases.evidence.sealing import TOKEN, pieces, sealed_file
from tests.cases.reports import written

DAY = datetime.now(UTC).date()  # a file that was only just made bears the clock's own day
RECEIPT = Receipt(bytes(range(16)))
DEAD = 9
MOST_AWAITS = 400


class Dying:
    """Awaits a coroutine and ends the process when it has been given up, or taken up again, for the n-th time."""

    def __init__(self, work: Coroutine[Any, Any, None], last: int, *, is_before: bool) -> None:
        self._work, self._last, self._is_before = work, last, is_before

    def __await__(self) -> Generator[Any, Any, None]:
        steps, sent = self._work.__await__(), None
        for count in range(1, MOST_AWAITS):
            try:
                wanted = steps.send(sent)
            except StopIteration:
                return
            if count == self._last and self._is_before:
                os._exit(DEAD)
            sent = yield wanted
            if count == self._last:
                os._exit(DEAD)


async def send(store: FileStore, tell: Callable[[str], None]) -> None:
    """What a browser has done for it, and each moment at which it is told that something is stored."""
    readers = await possible_readers()
    keys = readers.sealed_to(RECEIPT.key_pair.public)
    raw = sealed_file(keys)
    key = UploadKey(await begin_upload(store, len(raw), TOKEN, DAY), TOKEN)
    await receive_piece(store, key, 0, parts(raw[:50_000]))
    assert (await receive_piece(store, key, 50_000, parts(raw[50_000:]))).is_whole
    tell(f"whole {key.id}")
    uploads = await fitting_uploads(store, [key], RECEIPT.key_pair, keys, DAY)
    await receive(RECEIPT, written(), readers, DAY, enclosed=Enclosed(store, uploads))
    tell("stored")


async def parts(raw: bytes) -> AsyncIterator[bytes]:
    async for piece in pieces(raw[:20_000], raw[20_000:]):
        await asyncio.sleep(0)
        yield piece


async def attempt(data: Path, last: int, is_before: bool, tell: Callable[[str], None]) -> None:
    async with opened(Settings(data_dir=data)):
        await Dying(send(FileStore(data / "files"), tell), last, is_before=is_before)


async def left(data: Path, told: list[str]) -> dict[str, object]:
    """What is there after a restart, before and after the sweeper."""
    store = FileStore(data / "files")
    async with opened(Settings(data_dir=data)):
        whole = [line.split()[1] for line in told if line.startswith("whole")]
        kept = await Upload.select(Upload.id, Upload.digest)
        is_whole = all(any(str(row["id"]) == one and row["digest"] for row in kept) for one in whole)
        found = {
            "reports": await Report.count(),
            "evidence": await EvidenceFile.count(),
            "is_whole": is_whole,
            "damaged": len(await damaged_files(store)),
        }
        await sweep(store, DAY + timedelta(days=3))
        files = {file for file, _ in await store.stored()}
        named = {row["file"] for row in await EvidenceFile.select(EvidenceFile.file)}
        return found | {"orphans": len(files - named), "missing": len(named - files), "waiting": await Upload.count()}


def in_a_fork(work: Callable[[Callable[[str], None]], object]) -> tuple[int, list[str]]:
    """Exit code, and the lines it told before it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        work(lambda line: os.write(writing, f"{line}\n".encode()))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        lines = pipe.read().splitlines()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), lines


def main() -> None:
    template, folder = Path(sys.argv[1]), Path(sys.argv[2])
    for is_before in (True, False):
        for last in range(1, MOST_AWAITS):
            data = folder / "attempt"
            shutil.rmtree(data, ignore_errors=True)
            shutil.copytree(template, data)
            code, told = in_a_fork(lambda tell, n=last, b=is_before, d=data: asyncio.run(attempt(d, n, b, tell)))
            _, seen = in_a_fork(lambda tell, d=data, t=told: tell(json.dumps(asyncio.run(left(d, t)))))
            print(json.dumps({"last": last, "before": is_before, "code": code, "told": told, **json.loads(seen[0])}))
            if code == 0:
                break


if __name__ == "__main__":
    main()
