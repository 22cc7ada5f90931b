"""Tests of the desk's pages of cases, through the door."""
