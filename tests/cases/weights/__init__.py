"""Weights that a company moves."""
