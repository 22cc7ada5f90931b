"""The `import` verb: a file of records or claims into the database, its refused rows onto a list. Knows no column."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from cases import records
from cases.claims import store_claims
from cases.records.exporting import refusals_csv
from crypto.vault import Vault
from portal.opening import Refused, opened
from portal.relay import drain
from portal.settings import Settings
from surveys.services import Services

MOST_BYTES = 400 << 20
REFUSALS_SHOWN = 20


def import_records(arguments: argparse.Namespace) -> int:
    """Print created, updated, unchanged and rejected. Rejected rows are no failure: they are listed, the good ones are in."""
    data = _read(arguments.file)
    mapping = _mapping(arguments.mapping)
    result = asyncio.run(_import(arguments, data, mapping))
    print(
        f"created {result.created}  updated {result.updated}  unchanged {result.unchanged}  rejected {result.rejected}"
    )
    if arguments.errors is not None:
        arguments.errors.write_bytes(refusals_csv(result.refusals))
        return 0
    for refusal in result.refusals[:REFUSALS_SHOWN]:
        print(f"row {refusal.row}, {refusal.column}: {refusal.sentence_en} {refusal.sentence_zh}")
    if len(result.refusals) > REFUSALS_SHOWN:
        print(f"… {len(result.refusals) - REFUSALS_SHOWN} more; --errors FILE writes them all")
    return 0


async def _import(arguments: argparse.Namespace, data: bytes, mapping: dict[str, str] | None) -> records.ImportResult:
    settings: Settings = arguments.settings
    async with opened(settings) as vault:
        result = await records.import_file(
            arguments.kind,
            data,
            vault,
            mapping=mapping,
            dry_run=arguments.dry_run,
            file_name=arguments.file.name,
            progress=_progress if sys.stderr.isatty() else None,
            store_claims=lambda rows: store_claims(rows, vault),
        )
        await drain(_services(vault, settings))
        return result


def _services(vault: Vault, settings: Settings) -> Services:
    return Services(vault=vault, base_url=settings.base_url, mail=settings.mail)


def _progress(rows: int) -> None:
    print(f"\r{rows:,} rows", end="", file=sys.stderr, flush=True)


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    if path.stat().st_size > MOST_BYTES:
        raise Refused(f"{path} is larger than {MOST_BYTES >> 20} MB. Split it and import the parts one after another.")
    return path.read_bytes()


def _mapping(path: Path | None) -> dict[str, str] | None:
    if path is None:
        return None
    try:
        mapping = json.loads(_read(path))
    except ValueError:
        mapping = None
    if not isinstance(mapping, dict) or not all(isinstance(name, str) for name in mapping.values()):
        raise Refused(f'{path} must be a JSON object such as {{"订单编号": "order_no"}}.')
    return mapping
