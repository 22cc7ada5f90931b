"""`make bench-surveys`: what the bars of surveys are measured by, one table after another."""

from __future__ import annotations

import importlib
import sys

BENCHES = ("answering", "results", "million")


def main() -> None:
    for name in sys.argv[1:] or BENCHES:
        importlib.import_module(f"tests.benchmarks.surveys.bench_{name}").main()


main()
