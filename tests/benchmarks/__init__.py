"""Benchmarks: each module has `main()`, which prints a table."""
