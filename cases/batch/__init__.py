"""The batch: all claims held against all records at once, in a process of its own. Knows no page and no server."""
