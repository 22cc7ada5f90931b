"""The four files a form can be: which one it is, read and written. Knows no question."""

import codecs
from collections.abc import Callable, Mapping
from typing import Literal

from surveys.definitions.xlsform.errors import FileTooLarge, FileUnread, OldFile
from surveys.definitions.xlsform.excel import read_excel, write_excel
from surveys.definitions.xlsform.plain import (
    Grids,
    read_commas,
    read_markdown,
    read_yaml,
    write_commas,
    write_markdown,
    write_yaml,
)
from surveys.definitions.xlsform.sheets import Workbook, workbook_of

Spelling = Literal["xlsx", "csv", "md", "yaml"]
SPELLINGS: tuple[Spelling, ...] = ("xlsx", "csv", "md", "yaml")
MAX_BYTES = 1 << 20
MAX_YAML_BYTES = 256 << 10  # read in plain Python, and slowly
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PLAIN: Mapping[str, Callable[[str], Workbook]] = {"csv": read_commas, "md": read_markdown, "yaml": read_yaml}

_WRITERS: Mapping[str, Callable[[Grids], str]] = {"csv": write_commas, "md": write_markdown, "yaml": write_yaml}


def read_workbook(data: bytes, filename: str = "") -> Workbook:
    """Raises FileUnread, OldFile, FileTooLarge; whatever stands in a cell is left to whoever reads on."""
    if len(data) > MAX_BYTES:
        raise FileTooLarge(megabytes=MAX_BYTES >> 20)
    if data.startswith(_OLE):
        raise OldFile
    if data.startswith(_ZIP):
        return workbook_of(read_excel(data))
    text = _decoded(data)
    spelling = _plain_spelling(text, filename)
    if spelling == "yaml" and len(data) > MAX_YAML_BYTES:
        raise FileTooLarge(megabytes=MAX_YAML_BYTES / (1 << 20))
    return _PLAIN[spelling](text)


def write_workbook(grids: Grids, spelling: Spelling) -> bytes:
    """Rows of each sheet, the first being its headings. CSV bears no mark of its encoding: ODK's tools trip over it."""
    if spelling == "xlsx":
        return write_excel(grids)
    return _WRITERS[spelling](grids).encode()


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except ValueError:
            continue
        if "\0" not in text:
            return text
    raise FileUnread


def _plain_spelling(text: str, filename: str) -> str:
    ending = filename.lower().rpartition(".")[2]
    if ending in ("csv", "md", "yaml", "yml"):
        return "yaml" if ending == "yml" else ending
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not lines:
        raise FileUnread
    if lines[0].lstrip().startswith("|"):
        return "md"
    return "yaml" if lines[0].rstrip().endswith(":") or lines[0].startswith("---") else "csv"
