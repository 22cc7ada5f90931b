"""The `crosscheck` verb: every claim held against the whole books in one go. Knows no rule; writes what was found."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from cases.batch.answers import Answers
from cases.batch.doubts import file_doubts
from cases.batch.engines import Engine, engine_named
from cases.batch.ledger import open_ledger
from cases.batch.running import count_claims, run
from cases.batch.standing import mark_of_books
from cases.records.contract import Kind
from crypto.vault import Vault
from portal.momentary import IN_ORDER, momentary
from portal.opening import Refused, opened

_MISSING = {
    "duckdb": "DuckDB is not installed. Install Brightline's requirements.lock again.",
    "spark": "Spark is not installed: the extra `brightline[spark]` and Java 17 or newer bring it.",
}


def crosscheck(arguments: argparse.Namespace) -> int:
    """Write findings (and matches) into files and the database; print how many there are."""
    for path in filter(None, (arguments.out, arguments.matches)):
        _check_writable(path)
    if arguments.matches is not None and arguments.matches.resolve() == arguments.out.resolve():
        raise Refused("--out and --matches are the same file.")
    try:
        new_engine = engine_named(arguments.engine)
    except ImportError:
        raise Refused(_MISSING[arguments.engine]) from None
    answers = asyncio.run(_crosscheck(arguments, new_engine))
    print(f"claims {answers.claims}  findings {answers.findings}")
    return 0


async def _crosscheck(arguments: argparse.Namespace, new_engine: Callable[[], Engine]) -> Answers:
    async with _books(arguments) as vault:
        mark = await mark_of_books(vault, f"{arguments.engine} {arguments.since} {arguments.matches}")
        answers = Answers(arguments.out, arguments.matches, mark)
        total = answers.claims + await count_claims(arguments.since, answers.last)
        async with open_ledger(vault, new_engine, lambda rows: _tell(f"{rows:,} records read")) as ledger:
            async for step in run(ledger, vault, since=arguments.since, after=answers.last):
                answers.add(step)
                _tell(f"{answers.claims:,} of {total:,} claims checked")
            books = ledger.books
        _tell("holding records against each other")
        await file_doubts(vault, books, datetime.now(UTC).date(), answers.writing)
        answers.finish()
        _tell("")
        return answers


@asynccontextmanager
async def _books(arguments: argparse.Namespace) -> AsyncIterator[Vault]:
    """The portal's, or those of the files named."""
    files: list[tuple[Kind, Path]] = [(kind, path) for kind in IN_ORDER for path in getattr(arguments, kind)]
    for _, path in files:
        if not path.is_file():
            raise Refused(f"There is no file {path}.")
    async with momentary(files, _tell) if files else opened(arguments.settings) as vault:
        yield vault


def _check_writable(path: Path) -> None:
    if path.is_dir() or not path.parent.is_dir():
        raise Refused(f"{path} cannot be written: {path.parent} must be a folder, and {path.name} a file in it.")


def _tell(text: str) -> None:
    """One line that renews itself, for somebody who watches."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
