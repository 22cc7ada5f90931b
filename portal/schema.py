"""Brings a database up to the code's schema, and (as a program) rewrites the initial migrations. Knows no row."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import io
import re
import tempfile
from pathlib import Path

from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.commands.new import NoChanges, _create_new_migration
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import AppConfig

from portal import database
from portal.settings import Settings
from surveys import outbox

ROOT = Path(__file__).parent.parent
INDEX_MODULES = {
    "surveys": ("surveys.outbox", "surveys.tables"),
    "cases": ("cases.tables", "cases.records.tables"),
    "portal": ("portal.tables",),
}


class SchemaError(Exception):
    """A migration did not run; the database is as it was before."""


async def migrate() -> bool:
    """Run what has not run yet, all of it or nothing. Returns whether anything ran. Needs connect() and an open pool."""
    if not await _pending():
        return False
    words = io.StringIO()
    async with outbox.write_tx():
        with contextlib.redirect_stdout(words):
            result = await run_forwards("all")
        if not result.success:
            raise SchemaError(words.getvalue().strip().splitlines()[-1])
    return True


async def _pending() -> set[str]:
    wanted = {name for app in _apps() for name in _migration_names(app)}
    if not await Migration.table_exists():
        return wanted
    done = {row["name"] for row in await Migration.select(Migration.name)}
    return wanted - done


def indexes_of(app_name: str) -> list[str]:
    """The raw index statements an app's tables ask for."""
    return [sql for module in INDEX_MODULES[app_name] for sql in importlib.import_module(module).INDEXES]


def _apps() -> list[AppConfig]:
    return list(database.APP_REGISTRY.app_configs.values())


def _migration_names(app: AppConfig) -> set[str]:
    folder = Path(app.migrations_folder_path)
    found = (re.search(r'^ID = "([^"]+)"', path.read_text("utf-8"), re.MULTILINE) for path in folder.glob("*_*.py"))
    return {match.group(1) for match in found if match}


def _rewrite_initial_migrations() -> None:
    """Before the first release an app has two migrations, its tables and its indexes; this makes both anew from tables.py.

    Two, because Piccolo runs raw statements before it creates a migration's tables.
    """
    for app in _apps():
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
