"""`python -I -m cases.records.sealer_process`: a Sealer in a process of its own. Its key comes with its task."""

from __future__ import annotations

from typing import Any  # plain data

from cases.records.helper import work
from cases.records.sealer import Sealer
from crypto.vault import Vault

QUESTIONS = ("hear", "columns", "forget")


def begin(task: list[Any]) -> Sealer:
    kind, key = task
    return Sealer(kind, Vault(key))


if __name__ == "__main__":
    work(begin, QUESTIONS)
