"""The processes that read and seal a large file."""

from __future__ import annotations

import subprocess
import sys


def test_who_reads_a_strangers_file_has_no_web_server_at_hand() -> None:
    """Nor anything else that it does not need: it begins sooner, and takes less memory."""
    asked = "import sys, cases.records.helper; print(*{'litestar', 'surveys', 'portal'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-I", "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout == "\n"
