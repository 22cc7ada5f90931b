"""What a contender answers: how long it took, its peak memory, and which order it picked for each claim."""

from __future__ import annotations

import json
import re
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from tests.cases.crosscheck.quality import Score


class Spent(NamedTuple):
    """On the wall's clock, and by all threads of this process together: the latter is the same on a busy machine."""

    seconds: float
    processor: float


class Clock:
    def __init__(self) -> None:
        self._last = Spent(perf_counter(), process_time())

    def lap(self) -> Spent:
        """What went by since the last one."""
        last, self._last = self._last, Spent(perf_counter(), process_time())
        return Spent(self._last.seconds - last.seconds, self._last.processor - last.processor)


def tell(folder: Path, name: str, spent: Spent, picks: dict[str, str], *, hand_over: Spent) -> None:
    answer = {**spent._asdict(), "hand_over": hand_over.seconds, "peak_mb": _peak_mb(), "picks": picks}
    (folder / f"{name}.json").write_text(json.dumps(answer))


def compare(picks: dict[str, str], truth: dict[str, str | None]) -> tuple[Score, Score]:
    """How right the matches are, and the claims left without an order."""
    matches, missing = Score(), Score()
    for claim_no, meant in truth.items():
        picked = picks.get(claim_no)
        matches.right += picked is not None and picked == meant
        matches.wrong += picked is not None and picked != meant
        matches.missed += meant is not None and picked != meant
        missing.right += picked is None and meant is None
        missing.wrong += picked is None and meant is not None
        missing.missed += picked is not None and meant is None
    return matches, missing


def _peak_mb() -> float:
    """Of this program alone: what getrusage tells goes on from whoever started it."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]  # the kernel always says
