"""The rooms of the house: imports run one way, and the check that says so can say no."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("portal", "cases", "surveys", "crypto")
LINT = Path(sys.executable).parent / "lint-imports"

PLANTED = {
    "crypto imports a table": ("crypto/planted.py", "import surveys.outbox\n"),
    "surveys imports cases": ("surveys/planted.py", "import cases.tables\n"),
    "cases imports a door": ("cases/planted.py", "import portal.app\n"),
    "the engine imports a table": ("cases/crosscheck/planted.py", "import cases.tables\n"),
    "records import a report": ("cases/records/planted.py", "import cases.tables\n"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    # from inside the folder, so that its packages are the ones read, not the installed ones
    command = [str(LINT), "--no-cache", "--config", "pyproject.toml"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_import_runs_one_way() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("path", "line"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_import_against_the_arrows_is_found(copy_of_the_house: Path, path: str, line: str) -> None:
    (copy_of_the_house / path).write_text(f'"""Planted."""\n{line}')
    result = lint(copy_of_the_house)
    assert result.returncode == 1, result.stdout
    assert "planted" in result.stdout
