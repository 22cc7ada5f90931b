"""What a contender answers: how long it took, its peak memory, and which order it picked for each claim."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.cases.crosscheck.quality import Score


def tell(folder: Path, name: str, seconds: float, picks: dict[str, str], *, hand_over: float) -> None:
    peak_mb = _peak_mb()
    answer = {"seconds": seconds, "hand_over": hand_over, "peak_mb": peak_mb, "picks": picks}
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
