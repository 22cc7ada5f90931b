"""A real `brightline serve` in a process of its own, over a data folder of its own. It can be killed and started again.

Journeys, browser tests and benchmarks use it; it knows no page.
"""

from __future__ import annotations

import atexit
import functools
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # what init prints is JSON

from tests.machine import free_port

ROOT = Path(__file__).parent.parent.parent
COMMAND = [sys.executable, "-m", "portal.cli"]
START_SECONDS = 60.0
STOP_SECONDS = 15.0


@dataclass
class Server:
    """`folder` holds `data` (the data folder), `temp` (TMPDIR of the process) and `server.log` (all it ever printed)."""

    folder: Path
    port: int = field(default_factory=free_port)
    environment: Mapping[str, str] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)
    start_seconds: float = 0.0
    _process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def temp(self) -> Path:
        return self.folder / "temp"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server does not run"
        return self._process.pid

    def init(self) -> dict[str, Any]:
        """A company's keys and first people; returns (and keeps) what `brightline init --yes --json` printed of them.

        Locking keys takes seconds, so it is done once: each company on SQLite begins as a copy of one and the same.
        """
        if "DATABASE_URL" in self.environment:
            return self.found()
        founded = _founded()
        shutil.copytree(founded.folder, self.folder, dirs_exist_ok=True)
        self.made = founded.made
        return self.made

    def found(self) -> dict[str, Any]:
        """The command itself."""
        self.temp.mkdir(parents=True, exist_ok=True)
        command = [*COMMAND, "init", "--yes", "--json", "--data", str(self.data)]
        done = subprocess.run(command, cwd=ROOT, env=self._environment(), capture_output=True, check=True)
        self._keep(done.stderr)
        self.made = json.loads(done.stdout)
        return self.made

    def start(self) -> None:
        """Start and wait until /healthz answers. `start_seconds` is how long that took."""
        command = [*COMMAND, "serve", "--data", str(self.data), "--port", str(self.port)]
        began = time.perf_counter()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment(), stdout=log, stderr=log)
        while not self._answers():
            if self._process.poll() is not None or time.perf_counter() - began > START_SECONDS:
                raise RuntimeError(f"the server did not start, {self._end_saying_where()}")
            time.sleep(0.01)
        self.start_seconds = time.perf_counter() - began

    def _end_saying_where(self) -> str:
        """One that hangs writes down, as it is ended, where each of its threads stands (PYTHONFAULTHANDLER)."""
        assert self._process is not None
        self._process.send_signal(signal.SIGABRT)
        code = self._process.wait(STOP_SECONDS)
        return f"it ended with {code}:\n{self.log.read_text('utf-8')[-6000:]}"

    def kill(self) -> None:
        """kill -9: nothing is flushed, nothing is closed."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(STOP_SECONDS)
            self._process = None

    def stop(self) -> None:
        """SIGTERM, as an operator stops it; killed if it does not end in time."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(STOP_SECONDS)
            self._process = None

    def resident_mib(self) -> float:
        """Memory of the process, as the kernel counts it."""
        return self._counted_mib("VmRSS:")

    def peak_mib(self) -> float:
        """The most that was resident since the start, or since somebody cleared the mark."""
        return self._counted_mib("VmHWM:")

    def _counted_mib(self, name: str) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith(name))) / 1024

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        return False

    def _environment(self) -> dict[str, str]:
        named = {name: value for name, value in os.environ.items() if not name.startswith(("BRIGHTLINE_", "DATABASE_"))}
        return {
            **named,
            "PYTHONFAULTHANDLER": "1",
            "TMPDIR": str(self.temp),
            "BRIGHTLINE_URL": self.url,
            **self.environment,
        }

    def _keep(self, words: bytes) -> None:
        with self.log.open("ab") as log:
            log.write(words)


@functools.cache
def _founded() -> Server:
    """The company that others begin as copies of. It is never started, and goes with this process."""
    folder = tempfile.mkdtemp(prefix="brightline-founded-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    founded = Server(Path(folder))
    founded.found()
    return founded


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[Server]:
    """A fresh company on a free port; ended when the block ends, whatever happened in it."""
    server = Server(folder, environment=environment)
    server.init()
    try:
        server.start()
        yield server
    finally:
        server.stop()
