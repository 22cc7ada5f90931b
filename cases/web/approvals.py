"""Approvals at the desk: what waits for somebody's consent, and the buttons. Asking is done on the case page."""

from __future__ import annotations

from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.acts import ACTS
from cases.approvals import ask, decide, requests_of
from cases.disclosing import hand_over
from cases.errors import CaseUnknown
from cases.web.labels import APPROVAL_STATES
from surveys.forms import read_form

MAX_BYTES = 64 << 10


@get("/desk/approvals", permission="approval.decide", include_in_schema=False)
async def approvals_page(actor: NamedDependency[Actor]) -> Template:
    context = {"requests": await requests_of(actor), "acts": ACTS, "states": APPROVAL_STATES}
    return Template("desk/approvals.html", context=context)


@post("/desk/approvals/{approval_id:uuid}", permission="approval.decide", include_in_schema=False)
async def decide_it(
    request: Request[Any, Any, Any], approval_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> Redirect:
    form = await read_form(request, max_bytes=MAX_BYTES)
    await decide(actor, approval_id, is_given=form.text("decision") == "give")
    return Redirect("/desk/approvals", status_code=303)


@post("/desk/approvals/{approval_id:uuid}/name", permission="identity.open", include_in_schema=False)
async def hand_over_name(approval_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Redirect:
    """Puts the disclosure on record; the asker's case page shows the name from then on."""
    await hand_over(actor, approval_id)
    return Redirect("/desk/approvals", status_code=303)


@post("/desk/cases/{case_id:uuid}/approvals", permission="case.write", include_in_schema=False)
async def ask_for_it(
    request: Request[Any, Any, Any], case_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> Redirect:
    form = await read_form(request, max_bytes=MAX_BYTES)
    subject = _id(form.text("subject"))
    await ask(actor, case_id, form.text("act"), subject, form.text("reason"))
    return Redirect("/desk/approvals", status_code=303)


HANDLERS: tuple[Any, ...] = (approvals_page, decide_it, hand_over_name, ask_for_it)


def _id(text: str) -> UUID:
    """What is no id names nothing that anybody could approve."""
    try:
        return UUID(text)
    except ValueError as error:
        raise CaseUnknown from error
