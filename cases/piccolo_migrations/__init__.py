"""Schema changes of cases: add, drop and rename only, on SQLite and PostgreSQL alike."""
