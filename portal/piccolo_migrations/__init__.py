"""Schema changes of portal: add, drop and rename only, on SQLite and PostgreSQL alike."""
