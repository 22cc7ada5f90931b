"""Tells Piccolo which tables and migrations belong to surveys."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="surveys",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(modules=["surveys.outbox", "surveys.tables", "surveys.results.tables"]),
    migration_dependencies=[],
)
