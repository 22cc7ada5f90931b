"""The process that cleans one file: bytes in by its standard input, an answer and bytes out, and it ends.

`python -I -m cases.evidence.cleaner [csv]`. The answer is one line of JSON, either {"media_type", "extension",
"removed"} before the cleaned bytes or {"reason"}. It confines itself before it reads, and writes nothing else.
"""

from __future__ import annotations

import codecs
import json
import sys

from cases.evidence.confinement import confine
from cases.evidence.errors import FileDamaged, FileTooLarge, Unscrubbable
from cases.evidence.kinds import MOST_BYTES, OFFICE, PDF, PICTURES, WAV, Kind, kind_of
from cases.evidence.office import clean_office
from cases.evidence.pdf import clean_pdf
from cases.evidence.pictures import clean_picture
from cases.evidence.sounds import clean_wav
from cases.evidence.texts import clean_text

_ENCODINGS = (
    "ascii",
    "latin-1",
    "cp437",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "gb18030",
)
Answer = dict[str, str | list[str]]


def clean(data: bytes, is_csv: bool = False) -> tuple[Kind, bytes, tuple[str, ...]]:
    """The same file without what names its makers, and what was taken out. Raises Unscrubbable."""
    if len(data) > MOST_BYTES:
        raise FileTooLarge
    kind = kind_of(data, is_csv)
    if kind in PICTURES:
        return (kind, *clean_picture(data, kind))
    if kind == PDF:
        return (kind, *clean_pdf(data))
    if kind == OFFICE:
        return clean_office(data)
    if kind == WAV:
        return (kind, *clean_wav(data))
    return (kind, *clean_text(data))


def answer(data: bytes, is_csv: bool) -> tuple[Answer, bytes]:
    try:
        kind, cleaned, taken = clean(data, is_csv)
    except Unscrubbable as refusal:
        return {"reason": refusal.reason}, b""
    except MemoryError:
        return {"reason": FileTooLarge.reason}, b""
    except RecursionError:
        return {"reason": FileDamaged.reason}, b""
    return {"media_type": kind.media_type, "extension": kind.extension, "removed": sorted(set(taken))}, cleaned


def main() -> None:
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)  # Python reads them from files, of which there are none later
    confine()
    head, cleaned = answer(sys.stdin.buffer.read(MOST_BYTES + 1), "csv" in sys.argv[1:])
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + cleaned)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
