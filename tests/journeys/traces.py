"""Looks for traces of a secret in files: plain, in other encodings, and inside anything compressed. Knows no format."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from pathlib import Path

GZIP = b"\x1f\x8b\x08"
ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
MOST_INFLATED_BYTES = 1 << 20  # of each member; a marker stands near the front of what a report could have become


def traces(secret: bytes, *places: Path, is_inflated: bool = True) -> list[str]:
    """Where the secret shows, as "file: form"; files and whole folders may be given. is_inflated: look inside zlib and gzip."""
    needles = dict(forms(secret))
    return [
        f"{file.name}: {form}"
        for file in _files(places)
        for part in _parts(file.read_bytes(), is_inflated)
        for form, needle in needles.items()
        if needle in part
    ]


def _files(places: tuple[Path, ...]) -> Iterator[Path]:
    for place in places:
        yield from (file for file in sorted(place.rglob("*")) if file.is_file()) if place.is_dir() else [place]


def _parts(content: bytes, is_inflated: bool) -> Iterator[bytes]:
    """The content itself, and whatever in it can be inflated."""
    yield content
    if not is_inflated:
        return
    for magic, window in ((GZIP, 31), *((header, 15) for header in ZLIB)):
        start = content.find(magic)
        while start >= 0:
            yield _inflated(content[start : start + MOST_INFLATED_BYTES], window)
            start = content.find(magic, start + 1)


def _inflated(member: bytes, window: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(member, MOST_INFLATED_BYTES)
    except zlib.error:
        return b""


def forms(secret: bytes) -> Iterator[tuple[str, bytes]]:
    yield "plain", secret
    yield "hex", secret.hex().encode()
    yield "HEX", secret.hex().upper().encode()
    for shift in range(3):
        yield f"base64 at {shift}", _base64_core(secret, shift)
        yield f"base64url at {shift}", _base64_core(secret, shift).translate(bytes.maketrans(b"+/", b"-_"))
    try:
        text = secret.decode()
    except UnicodeDecodeError:
        return
    yield "UTF-16 LE", text.encode("utf-16-le")
    yield "UTF-16 BE", text.encode("utf-16-be")
    yield "JSON escapes", text.encode("unicode_escape")


def _base64_core(secret: bytes, shift: int) -> bytes:
    """The base64 characters that are the same whatever stands before (shift bytes, mod 3) and after the secret."""
    encoded = base64.b64encode(bytes(shift) + secret)
    return encoded[-(-shift * 8 // 6) : (shift + len(secret)) * 8 // 6]
