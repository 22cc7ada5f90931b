"""The process that reads or seals for an import: a task, then questions by its standard input, answers by its output.

`python -I -m cases.records.helper reader|sealer`. It yields to whoever else wants to compute, and ends with its input.
A reader looks at a stranger's bytes: its memory is limited, so that a packed spreadsheet cannot take the machine down.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
from typing import Any, BinaryIO  # Any: requests and answers are plain data

from cases.records.content import content_spoken_of
from cases.records.crew import receive, send
from cases.records.errors import FileTooDemanding, FileUnreadable
from cases.records.reader import Reader
from cases.records.sealer import Sealer
from crypto.vault import Vault

READER_MEMORY_BYTES = 3 << 30
QUESTIONS = {"reader": {"header", "preview", "open", "next", "held"}, "sealer": {"hear", "columns", "forget"}}
NICE = 5


def main(who: str) -> None:
    os.nice(NICE)
    gc.disable()  # nothing here points in circles, and looking for that took a tenth of the time
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    helper = _helper(who, receive(questions))
    while (asked := receive(questions)) is not None:
        what, arguments = asked
        if what not in QUESTIONS[who]:
            return
        _answer(answers, helper, what, arguments)


def _helper(who: str, task: list[Any]) -> Reader | Sealer:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if who == "sealer":
        kind, key = task
        return Sealer(kind, Vault(key))
    resource.setrlimit(resource.RLIMIT_AS, (READER_MEMORY_BYTES, READER_MEMORY_BYTES))
    kind, spoken, encoding = task
    return Reader(kind, content_spoken_of(spoken), encoding)


def _answer(answers: BinaryIO, helper: Reader | Sealer, what: str, arguments: list[Any]) -> None:
    try:
        send(answers, {"answer": getattr(helper, what)(*arguments)})
    except FileUnreadable as error:
        send(answers, {"error": type(error).__name__, "facts": error.facts})
    except MemoryError:
        send(answers, {"error": FileTooDemanding.__name__, "facts": {}})


if __name__ == "__main__":
    main(sys.argv[1])
