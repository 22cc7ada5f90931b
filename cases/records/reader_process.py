"""`python -I -m cases.records.reader_process`: a Reader in a process of its own.

It looks at a stranger's bytes: its memory is limited, so that a packed spreadsheet cannot take the machine down. It
imports nothing that knows a table, and so begins a quarter of a second sooner.
"""

from __future__ import annotations

import resource
from typing import Any  # plain data

from cases.records.content import content_spoken_of
from cases.records.helper import work
from cases.records.reader import Reader

MEMORY_BYTES = 3 << 30
QUESTIONS = ("header", "preview", "open", "next", "held")


def begin(task: list[Any]) -> Reader:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    kind, spoken, encoding = task
    return Reader(kind, content_spoken_of(spoken), encoding)


if __name__ == "__main__":
    work(begin, QUESTIONS)
