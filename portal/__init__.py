"""Assembly and doors: settings, database, worker, access, pages. Knows every package and decides nothing about a case."""
