from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

TRIES = {
    "open a file": "open({file!r}).read()",
    "write a file": "open({new!r}, 'w').write('x')",
    "list a folder": "import os; os.listdir('/')",
    "reach another computer": "import socket; socket.create_connection(('127.0.0.1', {port}), 2)",
    "start a program": "import os; os.posix_spawn('/bin/true', ['true'], {{}})",
    "become another program": "import os; os.execv('/bin/true', ['true'])",
    "fork": "import os; os.fork() or os._exit(0)",
    "take two gigabytes": "b'x' * (2 << 30)",
    "raise its own limits": "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))",
    "delete a file": "import os; os.unlink({file!r})",
}


def confined(act: str) -> subprocess.CompletedProcess[bytes]:
    before = "import os, resource, socket; from cases.evidence.confinement import confine; confine()\n"
    steps = f"{before}try:\n    {act}\nexcept (OSError, MemoryError, ValueError):\n    os._exit(7)\n"
    return subprocess.run([sys.executable, "-I", "-c", steps], capture_output=True, timeout=30, env={}, check=False)


@pytest.mark.parametrize("act", TRIES)
def test_a_cleaner_cannot(act: str, tmp_path: Path) -> None:
    file = tmp_path / "root.key"
    file.write_bytes(b"secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = confined(TRIES[act].format(file=str(file), new=str(tmp_path / "new"), port=port))
    assert done.returncode == 7, done.stderr.decode()
    assert file.read_bytes() == b"secret"
    assert list(tmp_path.iterdir()) == [file]


def test_a_cleaner_can_still_compute_and_answer() -> None:
    assert confined("print(sum(range(10)))").stdout == b"45\n"


def test_a_cleaner_that_computes_for_ever_is_ended() -> None:
    steps = (
        "from cases.evidence import confinement\nconfinement.CPU_SECONDS = 1\nconfinement.confine()\nwhile True: pass"
    )
    done = subprocess.run([sys.executable, "-I", "-c", steps], capture_output=True, timeout=30, env={}, check=False)
    assert done.returncode < 0
