"""Brings a database up to the code's schema. Knows no row; the migrations themselves are written by portal/migrations.py."""

from __future__ import annotations

import contextlib
import importlib
import io
import re
from pathlib import Path

from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import AppConfig

from portal import database
from surveys import outbox

ROOT = Path(__file__).parent.parent
INDEX_MODULES = {
    "surveys": ("surveys.outbox", "surveys.tables"),
    "cases": ("cases.tables", "cases.records.tables", "cases.people.tables"),
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
    wanted = {name for app in apps() for name in _migration_names(app)}
    if not await Migration.table_exists():
        return wanted
    done = {row["name"] for row in await Migration.select(Migration.name)}
    return wanted - done


def indexes_of(app_name: str) -> list[str]:
    """The raw index statements an app's tables ask for."""
    return [sql for module in INDEX_MODULES[app_name] for sql in importlib.import_module(module).INDEXES]


def apps() -> list[AppConfig]:
    return list(database.APP_REGISTRY.app_configs.values())


def _migration_names(app: AppConfig) -> set[str]:
    folder = Path(app.migrations_folder_path)
    found = (re.search(r'^ID = "([^"]+)"', path.read_text("utf-8"), re.MULTILINE) for path in folder.glob("*_*.py"))
    return {match.group(1) for match in found if match}
