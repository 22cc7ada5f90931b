"""`make bench-crosscheck`: ours, Splink and a floor over the same files, each in a process of its own; FEBRL4; explanations.

Seeds are even: thresholds were tuned on odd ones. `python -m tests.benchmarks.batch 5000 20000` is a small run.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.batch import explained, febrl, submitted, whole, words
from tests.benchmarks.batch.made import make
from tests.benchmarks.batch.told import compare

CONTENDERS = {"ours": "ours", "splink": "with_splink", "floor": "floor"}
SEEDS = {"hard": 202, "easy": 204}
SIZES = (100_000, 1_000_000)


def main(arguments: list[str]) -> None:
    claims, orders = (int(arguments[0]), int(arguments[1])) if len(arguments) == 2 else SIZES
    for mix, seed in SEEDS.items():
        with TemporaryDirectory() as name:
            _side_by_side(Path(name), mix, seed, claims, orders)
    whole.main([])
    submitted.main()
    febrl.main()
    words.main()
    explained.main()


def _side_by_side(folder: Path, mix: str, seed: int, claims: int, orders: int) -> None:
    make(folder, mix, seed, claims, orders)
    truth = json.loads((folder / "truth.json").read_text())
    print(f"\n{mix} set, seed {seed}: {claims:,} claims against {orders:,} orders")
    print(
        f"{'':<8}{'hand over':>10}{'match':>9}{'× floor':>9}{'processor':>10}{'× floor':>9}{'peak MB':>9}"
        f"{'match P':>9}{'R':>8}{'none P':>8}{'R':>8}"
    )
    answers = {name: _run(folder, name, module) for name, module in CONTENDERS.items()}
    floor = answers["floor"]
    for name, told in answers.items():
        matches, missing = compare(told["picks"], truth)
        print(
            f"{name:<8}{told['hand_over']:>9.2f}s{told['seconds']:>8.2f}s{told['seconds'] / floor['seconds']:>9.1f}"
            f"{told['processor']:>9.2f}s{told['processor'] / floor['processor']:>9.1f}"
            f"{told['peak_mb']:>9.0f}{matches.precision:>9.4f}{matches.recall:>8.4f}"
            f"{missing.precision:>8.4f}{missing.recall:>8.4f}",
            flush=True,
        )


def _run(folder: Path, name: str, module: str) -> dict[str, object]:
    command = [sys.executable, "-m", f"tests.benchmarks.batch.{module}", str(folder)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return dict(json.loads((folder / f"{name}.json").read_text()))


if __name__ == "__main__":
    main(sys.argv[1:])
