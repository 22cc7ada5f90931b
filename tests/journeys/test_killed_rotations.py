"""A renewal of the root key killed anywhere: the portal opens, all of it under one key, and the next run finishes it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator

import pytest

from crypto.vault import create_root_key
from portal.holding import InUse
from portal.opening import opened
from portal.root_keys import next_file
from portal.rotating import CELLS, rotate_keys
from portal.settings import Settings
from tests.journeys.killed_rotations import POINTS, UNDER_THE_OLD_KEY
from tests.journeys.server import ROOT
from tests.portal.furnished import furnish
from tests.postgres import drop_database, new_database


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def portal(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """One portal for every point: what was killed before must not stand in the way of what comes after."""
    server = request.getfixturevalue("postgres_server") if request.param == "postgres" else None
    url = asyncio.run(new_database(server)) if server else None
    settings = Settings(data_dir=tmp_path_factory.mktemp("killed-rotations"), database_url=url)
    create_root_key(settings.root_key_file)
    asyncio.run(furnish(settings))
    yield settings
    if server and url:
        asyncio.run(drop_database(server, url))


def kill_at(point: str, portal: Settings) -> None:
    command = [sys.executable, "-m", "tests.journeys.killed_rotations", point, str(portal.data_dir)]
    environment = os.environ | {"DATABASE_URL": portal.database_url or ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr[-2000:]


async def whole_under(portal: Settings) -> bytes:
    """The mark of the one key under which every sealed cell opens."""
    async with opened(portal) as vault:
        for cells in CELLS:
            query = cells.table.select()
            for row in await (query.where(cells.only) if cells.only is not None else query):
                for column, label in cells.sealed.items():
                    assert not row[column._meta.name] or vault.open_bytes(label, bytes(row[column._meta.name]))
        return vault.mark


def mark_of(portal: Settings) -> bytes:
    """Once the database has noticed that whoever held it is dead."""
    for _ in range(50):
        try:
            return asyncio.run(whole_under(portal))
        except InUse:
            time.sleep(0.1)
    raise TimeoutError


@pytest.mark.parametrize("point", POINTS)
def test_the_portal_opens_under_one_key(portal: Settings, point: str) -> None:
    before = mark_of(portal)
    kill_at(point, portal)
    assert (mark_of(portal) == before) is (point in UNDER_THE_OLD_KEY)


@pytest.mark.parametrize("point", POINTS)
def test_the_next_run_finishes_it(portal: Settings, point: str) -> None:
    before = mark_of(portal)
    kill_at(point, portal)
    assert rotate_once_free(portal) == 0
    assert mark_of(portal) != before
    assert not next_file(portal).exists()


def rotate_once_free(portal: Settings) -> int:
    for _ in range(50):
        try:
            return rotate_keys(Namespace(settings=portal))
        except InUse:
            time.sleep(0.1)
    raise TimeoutError
