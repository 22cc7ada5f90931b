"""Brings a database up to the code's schema. Knows no row; the migrations themselves are written by portal/migrations.py."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

from piccolo.apps.migrations.tables import Migration

from portal.every_table import MODULES

ROOT = Path(__file__).parent.parent
RUNNER = "portal.migrating"  # loaded only where a migration waits: it takes as long as a tenth of a start


async def migrate() -> bool:
    """Run what has not run yet, all of it or nothing. Returns whether anything ran. Needs connect() and an open pool."""
    if not await _pending():
        return False
    await importlib.import_module(RUNNER).run_waiting()
    return True


async def _pending() -> set[str]:
    wanted = {name for package in MODULES for name in _migration_names(package)}
    if not await Migration.table_exists():
        return wanted
    done = {row["name"] for row in await Migration.select(Migration.name)}
    return wanted - done


def migrations_of(package: str) -> Path:
    """The folder of a package's migrations."""
    return ROOT / package / "piccolo_migrations"


def indexes_of(package: str) -> list[str]:
    """The raw index statements a package's tables ask for."""
    return [sql for module in MODULES[package] for sql in module.INDEXES]


def _migration_names(package: str) -> set[str]:
    paths = migrations_of(package).glob("*_*.py")
    found = (re.search(r'^ID = "([^"]+)"', path.read_text("utf-8"), re.MULTILINE) for path in paths)
    return {match.group(1) for match in found if match}
