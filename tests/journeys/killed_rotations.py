"""`brightline rotate-keys`, ended by SIGKILL at a named point. Run as a program by test_killed_rotations."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any  # modules are told apart by what they hold

from portal import cli, database, rotating

# what would be called next
POINTS: dict[str, tuple[Any, str]] = {
    "the next key is written": (rotating, "renew_case_tokens"),
    "the rows are sealed anew": (rotating, "renew_reasons"),
    "all but the mark is written": (rotating, "note_mark"),
    "the commit is done": (rotating, "put_next_in_place"),
    "the former key is put aside": (os, "replace"),
    "the new key is in its place": (database, "forget_past"),
}
UNDER_THE_OLD_KEY = list(POINTS)[:3]


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    place, name = POINTS[sys.argv[1]]
    setattr(place, name, die)
    sys.exit(cli.main(["rotate-keys", "--data", sys.argv[2]]))
