"""A PostgreSQL for tests: the server TEST_DATABASE_URL names, else the one the pgserver package carries."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg

from tests.machine import lacking

try:
    import pgserver
except ImportError:  # no wheel for this machine
    pgserver = None


@contextmanager
def running_server() -> Iterator[str]:
    """Address of a running server's maintenance database, or a loud skip."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
        return
    if pgserver is None:
        lacking("PostgreSQL (set TEST_DATABASE_URL)")
    # not below pytest's own folder: every run closes that to other users, and as root this server runs as one
    with tempfile.TemporaryDirectory(prefix="brightline-postgres-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(folder)
        asyncio.run(_trust_the_machine(str(server.get_uri())))
        yield str(server.get_uri())
        server.cleanup()


async def new_database(server: str, *, like: str = "") -> str:
    """A database of its own name on that server: empty, or a copy of the one at the address `like`."""
    name = f"brightline_{uuid4().hex}"
    template = urlsplit(like).path.lstrip("/") or "template1"
    await _run(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    parts = urlsplit(server)
    return urlunsplit(parts._replace(path=f"/{name}"))


async def drop_database(server: str, url: str) -> None:
    name = urlsplit(url).path.lstrip("/")
    await _run(server, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _trust_the_machine(server: str) -> None:
    """Our own processes are killed here, never the machine's power: what the kernel holds is safe enough."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        await _run(server, f"ALTER SYSTEM SET {setting} = off")
    await _run(server, "SELECT pg_reload_conf()")


async def _run(server: str, sql: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()
