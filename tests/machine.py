"""What this machine can run: each need is met, or the test is skipped loudly, or (in CI) the lack is an error."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

RABBITMQ_BIN = "/usr/lib/rabbitmq/bin"  # Debian's own wrapper changes the user, who then may not write our folder
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def lacking(what: str) -> None:
    """Skip the test for want of `what`; where nothing may be skipped, fail it."""
    if os.environ.get("BRIGHTLINE_TESTS_SKIP_NOTHING"):
        pytest.fail(f"this machine lacks {what}, and here nothing may be skipped")
    pytest.skip(f"this machine lacks {what}")


def program(name: str) -> str:
    """The path of a program, or a loud skip."""
    path = shutil.which(name)
    if path is None:
        lacking(name)
    return path or ""


def chromium() -> str:
    path = next((found for found in map(shutil.which, CHROMIUM_NAMES) if found), None)
    if path is None:
        lacking("Chromium")
    return path or ""


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """A Redis of our own on a free loopback port, or the one TEST_REDIS_URL names."""
    named = os.environ.get("TEST_REDIS_URL")
    if named:
        yield named
        return
    port = free_port()
    command = [program("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(lambda: _answers(port), 10, "redis-server")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        _end(process)


@contextmanager
def rabbitmq_server(folder: Path) -> Iterator[str]:
    """A RabbitMQ of our own on free loopback ports, or the one TEST_RABBITMQ_URL names."""
    named = os.environ.get("TEST_RABBITMQ_URL")
    if named:
        yield named
        return
    program("rabbitmq-server")
    start = shutil.which("rabbitmq-server", path=RABBITMQ_BIN) or program("rabbitmq-server")
    port, spread = free_port(), free_port()
    environment = {
        **os.environ,
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"brightline{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(spread),
        "RABBITMQ_MNESIA_BASE": str(folder / "rows"),
        "RABBITMQ_LOG_BASE": str(folder / "logs"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
    }
    process = subprocess.Popen([start], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(lambda: _answers(port), 60, "rabbitmq-server")
        yield f"amqp://guest:guest@127.0.0.1:{port}/"
    finally:
        _end(process)


def _answers(port: int) -> bool:
    with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 0.5)):
        return True
    return False


def _wait(ready: Callable[[], bool], seconds: float, what: str) -> None:
    until = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > until:
            pytest.fail(f"{what} did not answer within {seconds:.0f} s")
        time.sleep(0.1)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)
