"""The threat model is about this code: every test it names exists, and every line names one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", TEXT)))
LINES = [
    line for line in TEXT.split("## Who learns what")[1].split("## Not yet")[0].splitlines() if line.startswith("| ")
]


@pytest.mark.parametrize("name", NAMED)
def test_a_named_test_exists(name: str) -> None:
    path, _, test = name.partition("::")
    source = (ROOT / path).read_text("utf-8")
    assert f"def {test or 'test_'}" in source


def test_every_line_names_what_holds_it() -> None:
    assert [line for line in LINES[1:] if "`tests/" not in line] == []
    assert len(LINES) > 20
