"""One file in, the same file without what names its makers out. Never parses a stranger's bytes in this process.

Each file gets a process of its own (`cleaner.py`), two at a time, and nothing of it touches the disk. What cannot be
cleaned is refused by its reason; whether such a file is sent or shown is not decided here. It searches for no viruses.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Timer

from cases.evidence.errors import REASONS, FileDamaged, FileTooLarge, TookTooLong
from cases.evidence.kinds import MOST_BYTES

SECONDS = 30
_MOST_ANSWER_BYTES = 4 * MOST_BYTES
_COMMAND = (sys.executable, "-I", "-m", "cases.evidence.cleaner")
_cleaners = ThreadPoolExecutor(max_workers=2, thread_name_prefix="scrub")


@dataclass(frozen=True)
class Scrubbed:
    """A cleaned file. `removed` names what was taken out, in the words of `removed.WORDS`."""

    data: bytes = field(repr=False)
    media_type: str
    extension: str
    removed: tuple[str, ...]


async def scrub(data: bytes, filename: str) -> Scrubbed:
    """filename: only tells a table from other text. Raises a child of Unscrubbable, which quotes nothing of the file."""
    if len(data) > MOST_BYTES:
        raise FileTooLarge
    is_csv = filename.lower().endswith(".csv")
    return await asyncio.get_running_loop().run_in_executor(_cleaners, _scrub, data, is_csv, SECONDS)


def _scrub(data: bytes, is_csv: bool, seconds: float) -> Scrubbed:
    command = [*_COMMAND, "csv"] if is_csv else list(_COMMAND)
    with subprocess.Popen(  # noqa: S603  # words of ours
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
    ) as process:
        with _killed_after(process, seconds) as late:
            answered = _exchanged(process, data)
        if late.is_set():
            raise TookTooLong
    return _understood(answered)


@contextmanager
def _killed_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[Event]:
    """Also ends a process that has answered and goes on."""
    late = Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        process.kill()


def _exchanged(process: subprocess.Popen[bytes], data: bytes) -> bytes:
    """A cleaner reads everything before it answers, so one after the other cannot block."""
    if process.stdin is None or process.stdout is None:
        raise FileDamaged
    with suppress(BrokenPipeError), process.stdin:
        process.stdin.write(data)
    return process.stdout.read(_MOST_ANSWER_BYTES + 1)


def _understood(answered: bytes) -> Scrubbed:
    """A process that died, was stopped by a limit or was taken over says nothing that can be read here."""
    head, _newline, cleaned = answered.partition(b"\n")
    if len(answered) > _MOST_ANSWER_BYTES:
        raise FileTooLarge
    try:
        told = json.loads(head)
    except ValueError:
        raise FileDamaged from None
    if "reason" in told:
        raise REASONS.get(told["reason"], FileDamaged)
    return Scrubbed(cleaned, told["media_type"], told["extension"], tuple(told["removed"]))
