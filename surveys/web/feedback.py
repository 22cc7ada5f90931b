"""`/feedback`: the open form behind a printed code. No link, no name, the day and not the time; stores once, corrects never.

A code says where it hangs: store and product name nobody. A code on a contract says which; the page shows that, says what it
means, and offers the same form without it. It is asked by the wording that is published now.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, post, route
from litestar.di import NamedDependency
from litestar.response import Template

from crypto.vault import Vault
from surveys.answering.nonces import new_form_id
from surveys.answering.replaying import Given, Replay, replay
from surveys.answering.screens import first_screen, screen_after
from surveys.answering.showing import Page
from surveys.answering.submitting import latest_day, submit_open
from surveys.definitions.form import Text
from surveys.definitions.publishing import OPEN_FORM, published
from surveys.errors import DefinitionUnknown, FormStale, OpenFormClosed
from surveys.forms import Form, read_form
from surveys.web.pages import Way, question_page, thanks_page
from surveys.web.places import PLACES, place_in
from surveys.web.visits import MAX_BYTES, READ, TrueAccounts, Visit, form_id_in, given_in


@route("/feedback", http_method=READ, permission="public", include_in_schema=False)
async def open_feedback(
    request: Request[Any, Any, Any],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
    company_name: NamedDependency[str],
) -> Template:
    visit = Visit(vault, language, datetime.now(UTC), place_in(request.query_params))
    page = await _page(company_name, new_form_id(), {})
    return question_page(page, first_screen(page.definition, _walk(page, visit)), visit, _way(visit))


@post("/feedback", permission="public", status_code=200, include_in_schema=False)
async def answer_feedback(
    request: Request[Any, Any, Any],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
    company_name: NamedDependency[str],
    true_accounts: NamedDependency[TrueAccounts],
) -> Template:
    visit = Visit(vault, language, datetime.now(UTC), place_in(request.query_params))
    form = await read_form(request, max_bytes=MAX_BYTES)
    form_id = form_id_in(form, visit)
    page = await _page(company_name, form_id or new_form_id(), given_in(form))
    next_page = _step(page, form, visit, is_ours=form_id is not None)
    if next_page is not None:
        return next_page
    await submit_open(
        page.definition,
        page.given,
        language,
        vault,
        visit.now,
        response_id=page.form_id,
        place={PLACES[name]: value for name, value in visit.asked.items()},
    )
    return await thanks_page(true_accounts)


HANDLERS: tuple[Any, ...] = (open_feedback, answer_feedback)


async def _page(company_name: str, form_id: UUID, given: Given) -> Page:
    """Answers to what is asked no more go: another wording may have been published since the page was shown."""
    try:
        definition = await published(OPEN_FORM)
    except DefinitionUnknown as retired:
        raise OpenFormClosed from retired
    named = definition.defaults | {"company": Text(company_name, company_name)}
    asked = {question.name for question in definition.asked}
    kept = {name: values for name, values in given.items() if name in asked}
    return Page(definition, named, form_id.bytes, form_id, kept)


def _walk(page: Page, visit: Visit) -> Replay:
    return replay(page.definition, page.given, recorded={}, today=latest_day(visit.now))


def _way(visit: Visit) -> Way:
    return Way(complaint_offered=True, place=visit.asked)


def _step(page: Page, form: Form, visit: Visit, *, is_ours: bool) -> Template | None:
    """The page to show next, or None when every answer of a form that we did show is there."""
    walk = _walk(page, visit)
    if not is_ours:
        screen = screen_after(page.definition, walk, form.text("at"), "stay")
        return question_page(
            page, screen or first_screen(page.definition, walk), visit, _way(visit), FormStale.sentence
        )
    screen = screen_after(page.definition, walk, form.text("at"), form.text("step"))
    return None if screen is None else question_page(page, screen, visit, _way(visit))
