"""Killed at every await of a file's way: what was said to be stored is whole, what was not leaves nothing behind."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any  # a line of JSON

import pytest

from tests.cases.evidence.sealing import PHOTO
from tests.journeys.server import ROOT, Server

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def attempts(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("killed-uploads")
    server = Server(folder)
    server.init()
    command = [sys.executable, "-m", "tests.journeys.killed_uploads", str(server.data), str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_it_was_killed_at_every_await_and_lived_through_one_run_each(attempts: list[dict[str, Any]]) -> None:
    for is_before in (True, False):
        codes = [one["code"] for one in attempts if one["before"] == is_before]
        assert codes == [9] * (len(codes) - 1) + [0]
        assert len(codes) > 15
    assert len(PHOTO) > 64 << 10


def test_what_was_said_to_be_stored_is_there_with_its_file(attempts: list[dict[str, Any]]) -> None:
    stored = [one for one in attempts if "stored" in one["told"]]
    assert stored
    assert all((one["reports"], one["evidence"]) == (1, 1) for one in stored)


def test_an_upload_that_was_said_to_be_whole_is_whole(attempts: list[dict[str, Any]]) -> None:
    assert any(one["told"] for one in attempts)
    assert all(one["is_whole"] for one in attempts)


def test_a_report_is_never_there_without_its_file(attempts: list[dict[str, Any]]) -> None:
    assert all(one["reports"] == one["evidence"] and not one["damaged"] and not one["missing"] for one in attempts)


def test_the_sweeper_leaves_no_orphan(attempts: list[dict[str, Any]]) -> None:
    assert all((one["orphans"], one["waiting"]) == (0, 0) for one in attempts)
