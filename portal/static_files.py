"""The pages' sheets and scripts, packed once for every browser that takes gzip. Knows no page and no person.

Public files alone: a page that carries a secret beside somebody's words is never packed, since its length would tell
the secret (BREACH). Packed copies stay in memory until the file changes.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path
from typing import Any  # litestar's Request is generic over user, auth and state

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from portal.access import PUBLIC
from portal.pages import TEMPLATES

STATIC = TEMPLATES / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
_PACKED = (".css", ".js", ".svg")
_MOST_KEPT = 64


@get("/static/{file_path:path}", permission=PUBLIC, include_in_schema=False)
async def static_file(request: Request[Any, Any, Any], file_path: FromPath[Path]) -> Response[bytes]:
    file = _found(file_path)
    packs = file.suffix in _PACKED
    is_packed = packs and _takes_gzip(request.headers.get("accept-encoding", ""))
    headers = {"vary": "accept-encoding"} if packs else {}
    if is_packed:
        headers["content-encoding"] = "gzip"
    body = _read(file, file.stat().st_mtime_ns, is_packed)
    return Response(body, media_type=_TYPES[file.suffix], headers=headers)


def _found(file_path: Path) -> Path:
    """Raises NotFoundException for whatever is no file of ours, by name or by place."""
    file = (STATIC / str(file_path).lstrip("/")).resolve()
    if file.suffix not in _TYPES or not file.is_relative_to(STATIC.resolve()) or not file.is_file():
        raise NotFoundException
    return file


def _takes_gzip(accepted: str) -> bool:
    """One that says "gzip;q=0" does not."""
    for offer in accepted.lower().split(","):
        coding, _semicolon, weight = offer.replace(" ", "").partition(";")
        if coding == "gzip":
            return weight not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


@lru_cache(maxsize=_MOST_KEPT)
def _read(file: Path, _changed_ns: int, is_packed: bool) -> bytes:
    data = file.read_bytes()
    return gzip.compress(data, 9, mtime=0) if is_packed else data
