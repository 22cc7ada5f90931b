"""The same migrations make the same tables on SQLite and PostgreSQL, and match what the code declares."""

from __future__ import annotations

import inspect
import re

import pytest

from portal import database, schema
from portal.every_table import MODULES, every_table
from portal.settings import Settings


def declared() -> dict[str, set[str]]:
    tables = every_table()
    return {table._meta.tablename: {column._meta.db_column_name for column in table._meta.columns} for table in tables}


async def columns_in_sqlite() -> dict[str, set[str]]:
    rows = await database.DB.run_ddl(
        "SELECT m.name AS tablename, p.name AS columnname FROM sqlite_master m, pragma_table_info(m.name) p "
        "WHERE m.type = 'table' AND m.name <> 'migration'"
    )
    return grouped(rows)


async def columns_in_postgres() -> dict[str, set[str]]:
    rows = await database.DB.run_ddl(
        "SELECT table_name AS tablename, column_name AS columnname FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name <> 'migration'"
    )
    return grouped(rows)


def grouped(rows: list[dict[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["tablename"], set()).add(row["columnname"])
    return found


@pytest.mark.usefixtures("database")
async def test_sqlite_has_what_the_code_declares() -> None:
    assert await columns_in_sqlite() == declared()


async def test_postgres_has_what_the_code_declares(postgres: Settings) -> None:
    assert await columns_in_postgres() == declared()


@pytest.mark.usefixtures("database")
async def test_migrating_twice_does_nothing_the_second_time() -> None:
    assert await schema.migrate() is False


def test_every_index_is_in_a_migration() -> None:
    migrations = "".join(
        path.read_text("utf-8") for path in (schema.ROOT).glob("*/piccolo_migrations/*_0002_indexes.py")
    )
    declared_indexes = {name for package in MODULES for name in schema.indexes_of(package)}
    assert [sql for sql in declared_indexes if sql not in migrations.replace('\\"', '"')] == []


def test_every_foreign_key_says_what_deleting_does() -> None:
    sources = "".join(inspect.getsource(module) for modules in MODULES.values() for module in modules)
    keys = re.findall(r"ForeignKey\((.*?)\)\n", sources, re.S)
    assert keys
    assert [key for key in keys if "on_delete" not in key] == []
