"""Tests of imported records."""
