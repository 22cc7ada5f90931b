"""The threads in which passwords are tried. Argon2id takes 128 MiB a time, so one derivation runs at once (decision 0039).

Strangers at the sign-in have a thread of low priority and a short queue: a flood of them keeps one core busy at most,
reporters do not wait behind it, and whoever signed in from this device before waits for one of them and no more.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import ParamSpec, TypeVar

from cases.errors import CaseError

P = ParamSpec("P")
R = TypeVar("R")

MOST_STRANGERS = 8  # tried or waiting: the last one waits for about five seconds
_NICENESS = 10


class TooManyAtOnce(CaseError):
    sentence = (
        "Very many are trying to sign in right now. Please try again in a few seconds; nothing is wrong with yours."
    )
    status = 503


def _stand_back() -> None:
    """On Linux a thread has a priority of its own."""
    os.nice(_NICENESS)


_known = ThreadPoolExecutor(max_workers=1, thread_name_prefix="argon2-known")
_strangers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="argon2", initializer=_stand_back)
_waiting: set[object] = set()  # one for each stranger
_next, _turn = Lock(), Lock()


async def slowly(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a password derivation without holding up anybody who only reads a page."""
    return await asyncio.get_running_loop().run_in_executor(_known, _alone, lambda: work(*args, **kwargs))


def refuse_crowd() -> None:
    """Raises TooManyAtOnce where no further stranger's password can be tried soon."""
    if len(_waiting) >= MOST_STRANGERS:
        raise TooManyAtOnce


async def slowly_for_strangers(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """`slowly` for whoever has not shown who they are. Raises TooManyAtOnce."""
    refuse_crowd()
    run = asyncio.get_running_loop().run_in_executor(_strangers, _alone, lambda: work(*args, **kwargs))
    _waiting.add(run)
    run.add_done_callback(_waiting.discard)
    return await run


def _alone(work: Callable[[], R]) -> R:
    """Run it while the other thread derives nothing. Whoever waits for the turn holds `_next`, so nobody overtakes them."""
    with _next:
        _turn.acquire()
    try:
        return work()
    finally:
        _turn.release()
