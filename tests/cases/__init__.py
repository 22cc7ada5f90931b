"""Tests of cases: reports, findings, records and the cross-check."""
