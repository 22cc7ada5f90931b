"""Files at the desk: handed out cleaned to whoever holds the case, or as they were sealed with the consent of another person.

Each goes out under a name of ours, in a sandbox, and is on record. What cannot be cleaned gets a page that says why.
"""

from __future__ import annotations

from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream, Template

from cases.actors import Actor
from cases.approvals import state_for
from cases.evidence.errors import Unscrubbable
from cases.evidence.files import FileStore
from cases.evidence.handing_out import ACT, CleanedFile, open_cleaned, open_original
from cases.evidence.kinds import PICTURES
from surveys.forms import read_form

MAX_BYTES = 8 << 10
SHOWABLE = frozenset(kind.media_type for kind in PICTURES)
# Whatever a stranger put into it, a browser that shows it anyway runs none of it and lets it ask nobody.
HARMLESS = {"content-security-policy": "sandbox; default-src 'none'"}


@post(
    "/desk/cases/{case_id:uuid}/files/{evidence_id:uuid}",
    permission="case.read",
    status_code=200,
    include_in_schema=False,
)
async def hand_out_cleaned(
    request: Request[Any, Any, Any],
    case_id: FromPath[UUID],
    evidence_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    store: NamedDependency[FileStore],
) -> Response[bytes] | Template:
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        cleaned = await open_cleaned(actor, case_id, evidence_id, store, form.text("name"))
    except Unscrubbable as problem:
        asked = await state_for(actor, ACT, evidence_id)
        file = {"id": evidence_id, "name": form.text("name"), "asked": asked}
        context = {"problem": problem, "case": {"id": case_id}, "file": file}
        return Template("desk/file_uncleaned.html", context=context, status_code=problem.status)
    return _answer(cleaned, is_shown=form.text("as") == "picture" and cleaned.media_type in SHOWABLE)


@post(
    "/desk/cases/{case_id:uuid}/files/{evidence_id:uuid}/original",
    permission="case.read",
    status_code=200,
    include_in_schema=False,
)
async def hand_out_original(
    request: Request[Any, Any, Any],
    case_id: FromPath[UUID],
    evidence_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    store: NamedDependency[FileStore],
) -> Stream:
    """The file as it was sealed. What is damaged breaks off: a download that ends well is whole."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    opened = await open_original(actor, case_id, evidence_id, store, form.text("name"))
    headers = {**HARMLESS, "content-disposition": f'attachment; filename="{opened.name}"'}
    return Stream(opened.pieces, media_type="application/octet-stream", headers=headers)


HANDLERS: tuple[Any, ...] = (hand_out_cleaned, hand_out_original)


def _answer(cleaned: CleanedFile, *, is_shown: bool) -> Response[bytes]:
    """Shown are only pictures that we have drawn ourselves; everything else is kept as a file."""
    way, media_type = ("inline", cleaned.media_type) if is_shown else ("attachment", "application/octet-stream")
    headers = {**HARMLESS, "content-disposition": f'{way}; filename="{cleaned.name}"'}
    return Response(cleaned.data, media_type=media_type, headers=headers)
