"""What kind of file some bytes are, told by the bytes and never by the name. Opens nothing."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

from cases.evidence.errors import FileDamaged, FileEncrypted, KindUnknown

MOST_BYTES = 40 << 20  # of a file that is cleaned; here, since the server must not load what does the cleaning


@dataclass(frozen=True)
class Kind:
    media_type: str
    extension: str


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
JPEG = Kind("image/jpeg", "jpg")
PNG = Kind("image/png", "png")
WEBP = Kind("image/webp", "webp")
GIF = Kind("image/gif", "gif")
PDF = Kind("application/pdf", "pdf")
OFFICE = Kind("application/zip", "zip")  # which of the three, its own table of contents says
DOCX = Kind(f"{_OPEN_XML}wordprocessingml.document", "docx")
XLSX = Kind(f"{_OPEN_XML}spreadsheetml.sheet", "xlsx")
PPTX = Kind(f"{_OPEN_XML}presentationml.presentation", "pptx")
TXT = Kind("text/plain", "txt")
CSV = Kind("text/csv", "csv")
WAV = Kind("audio/wav", "wav")

PICTURES = frozenset({JPEG, PNG, WEBP, GIF})
_PDF_HEADER_WITHIN = 1024  # readers accept it this late
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_PLAIN_CONTROLS = "\t\n\r\f\x1a"


def kind_of(data: bytes, is_csv: bool = False) -> Kind:
    """is_csv: take text for a table. Raises KindUnknown, FileEncrypted or FileDamaged (nothing in it)."""
    if not data.strip():
        raise FileDamaged
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return WAV
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return OFFICE
    if data.startswith(_OLE) and _LOCKED_OFFICE in data:
        raise FileEncrypted
    text_of(data)
    return CSV if is_csv else TXT


def text_of(data: bytes) -> tuple[str, str]:
    """Text and its encoding, by mark, else strict UTF-8, else strict GB18030. Raises KindUnknown."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(unicodedata.category(c) == "Cc" and c not in _PLAIN_CONTROLS for c in set(text)):
            return text, encoding
    raise KindUnknown


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8", "gb18030")
