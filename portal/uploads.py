"""The door for files that were sealed before they came: begun, sent in pieces, continued after a break. Sees ciphertext only.

An upload's token travels in a header or a body, never in an address.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from cases.evidence.files import FileStore
from cases.evidence.uploads import TOKEN_BYTES, Progress, UploadKey, begin_upload, progress, receive_piece
from cases.records.dates import day_of
from portal.bodies import BodyUnfit, bytes_in, from_base64, read_json
from surveys.errors import FormTooLarge

PIECE_BYTES = 4 << 20
MOST_DIGITS = 12


@dataclass(frozen=True)
class Begun:
    """`piece_bytes`: how much one request may bring."""

    upload: str
    piece_bytes: int = PIECE_BYTES


@post("/api/v1/uploads", permission="public", status_code=201, include_in_schema=True)
async def begin_file(request: Request[Any, Any, Any], store: NamedDependency[FileStore]) -> Begun:
    """Make room for a sealed file of a length that is known: `size_bytes`, and a `token` of the sender's choice."""
    body = await read_json(request)
    size = body.get("size_bytes")
    if not isinstance(size, int) or isinstance(size, bool):
        raise BodyUnfit(field="size_bytes")
    upload = await begin_upload(store, size, bytes_in(body, "token", TOKEN_BYTES), day_of(datetime.now(UTC)))
    return Begun(str(upload))


@post("/api/v1/uploads/{upload_id:uuid}/pieces", permission="public", status_code=200, include_in_schema=True)
async def send_piece(
    request: Request[Any, Any, Any], upload_id: FromPath[UUID], store: NamedDependency[FileStore]
) -> Progress:
    """The next bytes, as the raw body. Headers: `upload-token`, `upload-offset`. What is answered is on the disk."""
    key = UploadKey(upload_id, from_base64(request.headers.get("upload-token"), "upload-token", TOKEN_BYTES))
    offset = request.headers.get("upload-offset", "")
    if not offset.isascii() or not offset.isdecimal() or len(offset) > MOST_DIGITS:
        raise BodyUnfit(field="upload-offset")
    return await receive_piece(store, key, int(offset), _bounded(request))


@post("/api/v1/uploads/{upload_id:uuid}/progress", permission="public", status_code=200, include_in_schema=True)
async def ask_progress(
    request: Request[Any, Any, Any], upload_id: FromPath[UUID], store: NamedDependency[FileStore]
) -> Progress:
    """How much of it is here: where to go on."""
    body = await read_json(request)
    return await progress(store, UploadKey(upload_id, bytes_in(body, "token", TOKEN_BYTES)))


HANDLERS: tuple[Any, ...] = (begin_file, send_piece, ask_progress)


async def _bounded(request: Request[Any, Any, Any]) -> AsyncIterator[bytes]:
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > PIECE_BYTES:
            raise FormTooLarge(megabytes=PIECE_BYTES >> 20)
        yield piece
