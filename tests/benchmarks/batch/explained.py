"""One finding of each kind as a person reads it, in both languages, with what it rests on in bits."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any  # lines of JSON

from tests.benchmarks.batch.whole import VERB, write
from tests.cases.crosscheck.innocents import INNOCENTS
from tests.cases.crosscheck.planted import make_company

SEED, CLAIMS, ORDERS = 206, 2_000, 6_000
STRONGEST_FIRST = ("finding", "review", "hint")


def main() -> None:
    print("\nOne finding of each kind, as it is explained")
    with TemporaryDirectory() as name:
        for number, line in enumerate(_one_of_each(Path(name)), start=1):
            print(
                f"\n{number}. {line['kind']}, {line['grade']}\n   {line['summary']['zh']}\n   {line['summary']['en']}"
            )
            if line["weights"]:
                print(f"   {_weighed(line)}")


def _one_of_each(folder: Path) -> list[Mapping[str, Any]]:
    """By the verb, over a company in which each kind was planted; of each kind one of the strongest."""
    company = make_company(SEED, CLAIMS, ORDERS, INNOCENTS, datetime.now(UTC).date())
    subprocess.run([*VERB, *write(company, folder)], check=True, stdout=subprocess.DEVNULL)
    lines = map(json.loads, (folder / "findings.jsonl").read_text().splitlines())
    found: dict[str, Mapping[str, Any]] = {}
    for line in sorted(lines, key=lambda one: STRONGEST_FIRST.index(one["grade"])):
        found.setdefault(line["kind"], line)
    return [found[kind] for kind in sorted(found)]


def _weighed(line: Mapping[str, Any]) -> str:
    """What the bits are about, and what they come to."""
    about = f"order {line['order_no']}" if line["order_no"] else "the nearest record"
    bits = "  ".join(f"{field} {bits:+.1f}" for field, bits in line["weights"].items())
    return f"{about}: {bits}  = {sum(line['weights'].values()):+.1f} bits"


if __name__ == "__main__":
    main()
