"""The threads in which passwords are tried. Argon2id takes 256 MiB a time, so never more than two at once.

Strangers at the sign-in have one thread of low priority and a short queue: a flood of them keeps one core busy at most,
and neither reporters nor whoever signed in from this device before waits behind it.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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


async def slowly(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a password derivation without holding up anybody who only reads a page."""
    return await asyncio.get_running_loop().run_in_executor(_known, lambda: work(*args, **kwargs))


def refuse_crowd() -> None:
    """Raises TooManyAtOnce where no further stranger's password can be tried soon."""
    if len(_waiting) >= MOST_STRANGERS:
        raise TooManyAtOnce


async def slowly_for_strangers(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """`slowly` for whoever has not shown who they are. Raises TooManyAtOnce."""
    refuse_crowd()
    run = asyncio.get_running_loop().run_in_executor(_strangers, lambda: work(*args, **kwargs))
    _waiting.add(run)
    run.add_done_callback(_waiting.discard)
    return await run
