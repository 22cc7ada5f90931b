"""The verbs `import` and `undo-import`: a file of records or claims into the database, and out again. Knows no column."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from uuid import UUID

from cases.claims import store_claims
from cases.records.content import OnDisk
from cases.records.exporting import refusals_csv
from cases.records.history import past_imports
from cases.records.importing import ImportResult, import_file
from cases.records.undoing import undo_import
from cases.unchecked import are_many
from crypto.vault import Vault
from portal.checking_many import check_waiting
from portal.opening import Refused, opened
from portal.relay import drain
from portal.services import services_of
from portal.settings import Settings

MOST_BYTES = 4 << 30
REFUSALS_SHOWN = 20
BAR_WIDTH = 30


def import_records(arguments: argparse.Namespace) -> int:
    """Print created, updated, unchanged and rejected. Rejected rows are no failure: they are listed, the good ones are in."""
    file = _file(arguments.file)
    mapping = _mapping(arguments.mapping)
    result = asyncio.run(_import(arguments, file, mapping))
    gone = f"  deleted {result.deleted}" if arguments.complete else ""
    print(
        f"created {result.created}  updated {result.updated}  unchanged {result.unchanged}  rejected {result.rejected}{gone}"
    )
    if arguments.errors is not None:
        arguments.errors.write_bytes(refusals_csv(result.refusals))
        return 0
    for refusal in result.refusals[:REFUSALS_SHOWN]:
        print(f"row {refusal.row}, {refusal.column}: {refusal.sentence_en} {refusal.sentence_zh}")
    if len(result.refusals) > REFUSALS_SHOWN:
        print(f"… {len(result.refusals) - REFUSALS_SHOWN} more; --errors FILE writes them all")
    return 0


def undo(arguments: argparse.Namespace) -> int:
    """Take an import back, or, where none is named, list those there are."""
    return asyncio.run(_undo(arguments.settings, arguments.id))


async def _import(arguments: argparse.Namespace, file: OnDisk, mapping: dict[str, str] | None) -> ImportResult:
    settings: Settings = arguments.settings
    async with opened(settings) as vault:
        result = await import_file(
            arguments.kind,
            file,
            vault,
            mapping=mapping,
            encoding=arguments.encoding,
            is_complete=arguments.complete,
            dry_run=arguments.dry_run,
            file_name=arguments.file.name,
            progress=_bar if sys.stderr.isatty() else None,
            store_claims=lambda rows: store_claims(rows, vault),
        )
        if sys.stderr.isatty():
            print(file=sys.stderr)
        if await are_many():
            await _check_together(vault)
        await drain(services_of(settings, vault))
        return result


async def _check_together(vault: Vault) -> None:
    tell = _counted if sys.stderr.isatty() else lambda *_: None
    if await check_waiting(vault, tell) is None:
        print("The claims are being checked by a server or command that runs already.", file=sys.stderr)
    elif sys.stderr.isatty():
        print(file=sys.stderr)


def _counted(checked: int, total: int) -> None:
    print(f"\r{checked:,} of {total:,} claims checked", end="", file=sys.stderr, flush=True)


async def _undo(settings: Settings, import_id: UUID | None) -> int:
    async with opened(settings) as vault:
        if import_id is None:
            for past in await past_imports():
                print(f"{past.id}  {past.at:%Y-%m-%d %H:%M}  {past.kind:11}  {past.state:8}  {past.file_name}")
            return 0
        undone = await undo_import(import_id, vault)
        print(f"removed {undone.removed}  restored {undone.restored}")
        await drain(services_of(settings, vault))
        return 0


def _bar(rows: int, fraction: float) -> None:
    done = int(fraction * BAR_WIDTH)
    print(
        f"\r[{'█' * done}{'·' * (BAR_WIDTH - done)}] {fraction:4.0%}  {rows:,} rows",
        end="",
        file=sys.stderr,
        flush=True,
    )


def _file(path: Path) -> OnDisk:
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    if path.stat().st_size > MOST_BYTES:
        raise Refused(f"{path} is larger than {MOST_BYTES >> 30} GB. Split it and import the parts one after another.")
    return OnDisk(path)


def _mapping(path: Path | None) -> dict[str, str] | None:
    if path is None:
        return None
    try:
        mapping = json.loads(_file(path).path.read_bytes())
    except ValueError:
        mapping = None
    if not isinstance(mapping, dict) or not all(isinstance(name, str) for name in mapping.values()):
        raise Refused(f'{path} must be a JSON object such as {{"订单编号": "order_no"}}.')
    return mapping
