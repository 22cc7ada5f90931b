"""Pictures as PDFs embed them, without what is not picture: JPEG by its segments, JPEG 2000 by its boxes.

The compressed pixels stay as they are, since a PDF says beside them how they are to be read. Decodes nothing.
"""

from __future__ import annotations

import struct

from cases.evidence.errors import FileDamaged

_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_ADOBE, _ADOBE_LENGTH = 0xEE, 12  # tells whether four colours are inverted
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_APPLICATION = range(0xE0, 0xF0)
_COMMENT = 0xFE
_NO_LENGTH = {0x01, *range(0xD0, 0xD9)}
_BOXES_KEPT = (b"jP  ", b"ftyp", b"jp2h", b"jp2c")
_CODESTREAM = b"\xff\x4f\xff\x51"


def bare_jpeg(data: bytes) -> bytes:
    """Without APPn, comments and whatever follows the end; an Adobe colour mark is kept, its twelve bytes. Raises FileDamaged."""
    if not data.startswith(b"\xff\xd8"):
        raise FileDamaged
    kept, at = [b"\xff\xd8", _JFIF if b"JFIF\x00" in data[:32] else b""], 2
    while at + 4 <= len(data):
        marker, length = data[at + 1], struct.unpack_from(">H", data, at + 2)[0]
        if data[at] != 0xFF or length < 2 or marker in _NO_LENGTH:
            raise FileDamaged
        end = at + 2 + length
        if marker == _START_OF_SCAN:
            end = _end_of_scan(data, end)
        if marker == _ADOBE and data[at + 4 : at + 9] == b"Adobe":
            kept.append(b"\xff\xee\x00\x0e" + data[at + 4 : at + 4 + _ADOBE_LENGTH])
        elif marker not in _APPLICATION and marker != _COMMENT:
            kept.append(data[at:end])
        at = end
        if data[at : at + 2] == b"\xff\xd9":
            return b"".join(kept) + b"\xff\xd9"
    raise FileDamaged


def _end_of_scan(data: bytes, at: int) -> int:
    """The place of the next marker that is none of a scan's own."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise FileDamaged
        if data[at + 1] not in (0, *range(0xD0, 0xD8)):
            return at
        at += 2


def bare_jpeg2000(data: bytes) -> bytes:
    """Without boxes of XML, UUIDs and rights; a bare codestream stays. Raises FileDamaged."""
    if data.startswith(_CODESTREAM):
        return data
    kept, at = [], 0
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        if length == 1 and at + 16 <= len(data):
            length = struct.unpack_from(">Q", data, at + 8)[0]
        length = length or len(data) - at
        if length < 8 or at + length > len(data):
            raise FileDamaged
        if name in _BOXES_KEPT:
            kept.append(data[at : at + length])
        at += length
    if not kept:
        raise FileDamaged
    return b"".join(kept)
