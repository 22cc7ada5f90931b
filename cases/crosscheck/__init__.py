"""The cross-check engine: frozen facts in, explained findings out. Knows no table, no request, no key and no clock."""
