"""What a process and its children hold together, sampled: pages that several share are counted in parts (PSS)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

SAMPLED_SECONDS = 0.1


class Watch(threading.Thread):
    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = str(pid)
        self.peak_mb = 0

    def run(self) -> None:
        """Until the process is gone."""
        while (Path("/proc") / self._pid / "smaps_rollup").exists():
            self.peak_mb = max(self.peak_mb, sum(map(_held_mb, _family(self._pid))))
            time.sleep(SAMPLED_SECONDS)


def _family(pid: str) -> Iterator[str]:
    yield pid
    try:
        threads = list((Path("/proc") / pid / "task").iterdir())
        children = [child for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from _family(child)


def _held_mb(pid: str) -> int:
    try:
        lines = (Path("/proc") / pid / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) >> 10 for line in lines if line.startswith("Pss:")), 0)
