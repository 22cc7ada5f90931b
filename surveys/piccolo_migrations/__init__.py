"""Schema changes of surveys: add, drop and rename only, on SQLite and PostgreSQL alike."""
