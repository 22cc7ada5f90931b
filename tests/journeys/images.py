"""What a process holds in its memory, as somebody with its core would see it. Knows no secret."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from tests.machine import lacking

WRITABLE = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) rw\S+ ")


def write_image(pid: int, target: Path) -> None:
    """Every byte the process could have written, into a file, region after region. Skips loudly where the kernel forbids it."""
    with target.open("wb") as image:
        try:
            _copy(pid, image.write)
        except PermissionError:
            lacking("leave to read another process's memory")


def _copy(pid: int, write: Callable[[bytes], object]) -> None:
    regions = Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for region in filter(None, map(WRITABLE.match, regions)):
            start, end = int(region[1], 16), int(region[2], 16)
            write(_read(memory.fileno(), start, end))


def _read(descriptor: int, start: int, end: int) -> bytes:
    """What of a region is there; one that went away meanwhile is empty."""
    try:
        return os.pread(descriptor, end - start, start)
    except OSError:
        return b""
