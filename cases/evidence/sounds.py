"""WAV recordings of plain samples, packed anew from their format and their samples; nothing else of them is kept.

What was said stays, and so does the voice: whether it was disguised is the reporter's own page's matter.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cases.evidence.errors import FileDamaged, KindUnknown
from cases.evidence.removed import DESCRIPTION

_PLAIN_SAMPLES = 1
_FORMAT = struct.Struct("<HHIIHH")  # kind, channels, samples a second, bytes a second, bytes a frame, bits a sample


def clean_wav(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Raises FileDamaged, or KindUnknown for samples that are packed in a way of somebody's own."""
    chunks = list(_chunks(data))
    names = [name for name, _ in chunks]
    if names.count(b"fmt ") != 1 or names.count(b"data") != 1:
        raise FileDamaged
    parts = dict(chunks)
    kept = _chunk(b"fmt ", _format(parts[b"fmt "])) + _chunk(b"data", parts[b"data"])
    has_more = len(chunks) > 2 or len(data) > len(kept) + 12
    return b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WAVE" + kept, (DESCRIPTION,) if has_more else ()


def _format(said: bytes) -> bytes:
    """Sixteen bytes whose sums are right; whatever follows them is somebody's own."""
    if len(said) < _FORMAT.size:
        raise FileDamaged
    kind, channels, rate, _bytes_a_second, _bytes_a_frame, bits = _FORMAT.unpack_from(said)
    if kind != _PLAIN_SAMPLES:
        raise KindUnknown
    if bits not in (8, 16, 24, 32) or not 1 <= channels <= 8 or not 1 <= rate <= 192_000:
        raise FileDamaged
    frame = channels * bits // 8
    return _FORMAT.pack(kind, channels, rate, rate * frame, frame, bits)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Raises FileDamaged for one that ends early. Behind the length that the file itself gives there is nothing to hear."""
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    place = 12
    while place + 8 <= end:
        name, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        if place + 8 + size > end:
            raise FileDamaged
        yield name, data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
