"""Bodies of the reporter's API: JSON read strictly, each field named when it does not fit. Knows no meaning."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any  # a body is JSON; litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request

from cases.evidence.uploads import TOKEN_BYTES, UploadKey
from portal.errors import PortalError
from surveys.forms import read_body

MOST_BODY_BYTES = 2 << 20  # an envelope of 1 MiB in base64, and room for keys
SECRET_BYTES = 32
MOST_NAMED_FILES = 64  # far above what is accepted, so that the domain says how many fit


class BodyUnfit(PortalError):
    """facts: field, the name of the first one that is missing or of another kind."""

    sentence = "This request is not what docs/reporting-api.md describes. Look at: {field}"
    status = 422


async def read_json(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """An object, whatever the sender calls its media type. Raises BodyUnfit, FormTooLarge."""
    raw = await read_body(request, max_bytes=MOST_BODY_BYTES)
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BodyUnfit(field="JSON") from error
    if not isinstance(body, dict):
        raise BodyUnfit(field="JSON")
    return body


def bytes_in(body: dict[str, Any], name: str, size: int | None = SECRET_BYTES) -> bytes:
    """A field of base64; size: how many bytes it must hold, None for any number but none."""
    return from_base64(body.get(name), name, size)


def from_base64(text: object, name: str, size: int | None = SECRET_BYTES) -> bytes:
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True) if isinstance(text, str) else b""
    except (ValueError, binascii.Error) as error:
        raise BodyUnfit(field=name) from error
    if not raw or (size is not None and len(raw) != size):
        raise BodyUnfit(field=name)
    return raw


def files_in(body: dict[str, Any]) -> tuple[UploadKey, ...]:
    """The uploads that come with a report or message: [{"upload": id, "token": base64}, …]; a missing field is none."""
    files = body.get("files", [])
    if not isinstance(files, list) or len(files) > MOST_NAMED_FILES:
        raise BodyUnfit(field="files")
    return tuple(_file(one) for one in files)


def _file(one: object) -> UploadKey:
    if not isinstance(one, dict):
        raise BodyUnfit(field="files")
    try:
        upload = UUID(str(one.get("upload")))
    except ValueError as error:
        raise BodyUnfit(field="files") from error
    return UploadKey(upload, from_base64(one.get("token"), "files", TOKEN_BYTES))
