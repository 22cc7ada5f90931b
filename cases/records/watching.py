"""A folder into which another program puts its exports: each file is taken once it is complete, and put aside afterwards.

A file's kind is the folder it lies in (`orders/…`) or in its name (`orders-2026.csv`, `订单.xlsx`); `.complete.` in the name
says that what is not in it was deleted. Files lie there in clear, as their program wrote them: nothing is copied, and what
was taken is removed after a week. A file that was being taken when the machine died is taken again.
"""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cases.errors import CaseError
from cases.records.content import OnDisk
from cases.records.contract import KINDS, Kind
from cases.records.crew import reader_of
from cases.records.drafts import remembered_mapping
from cases.records.errors import KindUnknown
from cases.records.exporting import refusals_csv
from cases.records.importing import StoreClaims, import_file
from crypto.vault import Vault

QUIET_SECONDS = 5.0
KEPT_SECONDS = 7 * 86_400
SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xls"})
ACTOR = "watched folder"
TAKING, DONE, REFUSED = "taking", "done", "refused"
WORDS: dict[str, Kind] = {
    "订单": "orders",
    "收款": "payments",
    "回款": "payments",
    "流水": "payments",
    "线索": "leads",
    "报价": "leads",
    "销售员": "salespeople",
    "员工": "salespeople",
    "账户": "accounts",
    "账号": "accounts",
    "陈述": "claims",
    "问卷": "claims",
    "答卷": "claims",
}


@dataclass
class Watch:
    """One watched folder, and how large its files were when it was last looked into."""

    folder: Path
    _sizes: dict[Path, tuple[int, float]] = field(default_factory=dict)

    def complete_files(self, now: float) -> list[Path]:
        """Files nobody is writing any more: the same size and time as at the last look, and quiet for a while."""
        seen = {path: (path.stat().st_size, path.stat().st_mtime) for path in self._files()}
        ready = [path for path, at in seen.items() if self._sizes.get(path) == at and now - at[1] >= QUIET_SECONDS]
        self._sizes = seen
        return sorted(ready)

    def _files(self) -> list[Path]:
        places = [self.folder, *(self.folder / kind for kind in KINDS)]
        found = [path for place in places if place.is_dir() for path in place.iterdir()]
        return [path for path in found if path.suffix.lower() in SUFFIXES and path.is_file() and not path.is_symlink()]

    def take(self, path: Path) -> Path:
        """Out of the way of whoever looks next; a name that stands there already is not overwritten."""
        kind = path.parent.name if path.parent != self.folder else ""
        return _moved(path, self.folder / TAKING, f"{kind}-{path.name}" if kind else path.name)

    def left(self) -> list[Path]:
        """What was being taken when somebody died."""
        folder = self.folder / TAKING
        return sorted(folder.iterdir()) if folder.is_dir() else []

    def put_aside(self, path: Path, where: str, beside: dict[str, bytes]) -> None:
        kept = _moved(path, self.folder / where, path.name)
        os.utime(kept)
        for ending, data in beside.items():
            kept.with_name(f"{kept.name}{ending}").write_bytes(data)

    def sweep(self, now: float) -> None:
        for where in (DONE, REFUSED):
            folder = self.folder / where
            for path in folder.iterdir() if folder.is_dir() else ():
                if now - path.stat().st_mtime > KEPT_SECONDS:
                    path.unlink()


async def look_into(watch: Watch, vault: Vault, store_claims: StoreClaims) -> int:
    """Take what is complete, one file after another; how many. Raises OSError where the folder cannot be used."""
    now = time.time()
    ready = await asyncio.to_thread(watch.complete_files, now)
    taken = await asyncio.to_thread(lambda: [*watch.left(), *map(watch.take, ready)])
    for path in taken:
        await _take_in(watch, path, vault, store_claims)
    await asyncio.to_thread(watch.sweep, now)
    return len(taken)


async def _take_in(watch: Watch, path: Path, vault: Vault, store_claims: StoreClaims) -> None:
    content = OnDisk(path)
    try:
        kind = kind_of(path.name)
        async with reader_of(kind, content, "") as reader:
            mapping = await remembered_mapping(kind, await reader.ask("header"), vault)
        result = await import_file(
            kind,
            content,
            vault,
            mapping=mapping,
            is_complete=".complete." in path.name.lower() and kind not in ("accounts", "claims"),
            actor_name=ACTOR,
            file_name=path.name,
            store_claims=store_claims,
        )
    except CaseError as error:
        await asyncio.to_thread(watch.put_aside, path, REFUSED, {".reason.txt": _reason(error)})
        return
    where = REFUSED if result.refusals else DONE
    beside = {".refusals.csv": refusals_csv(result.refusals)} if result.refusals else {}
    await asyncio.to_thread(partial(watch.put_aside, path, where, beside))


def kind_of(name: str) -> Kind:
    """Raises KindUnknown."""
    lowered = name.lower()
    for kind in KINDS:
        if lowered.startswith(kind):
            return kind
    for word, kind in WORDS.items():
        if word in name:
            return kind
    raise KindUnknown


def _reason(error: CaseError) -> bytes:
    return f"{error.sentence.format(**error.facts)}\n".encode()


def _moved(path: Path, folder: Path, name: str) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{Path(name).stem}.{number}{Path(name).suffix}"
    return path.rename(target)
