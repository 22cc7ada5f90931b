"""Memory that was freed goes back to the machine, though something small still lies above it."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import pytest

from cases.records.room import give_back

PIECES, PIECE_BYTES = 65_536, 1024  # each below what glibc takes from the machine by itself


def held_mb() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what was freed")
def test_what_was_freed_is_given_back() -> None:
    pieces = [bytes([place % 256]) * PIECE_BYTES for place in range(PIECES)]
    above = pieces.pop()
    pieces.clear()
    before = held_mb()
    give_back()
    assert held_mb() <= before - 32
    assert above
