"""The processes that read and seal a large file."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("who", "strangers"),
    [("reader", {"litestar", "surveys", "portal", "piccolo"}), ("sealer", {"litestar", "surveys", "portal"})],
)
def test_who_works_beside_the_server_has_no_more_at_hand_than_it_needs(who: str, strangers: set[str]) -> None:
    """It begins sooner, and takes less memory; and who reads a stranger's file knows no web server and no database."""
    asked = f"import sys, cases.records.{who}_process; print(*{strangers} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-I", "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout == "\n"
