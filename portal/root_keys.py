"""Which root key a portal's rows are sealed under, and where it lies. Knows no row but the one that holds its mark.

While the key is renewed a second one lies beside it (`root.key.next`). The row says which of the two is good, and changes
in the transaction that seals everything anew: so there is no moment at which nobody could tell. Decision 0020.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]  # it carries no types

from crypto.errors import RootKeyUnusable
from crypto.vault import Vault, load_root_key, sync_folder, write_root_key
from portal.holding import hold
from portal.settings import Settings
from portal.tables import RootKeyMark
from surveys.outbox import write_tx

ONE_ROW = UUID(int=1)
_MARK = "SELECT mark FROM portal_root_key_mark"


class OtherRootKey(Exception):
    """One clear line for stderr."""

    def __init__(self) -> None:
        super().__init__(
            "This database is sealed under another root key. Put the root.key back that belongs to it; nothing was changed."
        )


def vault_of(settings: Settings) -> Vault:
    """The vault of this portal. To be called before its database is open. Raises RootKeyUnusable, InUse."""
    finish_cut_off(settings)
    return Vault(load_root_key(settings.root_key_file))


def finish_cut_off(settings: Settings) -> Path | None:
    """Put the next root key in its place if the rows are sealed under it already: whoever renewed it was cut off before.

    Returns where the former key lies then. Raises InUse while somebody is still at it.
    """
    try:
        following = Vault(load_root_key(next_file(settings)))
    except RootKeyUnusable:  # none, or one whose writing was cut off, before any row was touched
        return None
    with ThreadPoolExecutor(1) as thread:  # the caller may have a loop of its own
        return thread.submit(asyncio.run, _finish(settings, following)).result()


def next_file(settings: Settings) -> Path:
    where = settings.root_key_file.resolve()
    return where.with_name(f"{where.name}.next")


def put_next_in_place(settings: Settings) -> Path:
    """Returns where the former key lies from now on. Safe to be cut off anywhere, and to be done again."""
    where = settings.root_key_file.resolve()
    former = where.with_name(f"{where.name}.former-{Vault(load_root_key(where)).mark.hex()}")
    _copy(where, former)
    os.replace(next_file(settings), where)
    sync_folder(where.parent)
    return former


def _copy(where: Path, former: Path) -> None:
    """Not by a link, which some file systems cannot make; a copy that was cut off is made again."""
    try:
        load_root_key(former)
    except RootKeyUnusable:
        former.unlink(missing_ok=True)
        write_root_key(former, load_root_key(where))


async def _finish(settings: Settings, following: Vault) -> Path | None:
    held = await hold(settings, alone=False)
    try:
        is_good = await _stored_mark(settings) == following.mark
        return put_next_in_place(settings) if is_good else None
    finally:
        await held.let_go()


async def check_mark(vault: Vault) -> None:
    """The rows are sealed under this key; from the first time on that is on record. Raises OtherRootKey."""
    row = await RootKeyMark.select(RootKeyMark.mark).first()
    if row is None:
        async with write_tx():
            today = datetime.now(UTC).date()
            await RootKeyMark.insert(RootKeyMark(id=ONE_ROW, mark=vault.mark, since=today)).on_conflict(
                RootKeyMark.id, "DO NOTHING"
            )
        row = await RootKeyMark.select(RootKeyMark.mark).first()
    if row is None or bytes(row["mark"]) != vault.mark:
        raise OtherRootKey


async def note_mark(vault: Vault) -> None:
    """Needs write_tx()."""
    await RootKeyMark.update({RootKeyMark.mark: vault.mark, RootKeyMark.since: datetime.now(UTC).date()}).where(
        RootKeyMark.id == ONE_ROW
    )


async def _stored_mark(settings: Settings) -> bytes:
    """Before any pool is open, hence by hand. b"" where there is none."""
    if settings.database_url is not None:
        connection = await asyncpg.connect(settings.database_url)
        try:
            return bytes(await connection.fetchval(_MARK) or b"")
        finally:
            await connection.close()
    with closing(sqlite3.connect(settings.sqlite_path, timeout=30)) as file:
        found = file.execute(_MARK).fetchone()
    return bytes(found[0]) if found else b""
