"""Tests of the company's own list of words."""
