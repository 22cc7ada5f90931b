"""Tells Piccolo which tables and migrations belong to cases."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="cases",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        modules=[
            "cases.tables",
            "cases.records.tables",
            "cases.people.tables",
            "cases.forms.tables",
            "cases.weights.tables",
            "cases.batch.tables",
        ]
    ),
    migration_dependencies=["surveys.piccolo_app"],
)
