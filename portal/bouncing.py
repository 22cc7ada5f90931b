"""The verb `bounces`: mails that came back, from a pipe, files or a folder. Prints counts; quotes nothing. Knows no address."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from portal.opening import Refused, opened
from portal.services import services_of
from portal.settings import Settings
from surveys.campaigns.bouncing import take_bounce
from surveys.delivery.bounces import MOST_BYTES


def bounces(arguments: argparse.Namespace) -> int:
    """Exit 0 whatever the mails were, so that a mail server that pipes them in keeps none back."""
    taken = asyncio.run(_bounces(arguments.settings, arguments.files, arguments.folder))
    print(f"noted {taken['noted']}  not final {taken['not_final']}  not ours {taken['not_ours']}")
    return 0


async def _bounces(settings: Settings, files: list[Path], folder: Path | None) -> Counter[str]:
    taken: Counter[str] = Counter()
    async with opened(settings) as vault:
        services = services_of(settings, vault)
        for raw in _mails(files, folder):
            taken[await take_bounce(raw, services)] += 1
    return taken


def _mails(files: list[Path], folder: Path | None) -> Iterator[bytes]:
    """A folder may be a Maildir or hold one mail a file; nothing in it is moved or removed."""
    if folder is not None and not folder.is_dir():
        raise Refused(f"{folder} is no folder.")
    for path in files:
        if not path.is_file():
            raise Refused(f"There is no file {path}.")
    found = [*files, *(sorted(path for path in folder.rglob("*") if path.is_file()) if folder else [])]
    if not found:
        yield sys.stdin.buffer.read(MOST_BYTES + 1)
    for path in found:
        with path.open("rb") as file:
            yield file.read(MOST_BYTES + 1)
