"""The verb as a user calls it, files in and files out: how right each kind of finding is, how long it takes, how much memory.

`python -m tests.benchmarks.batch.whole 20000 100000 [SEED …]`: claims, orders, seeds of the companies (even ones: rules were
tuned on odd ones). Every kind is planted in 1 % of the claims, and as often each of thirty innocent neighbours.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from cases.crosscheck.engine import GRADES
from tests.benchmarks.batch.memory import Watch
from tests.cases.crosscheck.files import files_of, table
from tests.cases.crosscheck.innocents import INNOCENTS
from tests.cases.crosscheck.planted import Company, make_company
from tests.cases.crosscheck.quality import Score

SIZES, SEEDS = (20_000, 100_000), (402, 404)
Scores: TypeAlias = defaultdict[tuple[str, str], Score]  # by kind and least grade
Blamed: TypeAlias = defaultdict[str, Counter[str]]  # by kind and grade, what had been done to the claim or order
SUBJECTS = {
    "payment_without_order": "payment_no",
    "payment_payee_not_company": "payment_no",
    "order_without_payment": "order_no",
    "payment_amount_differs": "order_no",
    "contact_changed_by_owner": "order_no",
    "corroborated": "salesperson",
}


def main(arguments: list[str]) -> None:
    claims, orders, *seeds = map(int, arguments) if len(arguments) > 1 else (*SIZES, *SEEDS)
    scores: Scores = defaultdict(Score)
    blamed: Blamed = defaultdict(Counter)
    for seed in seeds:
        with TemporaryDirectory() as name:
            _one(Path(name), seed, claims, orders, scores, blamed)
    _print(scores, blamed)


def _one(folder: Path, seed: int, claims: int, orders: int, scores: Scores, blamed: Blamed) -> None:
    company = make_company(seed, claims, orders, INNOCENTS, datetime.now(UTC).date())
    arguments = write(company, folder)
    begun = time.perf_counter()
    process = subprocess.Popen([*VERB, *arguments], stdout=subprocess.DEVNULL)
    watch = Watch(process.pid)
    watch.start()
    if process.wait():
        sys.exit("the verb failed")
    print(
        f"seed {seed}: {claims:,} claims, {len(company.world.orders):,} orders, {len(company.world.payments):,} payments: "
        f"{time.perf_counter() - begun:.1f} s, at most {watch.peak_mb} MB",
        flush=True,
    )
    found = [json.loads(line) for line in (folder / "findings.jsonl").read_text().splitlines()]
    tally(found, company, scores, blamed)


VERB = (sys.executable, "-c", "import sys; from portal.cli import main; sys.exit(main())", "crosscheck")


def write(company: Company, folder: Path) -> list[str]:
    """The files, and the arguments that name them; orders twice where a later export differs."""
    arguments = ["--out", str(folder / "findings.jsonl"), "--matches", str(folder / "matches.csv")]
    orders = company.world.orders.values()
    later = [replace(one, customer_phone=company.phones.get(one.order_no, one.customer_phone)) for one in orders]
    files = [(kind, kind, data) for kind, data in files_of(company.world).items()]
    for kind, name, data in (*files, ("orders", "orders_later", table("orders", later))):
        (folder / f"{name}.csv").write_bytes(data)
        arguments += [f"--{kind}", str(folder / f"{name}.csv")]
    return arguments


def tally(found: Iterable[Mapping[str, str]], company: Company, scores: Scores, blamed: Blamed) -> None:
    """By kind and least grade, what was raised against the truth; and which neighbours the wrong ones were."""
    raised: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in found:
        subject = subject_of(one)
        for least in GRADES[: GRADES.index(one["grade"]) + 1]:
            raised[one["kind"], least].add(subject)
        if subject not in company.planted[one["kind"]]:
            blamed[f"{one['kind']} {one['grade']}"][company.done.get(one["claim_no"] or one["order_no"], "–")] += 1
    for kind in {kind for kind, _ in raised} | company.planted.keys():
        true = company.planted[kind]
        for least in GRADES:
            score, some = scores[kind, least], raised[kind, least]
            score.right += len(some & true)
            score.wrong += len(some - true)
            score.missed += len(true - some)


def subject_of(line: Mapping[str, object]) -> str:
    if line["claim_no"]:
        return str(line["claim_no"])
    if line["kind"] == "shared_contact":
        return str(line["recorded"]["phone"])  # type: ignore[index]  # an object in every line
    return str(line[SUBJECTS.get(str(line["kind"]), "salesperson")])


def _print(scores: Scores, blamed: Blamed) -> None:
    print(f"{'':<36}{'any grade':>18}{'review or more':>18}{'finding':>18}")
    print(f"{'kind':<28}{'planted':>8}" + f"{'P':>10}{'R':>8}" * len(GRADES))
    for kind in sorted({kind for kind, _ in scores}):
        score = scores[kind, "hint"]
        columns = "".join(_columns(scores[kind, least]) for least in GRADES)
        print(f"{kind:<28}{score.right + score.missed:>8}{columns}")
    print("\nNeighbours that were brought up though the kind was not planted there")
    for kind, who in sorted(blamed.items()):
        print(f"{kind:<36}" + ", ".join(f"{name} {count}" for name, count in who.most_common(6)))


def _columns(score: Score) -> str:
    return f"{score.precision:>10.4f}{score.recall:>8.4f}" if score.right + score.wrong else f"{'–':>10}{'–':>8}"


if __name__ == "__main__":
    main(sys.argv[1:])
