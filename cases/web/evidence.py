"""Files at the desk: handed out decrypted to whoever holds the case, under a name of ours, each time on record."""

from __future__ import annotations

from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from cases.actors import Actor
from cases.evidence.files import FileStore
from cases.evidence.reading import open_file
from surveys.forms import read_form

MAX_BYTES = 8 << 10
# Whatever a stranger put into it, a browser that shows it anyway runs none of it and lets it ask nobody.
HARMLESS = {"content-security-policy": "sandbox; default-src 'none'"}


@post(
    "/desk/cases/{case_id:uuid}/files/{evidence_id:uuid}",
    permission="case.read",
    status_code=200,
    include_in_schema=False,
)
async def download_file(
    request: Request[Any, Any, Any],
    case_id: FromPath[UUID],
    evidence_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    store: NamedDependency[FileStore],
) -> Stream:
    """The file as it was sent. What is damaged breaks off: a download that ends well is whole."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    opened = await open_file(actor, case_id, evidence_id, store, form.text("name"))
    headers = {**HARMLESS, "content-disposition": f'attachment; filename="{opened.name}"'}
    return Stream(opened.pieces, media_type="application/octet-stream", headers=headers)


HANDLERS: tuple[Any, ...] = (download_file,)
