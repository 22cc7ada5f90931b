"""A process that works for an import: a task, then questions by its standard input, answers by its output.

It yields to whoever else wants to compute, and ends with its input. What it does is its caller's: `reader_process.py`,
`sealer_process.py`.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
from collections.abc import Callable, Collection
from typing import Any, BinaryIO  # Any: requests and answers are plain data

from cases.records.errors import FileTooDemanding, FileUnreadable
from cases.records.messages import receive, send

NICE = 5


def work(begin: Callable[[list[Any]], object], questions: Collection[str]) -> None:
    """Begin with the task, then answer these questions, methods of what `begin` made of it; any other ends it."""
    os.nice(NICE)
    gc.disable()  # nothing here points in circles, and looking for that took a tenth of the time
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked_by, answers = sys.stdin.buffer, sys.stdout.buffer
    helper = begin(receive(asked_by))
    while (asked := receive(asked_by)) is not None:
        what, arguments = asked
        if what not in questions:
            return
        _answer(answers, helper, what, arguments)


def _answer(answers: BinaryIO, helper: object, what: str, arguments: list[Any]) -> None:
    try:
        send(answers, {"answer": getattr(helper, what)(*arguments)})
    except FileUnreadable as error:
        send(answers, {"error": type(error).__name__, "facts": error.facts})
    except MemoryError:
        send(answers, {"error": FileTooDemanding.__name__, "facts": {}})
