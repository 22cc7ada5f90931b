"""Where Piccolo's own programs find this project: PICCOLO_CONF=portal.piccolo_conf. Loaded where migrations run."""

from __future__ import annotations

from typing import Any  # Piccolo's engines are generic over their transactions

from piccolo.conf.apps import AppConfig, AppRegistry

from portal import database

APP_REGISTRY = AppRegistry(apps=["surveys.piccolo_app", "cases.piccolo_app", "portal.piccolo_app"])


def __getattr__(name: str) -> Any:
    """DB is whatever portal.database.connect() has opened."""
    if name == "DB":
        return database.DB
    raise AttributeError(name)


def apps() -> list[AppConfig]:
    return list(APP_REGISTRY.app_configs.values())
