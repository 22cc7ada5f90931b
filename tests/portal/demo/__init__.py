"""Tests of the demo company: its truth as data, and what the portal makes of it."""
