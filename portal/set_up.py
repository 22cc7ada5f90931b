"""The set-up page: open while nobody works here, to whoever reads the operator's terminal. Shows each secret once, keeps none.

The code lives in this process's memory only; a restart makes another, and a portal that is set up has none.
"""

from __future__ import annotations

import secrets
from typing import Any  # litestar's Request is generic over user, auth and state

import pyotp
from litestar import Litestar, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template
from markupsafe import Markup

from cases.staff import AlreadySetUp, NewStaff, is_set_up, made_up_password
from crypto.vault import Vault
from portal.access import refuse_foreign_origin
from portal.errors import PortalError
from portal.firstrun import set_up
from surveys import qr_svg
from surveys.forms import read_form

MAX_BYTES = 16 << 10
MOST_COMPANY = 200
ISSUER = "Brightline"


class SetUpCodeWrong(PortalError):
    sentence = "This is not the code in the terminal. Copy it from the line that the start of the portal printed last."
    status = 403


class CompanyMissing(PortalError):
    sentence = "Please write the company's name; reporters and customers will read it."
    status = 422


async def offer_code(app: Litestar) -> str | None:
    """Make the code of this process if nobody works here yet; None otherwise. To be called once the database is open."""
    if await is_set_up():
        return None
    app.state.set_up_code = made_up_password()
    return str(app.state.set_up_code)


@get("/desk/set-up", permission="public", include_in_schema=False)
async def show_set_up() -> Response[Any]:
    if await is_set_up():
        return Redirect("/desk/sign-in", status_code=303)
    return _page("")


@post("/desk/set-up", permission="public", status_code=200, include_in_schema=False)
async def make_company(request: Request[Any, Any, Any], vault: NamedDependency[Vault]) -> Response[Any]:
    refuse_foreign_origin(request)
    form = await read_form(request, max_bytes=MAX_BYTES)
    if await is_set_up():
        raise AlreadySetUp
    company = form.text("company")[:MOST_COMPANY]
    if not _is_the_code(request.app.state.get("set_up_code"), form.text("code")):
        return _page(company, SetUpCodeWrong())
    if not company:
        return _page(company, CompanyMissing())
    made = await set_up(vault, company=company)
    request.app.state.set_up_code = None
    people = [(person, picture_of(person)) for person in made.staff]
    context = {"company": company, "people": people, "shares": made.recovery_shares}
    return Template("desk/set_up_done.html", context=context)


HANDLERS: tuple[Any, ...] = (show_set_up, make_company)


def _is_the_code(expected: str | None, typed: str) -> bool:
    return expected is not None and secrets.compare_digest(expected.encode(), "".join(typed.split()).encode())


def picture_of(person: NewStaff) -> Markup:
    """What an authenticator app photographs. segno's output is ours: a drawing without text."""
    uri = pyotp.TOTP(person.totp_secret).provisioning_uri(name=person.username, issuer_name=ISSUER)
    return Markup(qr_svg(uri))  # noqa: S704


def _page(company: str, problem: PortalError | None = None) -> Template:
    context = {"company": company, "problem": problem}
    return Template("desk/set_up.html", context=context, status_code=problem.status if problem else 200)
