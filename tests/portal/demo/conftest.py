"""The demo company: every test gets a copy of its folder."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from crypto.vault import Vault, load_root_key
from portal.app import create_app
from portal.settings import Settings


@pytest.fixture
def demo(demo_folder: Path, tmp_path: Path) -> Settings:
    """Settings over a copy, as `make run` has them."""
    folder = shutil.copytree(demo_folder, tmp_path / "demo")
    return Settings(data_dir=folder, demo=True)


@pytest.fixture
def demo_vault(demo: Settings) -> Vault:
    return Vault(load_root_key(demo.root_key_file))


@pytest.fixture
async def demo_app(demo: Settings) -> AsyncIterator[Litestar]:
    application = create_app(demo)
    async with application.lifespan():
        yield application


@pytest.fixture
async def browser(demo_app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A newcomer's browser at the demo."""
    transport = httpx.ASGITransport(app=demo_app)  # type: ignore[arg-type]  # the two spell the same ASGI types apart
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client
