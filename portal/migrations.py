"""Writes the initial migrations anew from tables.py (`python -m portal.migrations`). A developer's tool; nothing imports it.

Apart from portal/schema.py, because Piccolo's writer brings a code formatter that a server need not load.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from piccolo.apps.migrations.commands.new import NoChanges, _create_new_migration

from portal import database
from portal.piccolo_conf import apps
from portal.schema import indexes_of
from portal.settings import Settings


def _rewrite_initial_migrations() -> None:
    """Before the first release an app has two migrations, its tables and its indexes; this makes both anew from tables.py.

    Two, because Piccolo runs raw statements before it creates a migration's tables.
    """
    for app in apps():
        for path in Path(app.migrations_folder_path).glob(f"{app.app_name}_*.py"):
            path.unlink()
        try:
            made = asyncio.run(_create_new_migration(app_config=app, auto=True, auto_input="y"))
        except NoChanges:
            continue
        tables = Path(made.migration_path).read_text("utf-8").replace(made.migration_id, f"{app.app_name}-0001-tables")
        Path(made.migration_path).unlink()
        folder = Path(app.migrations_folder_path)
        (folder / f"{app.app_name}_0001_tables.py").write_text(tables, "utf-8")
        (folder / f"{app.app_name}_0002_indexes.py").write_text(
            _index_migration(app.app_name, indexes_of(app.app_name)), "utf-8"
        )


def _index_migration(app_name: str, indexes: list[str]) -> str:
    statements = "".join(f"        {sql!r},\n" for sql in indexes)
    return f'''from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "{app_name}-0002-indexes"
VERSION = "1.38.0"
DESCRIPTION = "indexes"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="{app_name}", description=DESCRIPTION)

    async def create_indexes():
        for sql in INDEXES:
            await engine_finder().run_ddl(sql)

    manager.add_raw(create_indexes)
    return manager


INDEXES = (
{statements})
'''


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        database.connect(Settings(data_dir=Path(folder)))
        _rewrite_initial_migrations()
