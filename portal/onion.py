"""The portal's address in the Tor network: whether it is one, and where pages name it. Knows no page and no visitor."""

from __future__ import annotations

import base64
import hashlib
import re

PAGES = frozenset({"/", "/report", "/mailbox", "/log"})
_ADDRESS = re.compile(r"https?://([a-z2-7]{56})\.onion")
_HARMLESS_QUERY = re.compile(rb"[A-Za-z0-9_=&-]*")
_KEY_BYTES, _SUM_BYTES = 32, 2  # and a byte for the version
_VERSION = b"\x03"


def is_onion_address(address: str) -> bool:
    """Whether this is http(s)://, a name of version 3 with a right checksum, and nothing behind it."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        return False
    raw = base64.b32decode(found[1].upper())
    key, said, version = raw[:_KEY_BYTES], raw[_KEY_BYTES:-1], raw[-1:]
    right = hashlib.sha3_256(b".onion checksum" + key + version).digest()[:_SUM_BYTES]
    return version == _VERSION and said == right


def onion_page(onion: str, path: str, query: bytes, host: str) -> str | None:
    """The same page there, for whoever came another way; None for a page that is not for everybody."""
    if path not in PAGES or host.partition(":")[0].endswith(".onion"):
        return None
    kept = query.decode() if _HARMLESS_QUERY.fullmatch(query) else ""
    return f"{onion}{path}?{kept}" if kept else f"{onion}{path}"
