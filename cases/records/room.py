"""Gives memory back to the machine. Knows the C library, nothing of what was kept there."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Return what was freed. glibc keeps it otherwise, for each thread apart: 46 of a server's 121 MB after 600,000 orders.

    Where the C library knows no such thing, nothing happens.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
