"""Whom to ask, how many, by which way, and what became of it. Knows neither orders nor answers, only Transactions."""
