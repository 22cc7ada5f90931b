"""TXT and CSV without marks and invisible characters. The words stay as they are; so does the encoding, but for UTF-16."""

from __future__ import annotations

import codecs
import unicodedata

from cases.evidence import removed
from cases.evidence.kinds import text_of

_KEPT = "\t\n\r"
_INVISIBLE = ("Cc", "Cf", "Co", "Cn")  # controls, zero-width marks and unassigned characters can number a copy


def clean_text(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Raises KindUnknown."""
    text, encoding = text_of(data)
    kept = "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _INVISIBLE)
    written = kept.encode("gb18030" if encoding == "gb18030" else "utf-8")
    marked = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return written, (removed.INVISIBLE,) if marked or kept != text else ()
