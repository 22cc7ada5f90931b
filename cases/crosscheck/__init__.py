"""The cross-check engine: frozen facts in, explained findings out. It knows no table, no request, no key and no clock."""
