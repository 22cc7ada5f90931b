"""The customer's door: `/s/<link>` and the open form `/feedback`. Decides nothing; keeps nothing until the last screen.

Earlier answers travel in hidden fields and the whole form is replayed at every step. GET and HEAD write nothing, so a
mail scanner or a chat preview does no harm. Used, expired and unknown links answer with one and the same page.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, post, route
from litestar.response import Template
from litestar.types import Method

from crypto.vault import Vault
from surveys.answering import Given, Replay, replay
from surveys.definition_reading import ready_made
from surveys.definitions import Text
from surveys.errors import FormStale, LinkClosed
from surveys.forms import Form, read_form
from surveys.nonces import form_id_of, form_nonce, new_form_id
from surveys.screens import Screen, carried, first_screen, screen_after
from surveys.showing import Page, problem_sentences, shown
from surveys.submitting import latest_day, open_link, submit, submit_open

MAX_BYTES = 64 << 10
MAX_STORE = 60
READ: tuple[Method, ...] = ("GET", "HEAD")
_ANSWER = "q."


@dataclass(frozen=True)
class CompanyAccount:
    """One account the company really receives money on, as a customer may compare it."""

    account: str
    holder: str
    bank: str


TrueAccounts = Callable[[], Awaitable[Sequence[CompanyAccount]]]


@route("/s/{token:str}", http_method=READ, permission="public", include_in_schema=False)
async def open_invitation(token: str, vault: Vault, language: str) -> Template:
    now = datetime.now(UTC)
    try:
        link = await open_link(token, vault, now)
    except LinkClosed as closed:
        return _closed(closed)
    page = Page(link.definition, link.shown, link.shuffle_seed, link.invitation_id, {})
    return _screen(page, first_screen(link.definition, link.replay({}, now)), vault, now, language)


@post("/s/{token:str}", permission="public", status_code=200, include_in_schema=False)
async def answer_invitation(
    request: Request[Any, Any, Any], token: str, vault: Vault, language: str, true_accounts: TrueAccounts
) -> Template:
    now = datetime.now(UTC)
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        link = await open_link(token, vault, now)
        page = Page(link.definition, link.shown, link.shuffle_seed, link.invitation_id, _given(form))
        screen = _next(page, form, link.replay(page.given, now), vault, now, link.invitation_id)
        if isinstance(screen, Screen):
            return _screen(page, screen, vault, now, language)
        await submit(token, page.given, language, vault, now)
    except LinkClosed as closed:
        return _closed(closed)
    except FormStale as stale:
        return _stale(page, form, link.replay(page.given, now), vault, now, language, stale)
    return await _thanks(true_accounts)


@route("/feedback", http_method=READ, permission="public", include_in_schema=False)
async def open_feedback(vault: Vault, language: str, company_name: str) -> Template:
    now = datetime.now(UTC)
    page = _feedback(company_name, new_form_id(), {})
    return _screen(page, first_screen(page.definition, _walk(page, now)), vault, now, language)


@post("/feedback", permission="public", status_code=200, include_in_schema=False)
async def answer_feedback(
    request: Request[Any, Any, Any], vault: Vault, language: str, company_name: str, true_accounts: TrueAccounts
) -> Template:
    now = datetime.now(UTC)
    form = await read_form(request, max_bytes=MAX_BYTES)
    page = _feedback(company_name, new_form_id(), _given(form))
    try:
        page = _feedback(company_name, form_id_of(form.text("nonce"), vault, now), page.given)
        screen = _next(page, form, _walk(page, now), vault, now, page.form_id)
    except FormStale as stale:
        return _stale(page, form, _walk(page, now), vault, now, language, stale)
    if isinstance(screen, Screen):
        return _screen(page, screen, vault, now, language)
    store = str(request.query_params.get("store", ""))[:MAX_STORE]
    await submit_open(page.definition, page.given, language, vault, now, response_id=page.form_id, store=store)
    return await _thanks(true_accounts)


HANDLERS: tuple[Any, ...] = (open_invitation, answer_invitation, open_feedback, answer_feedback)


def _feedback(company_name: str, form_id: UUID, given: Given) -> Page:
    definition = ready_made("feedback")
    named = definition.defaults | {"company": Text(company_name, company_name)}
    return Page(definition, named, form_id.bytes, form_id, given)


def _walk(page: Page, now: datetime) -> Replay:
    return replay(page.definition, page.given, recorded={}, today=latest_day(now))


def _given(form: Form) -> dict[str, tuple[str, ...]]:
    return {name.removeprefix(_ANSWER): values for name, values in form.fields.items() if name.startswith(_ANSWER)}


def _next(page: Page, form: Form, walk: Replay, vault: Vault, now: datetime, form_id: UUID) -> Screen | None:
    """The screen to show, or None when every answer is there. Raises FormStale for a form that we did not show."""
    if form_id_of(form.text("nonce"), vault, now) != form_id:
        raise FormStale
    return screen_after(page.definition, walk, form.text("at"), form.text("step"))


def _stale(
    page: Page, form: Form, walk: Replay, vault: Vault, now: datetime, language: str, stale: FormStale
) -> Template:
    screen = screen_after(page.definition, walk, form.text("at"), "stay")
    return _screen(page, screen or first_screen(page.definition, walk), vault, now, language, stale)


def _screen(
    page: Page, screen: Screen, vault: Vault, now: datetime, language: str, stale: FormStale | None = None
) -> Template:
    context = {
        "title": page.definition.title.in_language(language),
        "screen": screen,
        "questions": [shown(question, page, language) for question in screen.questions],
        "problems": problem_sentences(screen, language),
        "carried": carried(page.given, screen),
        "nonce": form_nonce(page.form_id, vault, now),
        "stale": stale.sentence if stale else "",
        "language": language,
    }
    is_refused = stale is not None or screen.problems
    return Template("customer/question.html", context=context, status_code=422 if is_refused else 200)


def _closed(closed: LinkClosed) -> Template:
    return Template("customer/closed.html", context={}, status_code=closed.status)


async def _thanks(true_accounts: TrueAccounts) -> Template:
    return Template("customer/thanks.html", context={"accounts": await true_accounts()}, status_code=200)
