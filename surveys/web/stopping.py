"""The customer's way out, `/s/<link>/stop`: to be left in peace, and to take that back. Decides nothing; runs no script.

GET and HEAD write nothing. A POST needs a note that we showed the page and a choice nobody made for them, so that a mail
scanner opts nobody out; a mail program's own button (RFC 8058) says what it is. The link itself stands on no page.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any  # litestar's Request is generic over user, auth and state
from urllib.parse import quote
from uuid import UUID

from litestar import Request, post, route
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.types import Method

from crypto.links import link_digest
from crypto.vault import Vault
from surveys.answering.nonces import form_id_of, form_nonce
from surveys.campaigns.peace import opt_in, opt_out, peace_of
from surveys.errors import FormStale, LinkClosed
from surveys.forms import read_form
from surveys.sentences import N_

MAX_BYTES = 8 << 10
READ: tuple[Method, ...] = ("GET", "HEAD")
STOP = "stop"
ONE_CLICK = "List-Unsubscribe"
CHOOSE = N_("Please choose one of the two. Nothing was changed yet.")


def to_stop_page(token: str, language: str) -> Redirect:
    """A customer's page links to itself with `?stop`, since it must not repeat its own link; this is where that leads."""
    return Redirect(f"/s/{quote(token, safe='')}/stop?lang={language}", status_code=303)


@route("/s/{token:str}/stop", http_method=READ, permission="public", include_in_schema=False)
async def stop_page(token: FromPath[str], vault: NamedDependency[Vault]) -> Template:
    """The same page for every link, so that looking tells nothing about one."""
    return _page(token, vault)


@post("/s/{token:str}/stop", permission="public", status_code=200, include_in_schema=False)
async def stop(request: Request[Any, Any, Any], token: FromPath[str], vault: NamedDependency[Vault]) -> Template:
    form = await read_form(request, max_bytes=MAX_BYTES)
    now = datetime.now(UTC)
    choice = form.text("choice")
    if form.text(ONE_CLICK) == "One-Click":
        choice = "stop"
    elif choice not in ("stop", "ask") or not _was_shown(form.text("nonce"), token, vault, now):
        return _page(token, vault, FormStale.sentence if choice in ("stop", "ask") else CHOOSE)
    try:
        if choice == "stop":
            await opt_out(token, vault, now.date())
        else:
            await opt_in(token, vault)
        peace = await peace_of(token, vault)
    except LinkClosed:
        return Template("customer/stop_unknown.html", context={}, status_code=LinkClosed.status)
    return Template("customer/stop_done.html", context={"is_wanted": peace.is_wanted}, status_code=200)


HANDLERS: tuple[Any, ...] = (stop_page, stop)


def _page(token: str, vault: Vault, problem: str = "") -> Template:
    context = {"nonce": form_nonce(_form_id(token), vault, datetime.now(UTC)), "problem": problem}
    return Template("customer/stop.html", context=context, status_code=422 if problem else 200)


def _form_id(token: str) -> UUID:
    """Binds the note to this link, whatever a stranger put there."""
    return UUID(bytes=link_digest(f"stop/{token}")[:16], version=4)


def _was_shown(nonce: str, token: str, vault: Vault, now: datetime) -> bool:
    try:
        return form_id_of(nonce, vault, now) == _form_id(token)
    except FormStale:
        return False
