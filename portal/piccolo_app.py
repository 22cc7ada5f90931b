"""Tells Piccolo which tables and migrations belong to portal."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="portal",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(modules=["portal.tables"]),
    migration_dependencies=["cases.piccolo_app"],
)
