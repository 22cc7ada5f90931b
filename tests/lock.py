"""Writes the lock files anew (`make lock`): hashed, with no index named in them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS: dict[str, tuple[str, ...]] = {
    "requirements.lock": ("install",),
    "requirements-test.lock": ("install", "redis", "rabbitmq", "test"),
    "requirements-assets.lock": ("assets",),
    "requirements-spark.lock": ("spark",),
    "requirements-bench.lock": ("bench",),
}


def main() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PIP_FIND_LINKS"}
    for name, extras in LOCKS.items():
        asked = [part for extra in extras for part in ("--extra", extra)]
        constraint = ["-c", "requirements.lock"] if name != "requirements.lock" else []
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--generate-hashes", "--no-emit-index-url"]
        command += ["--no-header", "--python-version", "3.11", *asked, *constraint, "pyproject.toml", "-o", name]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
