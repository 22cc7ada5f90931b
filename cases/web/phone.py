"""The desk's pages of calls: whom to ring up, the form to read aloud while a call is open, and what came of it.

No page here holds anything of the records but the customer's name, and their number while the call is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.calls import (
    ASKED,
    LONGEST_WAIT_DAYS,
    CallNotOpen,
    OpenCall,
    OutcomeUnclear,
    answer_by_phone,
    callee_of,
    end_call,
    leave_in_peace,
    open_call_of,
    people_to_ring_up,
    start_call,
    told_attempts,
)
from cases.masking import masked_name
from cases.records.cells import Refused
from cases.records.dates import day_of, parse_day
from crypto.vault import Vault
from surveys import MOST_ATTEMPTS, SpokenScreen, answers_in, attempts_of, spoken_screen
from surveys.errors import LinkClosed
from surveys.forms import read_form
from surveys.sentences import N_

MAX_BYTES = 64 << 10
OUTCOMES: Mapping[str, str] = {
    "opened": N_("number shown"),
    "answered": N_("answered"),
    "no_answer": N_("nobody answered"),
    "busy": N_("line busy"),
    "refused": N_("does not want to answer"),
    "wrong_number": N_("wrong number"),
    "call_again": N_("asked to be called again"),
    "opted_out": N_("wants no more questions"),
}


@get("/desk/phone", permission="callback.phone", include_in_schema=False)
async def phone_page(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Template:
    """Those who are due today, and how many wait for another day or are not called any more."""
    now = datetime.now(UTC)
    everybody = await people_to_ring_up(actor, vault, now)
    due = [one for one in everybody if one.is_due(day_of(now))]
    context = {
        "due": [(one, masked_name(one.name), one.tried[-1] if one.tried else None) for one in due],
        "others": len(everybody) - len(due),
        "outcomes": OUTCOMES,
        "most": MOST_ATTEMPTS,
        "noted": str(request.query_params.get("noted", "")),
    }
    return Template("desk/phone.html", context=context)


@get("/desk/phone/{invitation_id:uuid}", permission="callback.phone", include_in_schema=False)
async def call_page(
    request: Request[Any, Any, Any],
    invitation_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
) -> Response[Any]:
    """Before the call is open: who it is, without a number. While it is: the form from its first question."""
    now = datetime.now(UTC)
    try:
        call = await open_call_of(actor, invitation_id, vault, now=now)
    except CallNotOpen:
        return await _before(actor, invitation_id, vault, now)
    except LinkClosed:
        return Redirect("/desk/phone?noted=gone", status_code=303)
    screen = spoken_screen(call.link, {}, "", "stay", language, now)
    return await _asking(call, screen, unclear="unclear" in request.query_params)


@post("/desk/phone/{invitation_id:uuid}/start", permission="callback.phone", include_in_schema=False)
async def start(
    invitation_id: FromPath[UUID], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Redirect:
    try:
        await start_call(actor, invitation_id, vault)
    except LinkClosed:
        return Redirect("/desk/phone?noted=gone", status_code=303)
    return Redirect(f"/desk/phone/{invitation_id}", status_code=303)


@post("/desk/phone/{invitation_id:uuid}", permission="callback.phone", status_code=200, include_in_schema=False)
async def ask_on(
    request: Request[Any, Any, Any],
    invitation_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
) -> Response[Any]:
    """The next question, or the end: answers are stored with who asked."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    given, now = answers_in(form), datetime.now(UTC)
    try:
        call = await open_call_of(actor, invitation_id, vault, now=now)
        screen = spoken_screen(call.link, given, form.text("at"), form.text("step"), language, now)
        if screen is not None:
            return await _asking(call, screen)
        await answer_by_phone(actor, invitation_id, given, language, vault, now=now)
    except (CallNotOpen, LinkClosed):
        return Redirect("/desk/phone?noted=gone", status_code=303)
    return Redirect("/desk/phone?noted=answered", status_code=303)


@post("/desk/phone/{invitation_id:uuid}/outcome", permission="callback.phone", include_in_schema=False)
async def note_outcome(
    request: Request[Any, Any, Any],
    invitation_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    vault: NamedDependency[Vault],
) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_BYTES)
    outcome = form.text("outcome")
    try:
        if outcome == "opted_out":
            await leave_in_peace(actor, invitation_id, vault)
        else:
            again_on = _day(form.text("again_on")) if outcome == "call_again" else None
            await end_call(actor, invitation_id, outcome, vault, again_on=again_on)
    except (CallNotOpen, LinkClosed):
        return Redirect("/desk/phone?noted=gone", status_code=303)
    except OutcomeUnclear:
        return Redirect(f"/desk/phone/{invitation_id}?unclear=1#outcome", status_code=303)
    return Redirect("/desk/phone?noted=tried", status_code=303)


HANDLERS: tuple[Any, ...] = (phone_page, call_page, start, ask_on, note_outcome)


async def _before(actor: Actor, invitation_id: UUID, vault: Vault, now: datetime) -> Template:
    """What is known without a number. Raises LinkClosed in the desk's words."""
    call = await callee_of(actor, invitation_id, vault, now)
    context = {
        "invitation_id": invitation_id,
        "name": masked_name(call.callee.name),
        "expires_on": call.link.expires_on,
        "attempts": await told_attempts(await attempts_of(invitation_id)),
        "outcomes": OUTCOMES,
    }
    return Template("desk/phone_before.html", context=context)


async def _asking(call: OpenCall, screen: SpokenScreen | None, *, unclear: bool = False) -> Template:
    context = {
        "invitation_id": call.link.invitation_id,
        "callee": call.callee,
        "screen": screen,
        "attempts": await told_attempts(await attempts_of(call.link.invitation_id)),
        "outcomes": OUTCOMES,
        "asked": ASKED,
        "unclear": OutcomeUnclear(days=LONGEST_WAIT_DAYS) if unclear else None,
    }
    return Template("desk/phone_call.html", context=context, status_code=422 if screen and screen.problems else 200)


def _day(text: str) -> date | None:
    """None for what is no day: the domain says what it wants."""
    try:
        return parse_day(text)
    except Refused:
        return None
