"""The desk's handlers of single answers: a page that is the answer to a button, and a photo. Nothing here can be linked to."""

from __future__ import annotations

from typing import Any  # handlers of every kind
from urllib.parse import quote
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.answers import NoAnswerBehind, open_answer, open_answer_file
from cases.tables import Staff
from crypto.vault import Vault

HARMLESS = {"content-security-policy": "default-src 'none'; sandbox", "x-content-type-options": "nosniff"}


@post("/desk/findings/{finding_id:uuid}/answer", permission="answer.read", status_code=200, include_in_schema=False)
async def read_answer(
    finding_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
) -> Response[Any]:
    """Where no customer's answer is behind it, the finding itself is all there is."""
    try:
        answer = await open_answer(actor, finding_id, vault, language)
    except NoAnswerBehind:
        return Redirect(f"/desk/findings/{finding_id}", status_code=303)
    context = {"finding_id": finding_id, "answer": answer, "asked_by": await _name(answer.asked_by)}
    return Template("desk/answer.html", context=context)


@post(
    "/desk/findings/{finding_id:uuid}/answer/{file_id:uuid}",
    permission="answer.read",
    status_code=200,
    include_in_schema=False,
)
async def read_answer_file(
    finding_id: FromPath[UUID], file_id: FromPath[UUID], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Response[Any]:
    """As a file to save: a browser shows nothing of a stranger's here."""
    try:
        given, content = await open_answer_file(actor, finding_id, file_id, vault)
    except NoAnswerBehind:
        return Redirect(f"/desk/findings/{finding_id}", status_code=303)
    headers = {**HARMLESS, "content-disposition": f"attachment; filename*=UTF-8''{quote(given.name)}"}
    return Response(content, media_type="application/octet-stream", headers=headers)


HANDLERS: tuple[Any, ...] = (read_answer, read_answer_file)


async def _name(staff_id: UUID | None) -> str:
    row = await Staff.select(Staff.name).where(Staff.id == staff_id).first() if staff_id else None
    return str(row["name"]) if row else ""
