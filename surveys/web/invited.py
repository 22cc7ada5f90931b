"""`/s/<link>`: answering by an invitation, putting answers aside, and correcting what was sent. Stores nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state

from litestar import Request, post, route
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from crypto.vault import Vault
from surveys.answering.codes import code_in
from surveys.answering.correcting import correct, open_answered
from surveys.answering.drafts import PutAside, begin_anew, put_aside
from surveys.answering.replaying import Given, Replay
from surveys.answering.screens import Screen, first_screen, screen_after
from surveys.answering.showing import Page
from surveys.answering.submitting import OpenLink, open_link, submit
from surveys.errors import FormStale, LinkClosed
from surveys.forms import Form, read_form
from surveys.services import Services
from surveys.web.files import AnswerFiles
from surveys.web.pages import Way, closed_page, question_page, saved_page, thanks_page
from surveys.web.stopping import STOP, to_stop_page
from surveys.web.visits import MAX_BYTES, READ, TrueAccounts, Visit, form_id_in, given_in


@dataclass(frozen=True)
class _Posted:
    """One press of a button. page shows what this browser carried; walk replays it with what was put aside before."""

    link: OpenLink
    page: Page
    walk: Replay
    form: Form
    visit: Visit
    way: Way
    since: str = ""
    untaken: Mapping[str, str] = field(default_factory=dict)

    @property
    def step(self) -> str:
        return self.form.text("step")

    @property
    def is_ours(self) -> bool:
        return form_id_in(self.form, self.visit) == self.page.form_id

    def screen(self, step: str) -> Screen | None:
        """None at the end. A file that was not taken keeps its customer where they are."""
        step = "stay" if self.untaken else step
        return screen_after(self.link.definition, self.walk, self.form.text("at"), step, self.since)

    def shown(self, screen: Screen | None, stale: str = "") -> Template:
        screen = screen or first_screen(self.link.definition, self.walk, self.since)
        return question_page(self.page, screen, self.visit, self.way, stale, self.untaken)


@route("/s/{token:str}", http_method=READ, permission="public", include_in_schema=False)
async def open_invitation(
    request: Request[Any, Any, Any], token: FromPath[str], vault: NamedDependency[Vault], language: NamedDependency[str]
) -> Template | Redirect:
    if STOP in request.query_params:
        return to_stop_page(token, language)
    visit = Visit(vault, language, datetime.now(UTC))
    try:
        link = await open_link(token, vault, visit.now)
    except LinkClosed as closed:
        return closed_page(closed)
    return _first_page(link, visit)


@post("/s/{token:str}", permission="public", status_code=200, include_in_schema=False)
async def answer_invitation(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    vault: NamedDependency[Vault],
    language: NamedDependency[str],
    true_accounts: NamedDependency[TrueAccounts],
    services: NamedDependency[Services],
) -> Template:
    visit = Visit(vault, language, datetime.now(UTC))
    files = AnswerFiles(token, visit, services.clean)
    form = files.added_to(await read_form(request, max_bytes=MAX_BYTES, takes_files=files))
    code = code_in(form.text("code"))
    try:
        if code:
            return await _corrected(token, code, form, files, true_accounts)
        return await _answered(token, form, files, true_accounts)
    except LinkClosed as closed:
        return closed_page(closed, code_was_given=bool(code))


HANDLERS: tuple[Any, ...] = (open_invitation, answer_invitation)


async def _answered(token: str, form: Form, files: AnswerFiles, true_accounts: TrueAccounts) -> Template:
    visit = files.visit
    posted = _posted(await open_link(token, visit.vault, visit.now), form, files)
    if not posted.is_ours:
        return posted.shown(posted.screen("stay"), FormStale.sentence)
    if posted.step == "anew":
        await begin_anew(posted.link.invitation_id)
        return _first_page(await open_link(token, visit.vault, visit.now), visit)
    if posted.step == "save":
        return await _put_aside(posted)
    screen = posted.screen(posted.step)
    if screen is not None:
        return posted.shown(screen)
    code = await submit(token, _all_given(posted.link, form), visit.language, visit.vault, visit.now)
    return await thanks_page(true_accounts, code=code, last_day=posted.link.expires_on)


async def _corrected(token: str, code: str, form: Form, files: AnswerFiles, true_accounts: TrueAccounts) -> Template:
    """With link and code: first the answers as they were sent, then whatever is made of them."""
    visit = files.visit
    answered = await open_answered(token, code, visit.vault, visit.now)
    link, way = answered.link, Way(code=code)
    given = given_in(form) if form.text("nonce") else answered.given
    posted = _Posted(link, _page(link, given), link.replay(given, visit.now), form, visit, way, untaken=files.problems)
    if not form.text("nonce"):
        return posted.shown(None)
    if not posted.is_ours:
        return posted.shown(posted.screen("stay"), FormStale.sentence)
    screen = posted.screen(posted.step)
    if screen is not None:
        return posted.shown(screen)
    await correct(answered, given, visit.language, visit.vault, visit.now)
    return await thanks_page(true_accounts, code=code, last_day=link.expires_on, is_correction=True)


async def _put_aside(posted: _Posted) -> Template:
    """Whatever is complete so far; a screen half answered is asked again."""
    ahead = posted.screen("next")
    stop = ahead or posted.screen("stay")
    unfinished = {question.name for question in ahead.questions} if ahead and ahead.problems else set()
    given = {name: values for name, values in _all_given(posted.link, posted.form).items() if name not in unfinished}
    if stop is None or not any(any(values) for values in given.values()):
        return posted.shown(ahead)
    draft = PutAside(stop.name, given)
    await put_aside(posted.link.invitation_id, draft, posted.visit.vault, posted.visit.now.date())
    return saved_page(posted.link.expires_on)


def _first_page(link: OpenLink, visit: Visit) -> Template:
    given = link.put_aside.given if link.put_aside else {}
    since = link.put_aside.at if link.put_aside else ""
    screen = first_screen(link.definition, link.replay(given, visit.now), since)
    return question_page(_page(link, {}), screen, visit, _way(link, is_resumed=link.put_aside is not None))


def _posted(link: OpenLink, form: Form, files: AnswerFiles) -> _Posted:
    visit = files.visit
    resumed = link.put_aside if form.text("resumed") else None
    walk = link.replay(_all_given(link, form), visit.now)
    way = _way(link, is_resumed=resumed is not None)
    return _Posted(
        link, _page(link, given_in(form)), walk, form, visit, way, resumed.at if resumed else "", files.problems
    )


def _all_given(link: OpenLink, form: Form) -> dict[str, tuple[str, ...]]:
    """What this browser carries, on top of what was put aside if it went on from there."""
    given = given_in(form)
    return link.put_aside.together_with(given) if link.put_aside and form.text("resumed") else given


def _way(link: OpenLink, *, is_resumed: bool) -> Way:
    return Way(is_resumed=is_resumed, last_day=link.expires_on)


def _page(link: OpenLink, given: Given) -> Page:
    return Page(link.definition, link.shown, link.shuffle_seed, link.invitation_id, given)
