"""A data folder opened for a command that has no server around it. Knows no verb."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from crypto.vault import Vault, load_root_key
from portal import database
from portal.schema import migrate
from portal.settings import Settings


class Refused(Exception):
    """A command that cannot go on: one clear line for stderr."""


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Vault]:
    """The database ready for use, and the vault. Raises Refused where nothing was set up yet."""
    if not settings.root_key_file.exists():
        raise Refused(
            f"{settings.data_dir} holds no portal yet. `brightline init --data {settings.data_dir}` makes one."
        )
    vault = Vault(load_root_key(settings.root_key_file))
    database.connect(settings)
    await database.open_pool()
    try:
        await migrate()
        yield vault
    finally:
        await database.close_pool()
