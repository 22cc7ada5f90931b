"""A data folder opened for a command that has no server around it. Knows no verb."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from crypto.vault import Vault
from portal import database
from portal.root_keys import check_mark, vault_of
from portal.schema import migrate
from portal.settings import Settings


class Refused(Exception):
    """A command that cannot go on: one clear line for stderr."""


@asynccontextmanager
async def opened(settings: Settings, *, alone: bool = False) -> AsyncIterator[Vault]:
    """The database ready for use, and the vault. alone: no other process uses it meanwhile.

    Raises Refused where nothing was set up yet, InUse, OtherRootKey.
    """
    if not settings.root_key_file.exists():
        raise Refused(
            f"{settings.data_dir} holds no portal yet. `brightline init --data {settings.data_dir}` makes one."
        )
    vault = vault_of(settings)
    database.connect(settings)
    await database.open_pool(alone=alone)
    try:
        await migrate()
        await check_mark(vault)
        yield vault
    finally:
        await database.close_pool()
