"""Lists that leave the portal as CSV, no cell of which is a formula; and the sealed form of a refusal list."""

from __future__ import annotations

import csv
import io
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from cases.records.refusals import Refusal
from crypto.vault import Vault

REFUSALS_COLUMN = "import_refusals"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
REFUSAL_HEADER = ("行 row", "列 column", "表头 header", "原值 value", "代码 code", "原因", "reason")


def guarded(text: str) -> str:
    """The text as a cell no spreadsheet runs: what could start a formula gets an apostrophe in front."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte-order mark, which is what makes spreadsheets read Chinese."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(header)
    writer.writerows([guarded(str(cell)) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def refusals_csv(refusals: Iterable[Refusal]) -> bytes:
    """One line a refused value, reasons in both languages."""
    return csv_bytes(
        REFUSAL_HEADER,
        ((r.row, r.column, r.header, r.value, r.code, r.sentence_zh, r.sentence_en) for r in refusals),
    )


def seal_refusals(vault: Vault, refusals: Sequence[Refusal]) -> bytes | None:
    """The list shows values of the file, so it rests sealed. None for an empty one."""
    if not refusals:
        return None
    packed = zlib.compress(json.dumps([asdict(refusal) for refusal in refusals]).encode())
    return vault.seal_bytes(REFUSALS_COLUMN, packed)


def open_refusals(vault: Vault, sealed: bytes | None) -> list[Refusal]:
    if not sealed:
        return []
    return [
        Refusal(**refusal) for refusal in json.loads(zlib.decompress(vault.open_bytes(REFUSALS_COLUMN, bytes(sealed))))
    ]
