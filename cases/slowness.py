"""The two threads in which passwords are tried. Argon2id takes 256 MiB a time, so never more than two at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


async def slowly(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a password derivation without holding up anybody who only reads a page."""
    return await asyncio.get_running_loop().run_in_executor(_threads, lambda: work(*args, **kwargs))
