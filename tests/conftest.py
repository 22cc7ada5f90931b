"""Fixtures every test may use: a fresh database, the vault, and clients at the doors."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crypto.vault import Vault, create_root_key, load_root_key
from portal import database
from portal.schema import migrate
from portal.settings import Settings

logging.getLogger("piccolo").setLevel(logging.ERROR)
logging.getLogger("httpx").setLevel(logging.ERROR)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder of its own with a root key in it."""
    data = tmp_path / "data"
    data.mkdir()
    create_root_key(data / "root.key")
    return Settings(data_dir=data)


@pytest.fixture
def vault(settings: Settings) -> Vault:
    return Vault(load_root_key(settings.root_key_file))


@pytest.fixture(name="database")
async def database_fixture(settings: Settings) -> AsyncIterator[None]:
    """An empty SQLite database with every migration run, open for the length of the test."""
    database.connect(settings)
    await database.open_pool()
    try:
        await migrate()
        yield
    finally:
        await database.close_pool()
