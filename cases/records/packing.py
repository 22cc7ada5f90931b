"""How much a packed spreadsheet unpacks to, counted by unpacking, since its directory may lie. Keeps nothing."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from cases.records.errors import FileTooLarge, FileUnreadable, OldSpreadsheet

UNPACKED_LIMIT_BYTES = 1 << 30
MEMBERS_LIMIT = 2000
_STEP = 1 << 20
_ENCRYPTED = 0x1


def check_unpacked_size(data: bytes, limit_bytes: int = UNPACKED_LIMIT_BYTES) -> None:
    """Raises FileTooLarge for a zip that unpacks beyond the limit, FileUnreadable for one that does not unpack."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise FileUnreadable from None
    if len(members) > MEMBERS_LIMIT:
        raise FileTooLarge(megabytes=limit_bytes >> 20)
    left = limit_bytes
    for member in members:
        left -= _unpacked_size(data, member, left)
        if left < 0:
            raise FileTooLarge(megabytes=limit_bytes >> 20)


def _unpacked_size(data: bytes, member: zipfile.ZipInfo, limit_bytes: int) -> int:
    if member.flag_bits & _ENCRYPTED:
        raise OldSpreadsheet
    if member.compress_type == zipfile.ZIP_STORED:
        return member.compress_size
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise FileUnreadable
    try:
        name_length, extra_length = struct.unpack_from("<HH", data, member.header_offset + 26)
        start = member.header_offset + 30 + name_length + extra_length
        return _inflated_size(memoryview(data)[start : start + member.compress_size], limit_bytes)
    except (struct.error, zlib.error):
        raise FileUnreadable from None


def _inflated_size(packed: memoryview, limit_bytes: int) -> int:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    size = 0
    for start in range(0, len(packed), _STEP):
        piece = bytes(packed[start : start + _STEP])
        while piece and size <= limit_bytes:
            size += len(inflater.decompress(piece, _STEP))
            piece = inflater.unconsumed_tail
    return size + len(inflater.flush()) if size <= limit_bytes else size
