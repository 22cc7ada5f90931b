"""How right and how fast the cross-check is on made-up companies: `python -m tests.benchmarks.bench_crosscheck`."""

from __future__ import annotations

from time import perf_counter

from cases.crosscheck.engine import check
from tests.cases.crosscheck.quality import Quality, compare
from tests.cases.crosscheck.worlds import EASY, HARD, Mix, make_world

CLAIMS = 10_000


def main() -> None:
    print(f"cross-check, {CLAIMS:,} claims a set, one process")
    print(f"{'set':<6}{'match P':>9}{'match R':>9}{'none P':>9}{'none R':>9}{'finding P':>11}{'µs/claim':>10}")
    for name, mix in (("easy", EASY), ("hard", HARD)):
        quality, microseconds = _run(mix)
        print(
            f"{name:<6}{quality.matches.precision:>9.4f}{quality.matches.recall:>9.4f}{quality.missing.precision:>9.4f}"
            f"{quality.missing.recall:>9.4f}{quality.findings.precision:>11.4f}{microseconds:>10.0f}"
        )


def _run(mix: Mix) -> tuple[Quality, float]:
    world = make_world(seed=2026, claims=CLAIMS, mix=mix)
    pairs = [(claim, world.candidates(claim)) for claim in world.claims]
    started = perf_counter()
    verdicts = {claim.claim_no: check(claim, records) for claim, records in pairs}
    microseconds = (perf_counter() - started) / len(pairs) * 1e6
    return compare(world, verdicts), microseconds


if __name__ == "__main__":
    main()
