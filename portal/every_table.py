"""Every table there is, by the package it belongs to. The one list: a table module that is not in it has no database."""

from __future__ import annotations

from types import ModuleType
from typing import TypeGuard

from piccolo.table import Table

import cases.batch.tables
import cases.forms.tables
import cases.people.tables
import cases.records.tables
import cases.tables
import cases.weights.tables
import portal.tables
import surveys.outbox
import surveys.results.tables
import surveys.tables

MODULES: dict[str, tuple[ModuleType, ...]] = {
    "surveys": (surveys.outbox, surveys.tables, surveys.results.tables),
    "cases": (
        cases.tables,
        cases.records.tables,
        cases.people.tables,
        cases.weights.tables,
        cases.batch.tables,
        cases.forms.tables,
    ),
    "portal": (portal.tables,),
}


def tables_of(package: str) -> tuple[type[Table], ...]:
    """Each where it is written: a module may import the tables that its own refer to."""
    return tuple(table for module in MODULES[package] for table in vars(module).values() if _is_of(table, module))


def _is_of(value: object, module: ModuleType) -> TypeGuard[type[Table]]:
    return isinstance(value, type) and issubclass(value, Table) and value.__module__ == module.__name__


def every_table() -> tuple[type[Table], ...]:
    return tuple(table for package in MODULES for table in tables_of(package))
