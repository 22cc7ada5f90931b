"""Fixtures every test may use: a fresh database, the vault, and clients at the doors."""

from __future__ import annotations

import asyncio
import dataclasses
import fcntl
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Protocol

import httpx
import pytest
from litestar import Litestar
from nacl.pwhash import argon2id

from cases.actors import Actor
from crypto import keys
from crypto.vault import Vault, create_root_key, load_root_key
from portal import database, worker
from portal.app import create_app, furnish
from portal.cli import main
from portal.schema import migrate
from portal.sessions import COOKIE, start_session
from portal.settings import Settings
from tests.factories import make_staff
from tests.postgres import drop_database, new_database, running_server

SYNCHRONOUS = database.SYNCHRONOUS  # as it is outside of tests

logging.getLogger("piccolo").setLevel(logging.ERROR)
logging.getLogger("httpx").setLevel(logging.ERROR)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers come last: Playwright keeps an event loop running in this thread, beside which no async test could run."""
    items.sort(key=lambda item: "tests/browser/" in item.nodeid)


@pytest.fixture(autouse=True)
def light_locks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords cost next to nothing, except where their cost is what a test is about: tests/crypto, and real servers."""
    if not request.node.nodeid.startswith("tests/crypto/"):
        monkeypatch.setattr(keys, "_LOCK_PASSES", argon2id.OPSLIMIT_MIN)
        monkeypatch.setattr(keys, "_LOCK_KIB", argon2id.MEMLIMIT_MIN // 1024)


@pytest.fixture(autouse=True)
def trusted_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite waits for no disk, where nobody takes the machine's power. Real servers do."""
    monkeypatch.setattr(database, "SYNCHRONOUS", "OFF")


@pytest.fixture
async def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that reaches the database from now on, but for what runs in the background already."""
    seen: list[str] = []
    fetch = database.PooledSQLiteEngine._fetch
    elsewhere = asyncio.all_tasks() - {asyncio.current_task()}

    async def noting(engine: database.PooledSQLiteEngine, sql: str, arguments: list[object]) -> object:
        if asyncio.current_task() not in elsewhere:
            seen.append(sql)
        return await fetch(engine, sql, arguments)

    monkeypatch.setattr(database.PooledSQLiteEngine, "_fetch", noting)
    return seen


@pytest.fixture(autouse=True)
def short_goodbyes(monkeypatch: pytest.MonkeyPatch) -> None:
    """An application stops without waiting a fifth of a second for threads that have nothing to do."""
    monkeypatch.setattr(worker, "LOOKS_UP_MS", 10)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """A data folder of its own with a root key in it; its database is SQLite.

    `@pytest.mark.parametrize("settings", ["sqlite", "postgres"], indirect=True)` runs a test on both.
    """
    data = tmp_path / "data"
    data.mkdir()
    create_root_key(data / "root.key")
    if getattr(request, "param", "sqlite") == "sqlite":
        yield Settings(data_dir=data)
        return
    server = request.getfixturevalue("postgres_server")
    url = asyncio.run(new_database(server, like=request.getfixturevalue("migrated_postgres")))
    yield Settings(data_dir=data, database_url=url)
    asyncio.run(drop_database(server, url))


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose SQLite database has every migration run and nothing in it; tests begin with a copy."""
    data = tmp_path_factory.mktemp("migrated")
    asyncio.run(_migrate(Settings(data_dir=data)))
    return data


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same as a PostgreSQL database, to be copied by the server."""
    url = asyncio.run(new_database(postgres_server))
    asyncio.run(_migrate(Settings(data_dir=tmp_path_factory.mktemp("migrated"), database_url=url)))
    yield url
    asyncio.run(drop_database(postgres_server, url))


async def _migrate(settings: Settings) -> None:
    engine = database.connect(settings)
    await database.open_pool()
    await migrate()
    await engine.close_connection_pool()  # type: ignore[no-untyped-call]  # Piccolo leaves it untyped
    await database.let_go()


@pytest.fixture
def fresh(settings: Settings, migrated_sqlite: Path) -> None:
    """The migrated database in the test's own data folder, in milliseconds. One on PostgreSQL was a copy from the start."""
    if settings.database_url is None:
        shutil.copy(Settings(data_dir=migrated_sqlite).sqlite_path, settings.sqlite_path)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The demo company, built by the command once for a whole run, whichever process comes first; to be copied."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # in a thread of its own: Playwright's event loop may run in this one. Where it stands, nothing is done.
        with ThreadPoolExecutor(1) as beside:
            assert beside.submit(main, ["demo", "--data", str(shared / "demo")]).result() == 0
    return shared / "demo"


@pytest.fixture
def vault(settings: Settings) -> Vault:
    return Vault(load_root_key(settings.root_key_file))


@pytest.fixture(name="database")
async def database_fixture(settings: Settings, fresh: None) -> AsyncIterator[None]:
    """An empty database with every migration run, open for the length of the test."""
    engine = database.connect(settings)
    await database.open_pool()
    try:
        yield
    finally:
        await engine.close_connection_pool()  # type: ignore[no-untyped-call]  # Piccolo leaves it untyped
        await database.let_go()


@pytest.fixture(scope="session")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Litestar:
    """The application with every door, put together and its pages compiled once; each test stands it over data of its own."""
    data = tmp_path_factory.mktemp("assembled")
    create_root_key(data / "root.key")
    return create_app(Settings(data_dir=data))


@pytest.fixture
async def app(assembled: Litestar, settings: Settings, fresh: None) -> AsyncIterator[Litestar]:
    """The whole application, started: its database is open and empty, its jobs run. Needs no `database` fixture beside it."""
    furnish(assembled, settings)
    async with assembled.lifespan():
        yield assembled


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Anybody's browser. Redirects are answers here and not followed."""
    async with browser_of(app) as browser:
        yield browser


class DeskClient(httpx.AsyncClient):
    """The browser of somebody who is signed in; `actor` is who they are to the domain."""

    actor: Actor


class DeskClientFactory(Protocol):
    async def __call__(self, *roles: str, username: str = "", language: str = "en") -> DeskClient: ...


@pytest.fixture
async def desk_client(app: Litestar, vault: Vault) -> AsyncIterator[DeskClientFactory]:
    """`await desk_client("investigator")`: a new member of staff with these roles, signed in. Name them for a second one."""
    async with AsyncExitStack() as open_browsers:

        async def sign_in(*roles: str, username: str = "", language: str = "en") -> DeskClient:
            actor = await make_staff(vault, *roles, username=username, language=language)
            session = await start_session(actor.id, actor.pair.private)
            browser = await open_browsers.enter_async_context(browser_of(app))
            browser.cookies.set(COOKIE, session.cookie_value(), path="/desk")
            browser.actor = actor
            return browser

        yield sign_in


def browser_of(app: Litestar) -> DeskClient:
    # httpx's own transport: litestar's test client runs the application on a loop of another thread, away from the
    # connections that the test itself reads through
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # the two spell the same ASGI types apart
    return DeskClient(transport=transport, base_url="http://testserver")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with running_server() as url:
        yield url


@pytest.fixture
async def postgres(settings: Settings, postgres_server: str, migrated_postgres: str) -> AsyncIterator[Settings]:
    """An empty PostgreSQL database with every migration run, open; the settings that name it."""
    url = await new_database(postgres_server, like=migrated_postgres)
    named = dataclasses.replace(settings, database_url=url)
    engine = database.connect(named)
    await database.open_pool()
    try:
        yield named
    finally:
        await engine.close_connection_pool()  # type: ignore[no-untyped-call]  # Piccolo leaves it untyped
        await database.let_go()
        await drop_database(postgres_server, url)
