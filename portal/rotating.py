"""`brightline rotate-keys`: a new root key, and everything that hung on the old one sealed anew, while nobody uses the portal.

All rows in one transaction: whoever is cut off finds all of them under the old key or all under the new one.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from cases.records.dates import day_of
from cases.rekeying import CELLS as OF_CASES
from cases.rekeying import forget_attempts, renew_case_tokens, renew_reasons, renew_subjects
from crypto.errors import WrongKey
from crypto.vault import Vault, write_root_key
from portal import database
from portal.opening import Refused, opened
from portal.root_keys import finish_cut_off, next_file, note_mark, put_next_in_place
from portal.settings import Settings
from surveys.outbox import write_tx
from surveys.rekeying import CELLS as OF_SURVEYS
from surveys.rekeying import Cells, seal_anew

CELLS: tuple[Cells, ...] = (*OF_SURVEYS, *OF_CASES)


def rotate_keys(arguments: argparse.Namespace) -> int:
    settings: Settings = arguments.settings
    former = asyncio.run(_rotate(settings))
    print(f"The new root key lies in {settings.root_key_file}. Copy it to where you keep the old one.")
    print(f"新的根密钥在 {settings.root_key_file}，请备份到原来存放密钥的地方。")
    print(f"Backups made before now need the old key, {former}. Keep it with them, away from here.")
    print(f"此前的备份仍需旧密钥 {former}，请移走，与那些备份一起保管。")
    return 0


async def _rotate(settings: Settings) -> Path:
    """Where the former key lies."""
    former = finish_cut_off(settings)
    async with opened(settings, alone=True) as old:
        if former is None:
            new = _next_vault(settings, old)
            await _seal_all(old, new)
            former = put_next_in_place(settings)
        else:
            print("The last run had sealed every row before it was cut off. Its key is in its place now.")
            print("上次运行中断前已完成重新密封，现已换上新密钥。")
        await database.forget_past(sorted({cells.table._meta.tablename for cells in CELLS}))
    return former


def _next_vault(settings: Settings, old: Vault) -> Vault:
    where = next_file(settings)
    try:
        where.unlink(missing_ok=True)  # of a run that was cut off before it had changed anything
        return Vault(write_root_key(where, old.successor()))
    except OSError as error:
        raise Refused(f"{where} cannot be written ({error.strerror}). Nothing was changed.") from None


async def _seal_all(old: Vault, new: Vault) -> None:
    async with write_tx():
        found, lost = await renew_case_tokens(old, new)  # looks into claims, so before they change
        subjects = await renew_subjects(old, new, day_of(datetime.now(UTC)))
        for cells in CELLS:
            await _seal(cells, old, new)
        reasons = await renew_reasons(old, new, day_of(datetime.now(UTC)))
        await forget_attempts()
        await note_mark(new)
    print(f"{found:>9,} cases are found by new tokens; {lost} tokens could not be made anew and are gone")
    print(f"{subjects:>9,} findings between records are known again by new tokens, each with a new entry in the log")
    print(f"{reasons:>9,} reasons for putting findings aside, each with a new entry in the log")


async def _seal(cells: Cells, old: Vault, new: Vault) -> None:
    name = cells.table._meta.tablename
    try:
        count = await seal_anew(cells, old, new, _progress)
    except WrongKey:
        raise Refused(f"A row of {name} does not open under this root key. Nothing was changed.") from None
    print(f"{count:>9,} rows of {name}", flush=True)


def _progress(table: str, rows: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{rows:,} {table}", end="\r", file=sys.stderr, flush=True)
