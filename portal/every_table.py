"""Every table there is, by the package it belongs to. The one list: a table module that is not in it has no database."""

from __future__ import annotations

from types import ModuleType

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
    found = (value for module in MODULES[package] for value in vars(module).values())
    own = {module.__name__ for module in MODULES[package]}
    return tuple(one for one in found if isinstance(one, type) and issubclass(one, Table) and one.__module__ in own)


def every_table() -> tuple[type[Table], ...]:
    return tuple(table for package in MODULES for table in tables_of(package))
