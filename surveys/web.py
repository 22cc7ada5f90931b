"""The customer's door: `/s/<link>` and the open form `/feedback`. Decides nothing; keeps nothing until the last screen.

Earlier answers travel in hidden fields and the whole form is replayed at every step. GET and HEAD write nothing, so a
mail scanner or a chat preview does no harm. Used, expired and unknown links answer with one and the same page.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol  # Any: litestar's Request is generic over user, auth and state
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, post, route
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import Method

from crypto.vault import Vault
from surveys.answering.nonces import form_id_of, form_nonce, new_form_id
from surveys.answering.replaying import Given, Replay, replay
from surveys.answering.screens import Screen, carried, first_screen, screen_after
from surveys.answering.showing import Page, problem_sentences, shown
from surveys.answering.submitting import OpenLink, latest_day, open_link, submit, submit_open
from surveys.definitions.form import Text
from surveys.definitions.reading import ready_made
from surveys.errors import FormStale, LinkClosed
from surveys.forms import Form, read_form

MAX_BYTES = 64 << 10
MAX_STORE = 60
OPEN_FORM = "feedback"
READ: tuple[Method, ...] = ("GET", "HEAD")
_ANSWER = "q."


class TrueAccount(Protocol):
    """One account the company really receives money on, as a customer may compare it."""

    @property
    def account(self) -> str: ...
    @property
    def holder(self) -> str | None: ...
    @property
    def bank(self) -> str | None: ...


TrueAccounts = Callable[[], Awaitable[Sequence[TrueAccount]]]


@dataclass(frozen=True)
class _Visit:
    """Who is reading this page, now. store: what the QR code of the open form says about where it hangs."""

    vault: Vault
    language: str
    now: datetime
    store: str = ""

    @property
    def switch_to(self) -> str:
        """The same page in the other language; relative, so that no page repeats its own link."""
        other = "zh" if self.language == "en" else "en"
        return f"?{urlencode({'lang': other} | ({'store': self.store} if self.store else {}))}"


@route("/s/{token:str}", http_method=READ, permission="public", include_in_schema=False)
async def open_invitation(
    token: FromPath[str], vault: NamedDependency[Vault], language: NamedDependency[str]
) -> Template:
    visit = _Visit(vault, language, datetime.now(UTC))
    try:
        link = await open_link(token, vault, visit.now)
    except LinkClosed as closed:
        return _closed(closed)
    return _screen(_invited(link, {}), first_screen(link.definition, link.replay({}, visit.now)), visit)


@post("/s/{token:str}", permission="public", status_code=200, include_in_schema=False)
async def answer_invitation(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
    true_accounts: NamedDependency[TrueAccounts],
) -> Template:
    visit = _Visit(vault, language, datetime.now(UTC))
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        link = await open_link(token, vault, visit.now)
        page = _invited(link, _given(form))
        next_page = _step(page, form, link.replay(page.given, visit.now), visit, _form_id(form, visit))
        if next_page is not None:
            return next_page
        await submit(token, page.given, language, vault, visit.now)
    except LinkClosed as closed:
        return _closed(closed)
    return await _thanks(true_accounts)


@route("/feedback", http_method=READ, permission="public", include_in_schema=False)
async def open_feedback(
    request: Request[Any, Any, Any],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
    company_name: NamedDependency[str],
) -> Template:
    visit = _Visit(vault, language, datetime.now(UTC), _store(request))
    page = _feedback(company_name, new_form_id(), {})
    return _screen(page, first_screen(page.definition, _walk(page, visit)), visit)


@post("/feedback", permission="public", status_code=200, include_in_schema=False)
async def answer_feedback(
    request: Request[Any, Any, Any],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
    company_name: NamedDependency[str],
    true_accounts: NamedDependency[TrueAccounts],
) -> Template:
    visit = _Visit(vault, language, datetime.now(UTC), _store(request))
    form = await read_form(request, max_bytes=MAX_BYTES)
    form_id = _form_id(form, visit)
    page = _feedback(company_name, form_id or new_form_id(), _given(form))
    next_page = _step(page, form, _walk(page, visit), visit, form_id)
    if next_page is not None:
        return next_page
    await submit_open(
        page.definition, page.given, language, vault, visit.now, response_id=page.form_id, store=visit.store
    )
    return await _thanks(true_accounts)


HANDLERS: tuple[Any, ...] = (open_invitation, answer_invitation, open_feedback, answer_feedback)


def _invited(link: OpenLink, given: Given) -> Page:
    return Page(link.definition, link.shown, link.shuffle_seed, link.invitation_id, given)


def _feedback(company_name: str, form_id: UUID, given: Given) -> Page:
    definition = ready_made(OPEN_FORM)
    named = definition.defaults | {"company": Text(company_name, company_name)}
    return Page(definition, named, form_id.bytes, form_id, given)


def _walk(page: Page, visit: _Visit) -> Replay:
    return replay(page.definition, page.given, recorded={}, today=latest_day(visit.now))


def _given(form: Form) -> dict[str, tuple[str, ...]]:
    return {name.removeprefix(_ANSWER): values for name, values in form.fields.items() if name.startswith(_ANSWER)}


def _store(request: Request[Any, Any, Any]) -> str:
    return str(request.query_params.get("store", ""))[:MAX_STORE]


def _form_id(form: Form, visit: _Visit) -> UUID | None:
    """Which form this browser was shown; None if that was too long ago, or never."""
    try:
        return form_id_of(form.text("nonce"), visit.vault, visit.now)
    except FormStale:
        return None


def _step(page: Page, form: Form, walk: Replay, visit: _Visit, form_id: UUID | None) -> Template | None:
    """The page to show next, or None when every answer of a form that we did show is there."""
    if form_id != page.form_id:
        screen = screen_after(page.definition, walk, form.text("at"), "stay")
        return _screen(page, screen or first_screen(page.definition, walk), visit, FormStale.sentence)
    screen = screen_after(page.definition, walk, form.text("at"), form.text("step"))
    return None if screen is None else _screen(page, screen, visit)


def _screen(page: Page, screen: Screen, visit: _Visit, stale: str = "") -> Template:
    context = {
        "title": page.definition.title.in_language(visit.language),
        "screen": screen,
        "questions": [shown(question, page, visit.language) for question in screen.questions],
        "problems": problem_sentences(screen, visit.language),
        "carried": carried(page.given, screen),
        "nonce": form_nonce(page.form_id, visit.vault, visit.now),
        "stale": stale,
        "is_open_form": page.definition.name == OPEN_FORM,
        "switch_to": visit.switch_to,
    }
    return Template("customer/question.html", context=context, status_code=422 if stale or screen.problems else 200)


def _closed(closed: LinkClosed) -> Template:
    return Template("customer/closed.html", context={}, status_code=closed.status)


async def _thanks(true_accounts: TrueAccounts) -> Template:
    return Template("customer/thanks.html", context={"accounts": await true_accounts()}, status_code=200)
