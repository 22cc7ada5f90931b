"""One case at the desk: the page, and the buttons on it. Each handler reads a form, asks the domain once, and goes back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.beside import case_findings
from cases.casefile import case_file
from cases.casework import add_note, answer_reporter, assign, change_state, open_sealed_report, read_messages
from cases.channels.offered import channel_names
from cases.channels.told import told
from cases.letting_in import people_offered
from cases.records.dates import day_of
from cases.signed_replies import reply_signer
from cases.web.labels import CASE_STATES, CHANNELS, CLAIM_FIELDS, EVENTS, NEXT, OUTCOMES, SOURCES, STEPS
from cases.wording import KINDS, VALUES
from crypto.vault import Vault
from surveys.forms import Form, read_form

MAX_BYTES = 512 << 10  # an answer of the longest length, in the widest encoding


@get("/desk/cases/{case_id:uuid}", permission="case.read", include_in_schema=False)
async def case_page(
    case_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
) -> Template:
    case = await case_file(actor, case_id, day_of(datetime.now(UTC)))
    answers = {one.id: await told(one.answers, one.questionnaire, language) for one in case.reports}
    context = {
        "case": case,
        "answers": answers,
        "people_to_let_in": await people_offered(actor, case_id),
        "findings": await case_findings(actor, case_id, vault, language),
        "states": CASE_STATES,
        "steps": STEPS,
        "next": NEXT,
        "outcomes": OUTCOMES,
        "events": EVENTS,
        "channels": CHANNELS | await channel_names(language),
        "sources": SOURCES,
        "claim_fields": CLAIM_FIELDS,
        "payees": VALUES,
        "kinds": KINDS,
    }
    return Template("desk/case.html", context=context)


@post("/desk/cases/{case_id:uuid}/reports/{report_id:uuid}/open", permission="case.read", include_in_schema=False)
async def open_the_report(
    case_id: FromPath[UUID],
    report_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
) -> Redirect:
    """Puts the opening on record; the page shows the report from then on."""
    await open_sealed_report(actor, case_id, report_id, vault)
    return _back(case_id, "report")


@post("/desk/cases/{case_id:uuid}/reports/{report_id:uuid}/read", permission="case.read", include_in_schema=False)
async def mark_read(case_id: FromPath[UUID], report_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Redirect:
    await read_messages(actor, case_id, report_id)
    return _back(case_id, "timeline")


@post("/desk/cases/{case_id:uuid}/reports/{report_id:uuid}/reply", permission="case.write", include_in_schema=False)
async def reply(
    request: Request[Any, Any, Any],
    case_id: FromPath[UUID],
    report_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
) -> Redirect:
    form = await read_form(request, max_bytes=MAX_BYTES)
    await answer_reporter(actor, case_id, report_id, form.text("text"), reply_signer(vault))
    return _back(case_id, "timeline")


@post("/desk/cases/{case_id:uuid}/note", permission="case.write", include_in_schema=False)
async def write_note(
    request: Request[Any, Any, Any], case_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> Redirect:
    form = await read_form(request, max_bytes=MAX_BYTES)
    await add_note(actor, case_id, form.text("text"))
    return _back(case_id, "timeline")


@post("/desk/cases/{case_id:uuid}/assign", permission="case.write", include_in_schema=False)
async def give(request: Request[Any, Any, Any], case_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Redirect:
    form = await read_form(request, max_bytes=MAX_BYTES)
    await assign(actor, case_id, _person(form))
    return _back(case_id)


@post("/desk/cases/{case_id:uuid}/state", permission="case.write", include_in_schema=False)
async def move(request: Request[Any, Any, Any], case_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Redirect:
    form = await read_form(request, max_bytes=MAX_BYTES)
    await change_state(actor, case_id, form.text("before"), form.text("to"), reason=form.text("reason"))
    return _back(case_id)


@post("/desk/cases/{case_id:uuid}/close", permission="case.close", include_in_schema=False)
async def close(request: Request[Any, Any, Any], case_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Redirect:
    form = await read_form(request, max_bytes=MAX_BYTES)
    before, outcome, reason = form.text("before"), form.text("outcome"), form.text("reason")
    await change_state(actor, case_id, before, "closed", outcome=outcome, reason=reason)
    return _back(case_id)


HANDLERS: tuple[Any, ...] = (case_page, open_the_report, mark_read, reply, write_note, give, move, close)


def _back(case_id: UUID, part: str = "") -> Redirect:
    return Redirect(f"/desk/cases/{case_id}" + (f"#{part}" if part else ""), status_code=303)


def _person(form: Form) -> UUID | None:
    """Nobody, if the field is empty. What is no id of anybody cannot be assigned, and the domain says so."""
    text = form.text("assignee")
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)
