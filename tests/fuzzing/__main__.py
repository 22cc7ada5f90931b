"""Fuzz one target with atheris: `python -m tests.fuzzing TARGET [libFuzzer options]`; -max_total_time=28800 for a night."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["crypto", "cases.contents", "surveys.forms", "multipart", "portal.form_tokens"]
):
    from tests.fuzzing.targets import TARGETS


def main() -> None:
    name, *options = sys.argv[1:]
    target, seed = TARGETS[name]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "seed").write_bytes(seed)
        atheris.Setup([sys.argv[0], *options, folder], target)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
