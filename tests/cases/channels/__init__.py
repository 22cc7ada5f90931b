"""Tests of channels: what a report can be about, and who reads it."""
