"""The onion service as documented, with Debian's tor, as far as a closed network allows: its key, its name, our forms."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.journeys.server import ROOT, Server, running
from tests.machine import program
from tests.portal.reporter_pages import TEXT, fresh_form, opened_mailbox, send, shown_receipt

KEY_SECONDS = 30.0


@pytest.fixture
def torrc(tmp_path: Path) -> Path:
    """The file that docs/onion.md says, over a folder of the test's own and with the network switched off."""
    (written,) = re.findall(
        r"^```\n(.*?)^```$", (ROOT / "docs" / "onion.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    data = tmp_path / "tor"
    data.mkdir(mode=0o700)
    file = tmp_path / "torrc"
    file.write_text(written.replace("/var/lib/tor", str(data)) + "DisableNetwork 1\n")
    return file


@pytest.fixture
def hostname(torrc: Path) -> str:
    """The name tor gave the service when it made its key."""
    made = torrc.parent / "tor" / "brightline" / "hostname"
    process = subprocess.Popen([program("tor"), *_options(torrc)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + KEY_SECONDS
        while not (made.exists() and made.read_text("ascii").strip()):
            assert time.monotonic() < until, "tor made no key"
            assert process.poll() is None, "tor ended"
            time.sleep(0.05)
    finally:
        process.terminate()
        process.wait(KEY_SECONDS)
    return made.read_text("ascii").strip()


@pytest.fixture
def server(tmp_path: Path, hostname: str) -> Iterator[Server]:
    with running(tmp_path / "portal", BRIGHTLINE_ONION=f"http://{hostname}") as started:
        yield started


def test_tor_takes_the_documented_file(torrc: Path) -> None:
    done = subprocess.run(
        [program("tor"), "--verify-config", *_options(torrc)], capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 0, done.stdout
    assert "Configuration was valid" in done.stdout
    warnings = [line for line in done.stdout.splitlines() if "[warn]" in line and "running Tor as root" not in line]
    assert warnings == []


async def test_a_reporter_files_and_comes_back_at_the_name_tor_made(server: Server, hostname: str) -> None:
    """As Tor Browser sends it: this host, and "Origin: null" because no referrer is wanted."""
    headers = {"host": hostname, "origin": "null"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=20) as client:
        answer = await send(client, await fresh_form(client))
        assert answer.status_code == 200
        assert TEXT in (await opened_mailbox(client, shown_receipt(answer.text))).text


def test_pages_name_the_address_that_tor_made(server: Server, hostname: str) -> None:
    assert httpx.get(f"{server.url}/report").headers["onion-location"] == f"http://{hostname}/report"


def test_the_address_is_in_no_log(server: Server, hostname: str) -> None:
    httpx.get(f"{server.url}/report", headers={"host": hostname})
    assert hostname not in server.log.read_text("utf-8")


def _options(torrc: Path) -> list[str]:
    """This file alone: what the machine's own says does not count."""
    return ["-f", str(torrc), "--defaults-torrc", "/dev/null"]
