"""A portal of the moment: files taken in, sealed under a key that is written nowhere, and gone when the command ends.

For whoever wants to hold files against each other without a portal of their own. A command that is killed leaves its
folder; what is sealed in it opens no more.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from cases.claims import keep_claims
from cases.records.content import OnDisk
from cases.records.contract import Kind
from cases.records.importing import import_file
from crypto.keys import KEY_BYTES
from crypto.vault import Vault
from portal import database
from portal.schema import migrate
from portal.settings import Settings

Tell = Callable[[str], None]
IN_ORDER: tuple[Kind, ...] = ("accounts", "salespeople", "orders", "payments", "leads", "claims")


@asynccontextmanager
async def momentary(files: Sequence[tuple[Kind, Path]], tell: Tell) -> AsyncIterator[Vault]:
    """These files, taken in one after another. Rows that cannot be read are left out. Raises a child of FileUnreadable."""
    vault = Vault(os.urandom(KEY_BYTES))
    with TemporaryDirectory(prefix="brightline-") as folder:
        database.connect(Settings(data_dir=Path(folder)))
        await database.open_pool(alone=True)
        try:
            await migrate()
            for kind, path in files:
                await _take_in(kind, path, vault, tell)
            yield vault
        finally:
            await database.close_pool()


async def _take_in(kind: Kind, path: Path, vault: Vault, tell: Tell) -> None:
    result = await import_file(
        kind,
        OnDisk(path),
        vault,
        progress=lambda rows, _: tell(f"{path.name}: {rows:,} rows read"),
        store_claims=lambda rows: keep_claims(rows, vault),
    )
    tell(f"{path.name}: {result.created:,} rows taken in, {result.rejected:,} refused\n")
