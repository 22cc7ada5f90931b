"""Letting somebody into a case, letting them go, and giving it back oneself, from the case's page."""

from __future__ import annotations

from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from cases.actors import Actor
from cases.letting_in import declare_conflict, let_go, let_in
from surveys.forms import Form, read_form

MAX_BYTES = 16 << 10
NOBODY = UUID(int=0)


@post("/desk/cases/{case_id:uuid}/let-in", permission="case.share", include_in_schema=False)
async def let_somebody_in(
    request: Request[Any, Any, Any], case_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> Redirect:
    form = await read_form(request, max_bytes=MAX_BYTES)
    await let_in(actor, case_id, _person(form))
    return Redirect(f"/desk/cases/{case_id}#people", status_code=303)


@post("/desk/cases/{case_id:uuid}/let-go", permission="case.share", include_in_schema=False)
async def let_somebody_go(
    request: Request[Any, Any, Any], case_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> Redirect:
    """Whoever lets themselves go is taken to the list, since the case is no longer theirs to see."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    person = _person(form)
    await let_go(actor, case_id, person)
    return Redirect("/desk" if person == actor.id else f"/desk/cases/{case_id}#people", status_code=303)


@post("/desk/cases/{case_id:uuid}/conflict", permission="case.read", include_in_schema=False)
async def give_back(case_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Redirect:
    """Whoever is involved keeps no trace of the case."""
    await declare_conflict(actor, case_id)
    return Redirect("/desk", status_code=303)


HANDLERS: tuple[Any, ...] = (let_somebody_in, let_somebody_go, give_back)


def _person(form: Form) -> UUID:
    """What is no id of anybody is nobody's, and the domain says so."""
    try:
        return UUID(form.text("person"))
    except ValueError:
        return NOBODY
