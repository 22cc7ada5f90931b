"""Tests of the cross-check engine, with a made-up company whose truth is known."""
