"""A short run of every fuzzer: nothing that a stranger can send makes us fail in a way we did not name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzzing.targets import TARGETS

ROOT = Path(__file__).parent.parent.parent
OPTIONS = ("-atheris_runs=20000", "-max_total_time=4", "-max_len=4096", "-verbosity=0")


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_survives(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzzing", name, *OPTIONS, f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "INFO" in done.stderr, "the fuzzer did not run"


def test_a_fault_would_be_found(tmp_path: Path) -> None:
    """The fuzzer itself, on a target that fails for one byte in two hundred."""
    script = "import sys, atheris\natheris.Setup(sys.argv, lambda raw: 1 // (raw[:1] != b'!'))\natheris.Fuzz()"
    command = [sys.executable, "-c", script, "-atheris_runs=20000", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
